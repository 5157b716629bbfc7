import type { AdminPage } from './page.ts';
import { settingsPage } from './pages/settings.ts';

/** In the order in which the Home tab offers them. */
export const ADMIN_PAGES: readonly AdminPage[] = [settingsPage];
