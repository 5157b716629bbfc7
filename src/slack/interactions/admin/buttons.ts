import type { Button } from '@slack/types';
import { button } from '../../cards/blocks.ts';
import type { AdminPage } from './page.ts';
import { ADMIN_PAGES } from './pages.ts';

/** The action that opens a page. */
export function openId({ key }: Pick<AdminPage, 'key'>): string {
  return `admin_${key}`;
}

/** The buttons on the Home tab of an admin. */
export function settingsButtons(): Button[] {
  return ADMIN_PAGES.map((page) => button(openId(page), page.title, 'home'));
}
