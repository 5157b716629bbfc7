import type { UtcMs } from '../../lib/clock.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { Reach } from '../../people/contact.ts';
import { afterQuietHours } from '../../people/quiet-hours.ts';
import { owedContact } from '../kinds/contact.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import { type Contact, isOther, type NewContact, UNCONFIRMED_AFTER } from './types.ts';

/** Somebody who is called. */
export interface Called {
  connectionId: number;
  target: string;
  name: string;
  /** Slack is expected to reach them. */
  inSlack: boolean;
}

interface PageOf {
  incidentNumber: number;
  eventId: number;
  urgency: Urgency;
}

/**
 * How somebody who is called is reached: by Slack first, and by every other method at its time, or at once where Slack can't. What
 * isn't urgent waits for the end of their quiet hours.
 */
export function planContacts(
  { inSlack, ...called }: Called,
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
      const dueAt = wakes ? at : afterQuietHours(at, quietHours);
      return { ...page, method: kind, address, position: index + 1, state: 'waiting', dueAt };
    }),
  ];
}

/**
 * What a contact's moment means: it is used; or, in use and not known to have arrived, the next one takes its place at once, whatever
 * its time.
 * @param waiting the others of the same person and incident that wait
 */
export function planDue(
  contact: Contact,
  { hasArrived, waiting }: { hasArrived: boolean; waiting: readonly Contact[] },
  now: UtcMs,
): NotificationPlan {
  if (contact.state === 'waiting' && isOther(contact)) {
    return [
      ...owedContact(contact, now),
      { do: 'change_contact', id: contact.id, set: { state: 'owed', dueAt: now + UNCONFIRMED_AFTER } },
    ];
  }
  const over: NotificationPlan = [
    { do: 'change_contact', id: contact.id, set: { state: hasArrived ? 'over' : contact.state, dueAt: null } },
  ];
  const [next] = [...waiting].sort((a, b) => a.position - b.position || a.id - b.id);
  if (hasArrived || !next) return over;
  return [...over, { do: 'change_contact', id: next.id, set: { dueAt: Math.min(now, next.dueAt ?? now) } }];
}
