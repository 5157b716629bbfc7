import type { UtcMs } from '../../lib/clock.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { Reach } from '../../people/contact.ts';
import { afterQuietHours } from '../../people/quiet-hours.ts';
import { owedContact } from '../kinds/contact.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import { type Contact, isOther, type NewContact, type OtherContact, UNCONFIRMED_AFTER } from './types.ts';

/** Somebody who is called. */
export interface Called {
  connectionId: number;
  target: string;
  name: string;
  /** Slack is expected to reach them. */
  inSlack: boolean;
  /** It is theirs already: nothing else calls them, unless Slack stays silent. */
  isTheirs?: true;
}

interface PageOf {
  incidentNumber: number;
  eventId: number;
  urgency: Urgency;
}

/**
 * How somebody who is called is reached: by Slack first, and by every other method at its time, or at once where Slack can't. What
 * isn't urgent waits for the end of their quiet hours. Of what is theirs already they hear once.
 */
export function planContacts(
  { inSlack, isTheirs, ...called }: Called,
  { incidentNumber, eventId, urgency }: PageOf,
  { methods, quietHours }: Reach,
  now: UtcMs,
): NewContact[] {
  if (methods.length === 0) return [];
  const page = { ...called, incidentNumber, eventId, createdAt: now };
  const wakes = urgency !== 'LOW' || quietHours === null;
  const inOrder = [...methods].sort((a, b) => a.after - b.after);
  const first = inSlack ? 0 : (inOrder[0]?.after ?? 0);
  const slack: NewContact[] = inSlack
    ? [{ ...page, method: 'slack', address: '', position: 0, state: 'owed', dueAt: now + UNCONFIRMED_AFTER }]
    : [];
  return [
    ...slack,
    ...inOrder.map(({ kind, address, after }, index): NewContact => {
      const at = now + after - first;
      const dueAt = isTheirs ? null : wakes ? at : afterQuietHours(at, quietHours);
      return { ...page, method: kind, address, position: index + 1, state: 'waiting', dueAt };
    }),
  ];
}

/** What there is to know when a contact's moment has come. */
export interface Moment {
  hasArrived: boolean;
  /** The others of the same person and incident that wait. */
  waiting: readonly Contact[];
  urgency: Urgency;
  reach: Reach;
}

/**
 * What a contact's moment means: it is used; or, in use and not known to have arrived, the next one takes its place at once, whatever
 * its time. Neither disturbs quiet hours for what is LOW.
 */
export function planDue(
  contact: Contact,
  { hasArrived, waiting, urgency, reach }: Moment,
  now: UtcMs,
): NotificationPlan {
  const { quietHours } = reach;
  const from = urgency !== 'LOW' || quietHours === null ? now : afterQuietHours(now, quietHours);
  if (contact.state === 'waiting' && from > now)
    return [{ do: 'change_contact', id: contact.id, set: { dueAt: from } }];
  const address = isOther(contact) ? addressNow(contact, reach) : null;
  if (contact.state === 'waiting' && isOther(contact) && address !== null) {
    return [
      ...owedContact({ ...contact, address }, now),
      { do: 'change_contact', id: contact.id, set: { address, state: 'owed', dueAt: now + UNCONFIRMED_AFTER } },
    ];
  }
  const isGone = isOther(contact) && address === null;
  const over: NotificationPlan = [
    {
      do: 'change_contact',
      id: contact.id,
      set: { state: isGone ? 'failed' : hasArrived ? 'over' : contact.state, dueAt: null },
    },
  ];
  const [next] = [...waiting].sort((a, b) => a.position - b.position || a.id - b.id);
  if (hasArrived || !next) return over;
  return [...over, { do: 'change_contact', id: next.id, set: { dueAt: Math.min(from, next.dueAt ?? from) } }];
}

/** What its being refused for good means: the next one takes its place at once. */
export function planRefused(contact: Contact, moment: Omit<Moment, 'hasArrived'>, now: UtcMs): NotificationPlan {
  return [
    ...planDue({ ...contact, state: 'owed' }, { ...moment, hasArrived: false }, now),
    { do: 'change_contact', id: contact.id, set: { state: 'failed', dueAt: null } },
  ];
}

/** Where a method leads by now: its address may have been corrected since the page. Null when the person has no such method any more. */
export function addressNow(
  { method, address }: Pick<OtherContact, 'method' | 'address'>,
  { methods }: Reach,
): string | null {
  const alike = methods.filter(({ kind }) => kind === method);
  return (alike.find((one) => one.address === address) ?? alike[0])?.address ?? null;
}

/**
 * When one that waits is used once its incident isn't LOW any more: at its time, whatever quiet hours had made of it.
 * @param reach of whoever is called, as it is now
 */
export function dueOnceUrgent(
  { dueAt, createdAt, method, address }: Contact,
  { methods }: Reach,
  now: UtcMs,
): UtcMs | null {
  const known = methods.find((one) => one.kind === method && one.address === address);
  if (dueAt === null || !known) return dueAt;
  return Math.min(dueAt, Math.max(now, createdAt + known.after));
}
