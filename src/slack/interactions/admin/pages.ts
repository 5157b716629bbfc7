import type { AdminPage } from './page.ts';
import { connectionsPage } from './pages/connections/page.ts';
import { healthPage } from './pages/health.ts';
import { keysPage } from './pages/keys/page.ts';
import { peoplePage } from './pages/people/page.ts';
import { policiesPage } from './pages/policies/page.ts';
import { schedulesPage } from './pages/schedules/page.ts';
import { servicesPage } from './pages/services/page.ts';
import { settingsPage } from './pages/settings.ts';
import { subscriptionsPage } from './pages/subscriptions/page.ts';
import { testPage } from './pages/test-connection.ts';

/** In the order in which the Home tab offers them. */
export const ADMIN_PAGES: readonly AdminPage[] = [
  settingsPage,
  subscriptionsPage,
  servicesPage,
  peoplePage,
  schedulesPage,
  policiesPage,
  keysPage,
  connectionsPage,
  healthPage,
  testPage,
];

export function pageOf(key: string | undefined): AdminPage | undefined {
  return ADMIN_PAGES.find((page) => page.key === key);
}
