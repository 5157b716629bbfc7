import { type Called, planContacts } from '../notifications/contacts/plan.ts';
import { type NewContact, UNCONFIRMED_AFTER } from '../notifications/contacts/types.ts';
import type { Call, OnCallDirectory } from '../oncall/call.ts';
import type { Urgency } from '../oncall/urgency.ts';
import { personTarget } from '../people/page-target.ts';
import { formatDuration } from '../settings/duration.ts';
import { METHODS } from '../words/contact.ts';
import { formatTime } from './time.ts';

/** By what else than Slack everybody whom a step calls would be reached, and when; by the very plan that a page goes by. */
export function rehearsedReach(
  { paged, contacted = [] }: Call,
  at: number,
  urgency: Urgency,
  { users }: Pick<OnCallDirectory, 'users'>,
): string[] {
  const called: Called[] = [
    ...paged.map((page) => ({ ...page, inSlack: true })),
    ...contacted.map((page) => ({ ...page, inSlack: false })),
  ];
  return called.flatMap((one) => {
    const user = users.find(({ email }) => personTarget({ email }) === one.target);
    if (!user) return [];
    const contacts = planContacts(one, { incidentNumber: 0, eventId: 0, urgency }, user.reach, at);
    const ways = contacts.flatMap(wayOf);
    if (ways.length === 0) return [];
    const all = one.inSlack ? ['Slack', ...ways] : ways;
    const hurry =
      all.length > 1 ? `; the next comes at once when one is silent for ${formatDuration(UNCONFIRMED_AFTER)}` : '';
    return [`    ${one.name}: ${all.join(', ')}${hurry}`];
  });
}

/** Whoever knows the address of a topic or a webhook can write there, so only its host is said. */
function wayOf(contact: NewContact): string[] {
  const { method, address, dueAt } = contact;
  if (method === 'slack' || dueAt === null) return [];
  const place = method === 'ntfy' || method === 'webhook' ? new URL(address).host : address;
  return [`${METHODS[method]} to ${place} at ${formatTime(dueAt)}`];
}
