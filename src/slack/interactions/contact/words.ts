import type { ShownMethod } from '../../../people/contact.ts';
import { formatDuration } from '../../../settings/duration.ts';
import { METHODS } from '../../../words/contact.ts';
import { inline } from '../../cards/mrkdwn.ts';

const MAX_ADDRESS = 200;

export const GONE = "You don't have that method any more. Nothing was changed.";
export const NOT_KNOWN =
  'Only people whom opsknight.yml knows are paged, and you are not among them yet. Nothing was changed.';
export const TOO_MANY =
  'Too many codes and tests were asked for today, by you or for this address. Try again tomorrow, or ask an admin to write the address in opsknight.yml: then it needs no code.';

/** "mail to jane@example.com": seen by whose it is alone. */
export function methodWords({ kind, address }: Pick<ShownMethod, 'kind' | 'address'>): string {
  return `${METHODS[kind]} to ${inline(address, MAX_ADDRESS)}`;
}

/** "at once", "2m after the page" */
export function timeWords({ after }: Pick<ShownMethod, 'after'>): string {
  return after === 0 ? 'at once' : `${formatDuration(after)} after the page`;
}
