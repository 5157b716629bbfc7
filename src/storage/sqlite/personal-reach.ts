import { asc, eq } from 'drizzle-orm';
import type { PersonalReaches } from '../../settings/personal-reach.ts';
import type { PersonalReach } from '../../settings/reach.ts';
import { personalContacts, personalQuietHours, users } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

export const NOTHING_PERSONAL: PersonalReach = { contacts: [], quietHours: null };

/** What people have set themselves of how they are reached, in the order in which they did. */
export function readPersonalReaches(db: Drizzle): PersonalReaches {
  const reaches = new Map<string, PersonalReach>();
  const { kind, address, after, verifiedAt } = personalContacts;
  const contacts = db
    .select({ email: users.email, kind, address, after, verifiedAt })
    .from(personalContacts)
    .innerJoin(users, eq(users.id, personalContacts.userId))
    .orderBy(asc(personalContacts.id))
    .all();
  for (const { email, verifiedAt, ...contact } of contacts) {
    const { contacts: others, quietHours } = reaches.get(email) ?? NOTHING_PERSONAL;
    reaches.set(email, { contacts: [...others, { ...contact, isVerified: verifiedAt !== null }], quietHours });
  }
  const quiet = db
    .select({ email: users.email, from: personalQuietHours.from, to: personalQuietHours.to })
    .from(personalQuietHours)
    .innerJoin(users, eq(users.id, personalQuietHours.userId))
    .all();
  for (const { email, ...quietHours } of quiet) {
    reaches.set(email, { ...(reaches.get(email) ?? NOTHING_PERSONAL), quietHours });
  }
  return reaches;
}
