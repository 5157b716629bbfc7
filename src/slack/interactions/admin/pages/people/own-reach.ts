import type { OwnReach } from '../../../../../notifications/contacts/personal-store.ts';
import type { ShownMethod } from '../../../../../people/contact.ts';
import { formatDuration } from '../../../../../settings/duration.ts';
import { METHODS } from '../../../../../words/contact.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import type { Deps } from '../../../deps.ts';

const MAX_ADDRESS = 100;
const MAX_SHOWN = 10;
/** Whoever knows such an address can write there. */
const SECRET: readonly ShownMethod['kind'][] = ['webhook', 'ntfy'];

/** What people have set of how they are paged, besides opsknight.yml. */
type Own = Pick<OwnReach, 'methods' | 'quietHours'>;

/** Null for somebody who has set nothing of it. */
export async function ownReach({ onCall, personalContacts }: Deps, email: string): Promise<Own | null> {
  const { users } = await onCall.directory();
  const user = users.find((one) => one.email === email);
  if (!user) return null;
  const { methods, quietHours } = await personalContacts.of(user.id);
  const own = methods.filter(({ isOfFile }) => !isOfFile);
  const hours = quietHours?.isOfFile === false ? quietHours : null;
  return own.length === 0 && hours === null ? null : { methods: own, quietHours: hours };
}

/** In few words. */
export function ownFacts({ methods, quietHours }: Own): string[] {
  return [
    ...(methods.length === 0 ? [] : [`${methods.length === 1 ? '1 way' : `${methods.length} ways`} of their own`]),
    ...(quietHours === null ? [] : ['quiet hours of their own']),
  ];
}

/** A line for each; those that wait for their code are not used. */
export function ownLines({ methods, quietHours }: Own): string[] {
  const more = methods.length - MAX_SHOWN;
  return [
    ...methods.slice(0, MAX_SHOWN).map(methodLine),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(quietHours === null ? [] : [`Quiet hours of their own: ${quietHours.from}–${quietHours.to}`]),
  ];
}

function methodLine({ kind, address, after, isVerified }: ShownMethod): string {
  const where = SECRET.includes(kind) ? '(the address is a secret)' : inline(address, MAX_ADDRESS);
  const when = after === 0 ? '' : ` after ${formatDuration(after)}`;
  return `• added by themselves: ${METHODS[kind]} ${where}${when}${isVerified ? '' : ', not used before its code is entered'}`;
}
