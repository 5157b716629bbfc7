import type { Button } from '@slack/types';
import { formButton } from '../../page.ts';

/** What controls call the page. */
export const KEYS = 'keys';

/** On the page, and on the Home tab. */
export function createKeyButton(): Button {
  return formButton('Create API key', { page: KEYS, what: 'create' });
}
