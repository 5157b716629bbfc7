import type { UtcMs } from '../../lib/clock.ts';
import type { OtherContact } from '../contacts/types.ts';
import { isOther } from '../contacts/types.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job } from '../types.ts';
import type { Kind } from './kind.ts';

/** A page to somebody past Slack. */
export interface ContactJob extends Job {
  contact: OtherContact;
}

/** Calls somebody by another way than Slack. */
export const contact: Kind<ContactJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const contact = await disk.contact(idIn(work));
    if (!contact || !isOther(contact)) return null;
    const { connectionId, target } = contact;
    const place = { connectionId, target, channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'contact', place, about: null, message: null, contact };
  },
  draw: async () => null,
  incidents: ({ contact }) => [contact.incidentNumber],
  callsTo: () => null,
};

/** Each address is a lane of its own: one that fails holds up nobody else. */
export function owedContact({ id, connectionId, method, address }: OtherContact, since: UtcMs): NotificationPlan {
  const work = { kind: 'contact', of: id } as const;
  const lane = { connectionId, target: `${method}:${address}` };
  const priority = PRIORITY.human;
  return [{ do: 'owe', work, thread: null, detail: null, lane, method: 'contact', priority, since }];
}
