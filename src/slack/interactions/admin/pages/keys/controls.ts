import type { Button } from '@slack/types';
import { formButton } from '../../page.ts';

/** What controls call the page. */
export const KEYS = 'keys';

export function createKeyButton(): Button {
  return formButton('Create API key', { page: KEYS, what: 'create' });
}
