import {
  CONTACT_KINDS,
  type ContactMethod,
  type PersonalContact,
  type Reach,
  withPersonal,
} from '../people/contact.ts';
import { formatDuration, parseDuration } from './duration.ts';
import type { UserEntry } from './schema/people.ts';

/** What people have set themselves. */
export interface PersonalReach {
  contacts: PersonalContact[];
  quietHours: UserEntry['quiet_hours'];
}

/** How a user is called besides Slack, as the entry of opsknight.yml and they themselves say it. */
export function toReach(
  { contact, quiet_hours: ofFile, timezone }: Pick<UserEntry, 'contact' | 'quiet_hours' | 'timezone'>,
  personal: PersonalReach,
): Reach {
  const quietHours = personal.quietHours ?? ofFile;
  return {
    methods: withPersonal(contact.flatMap(toMethod), personal.contacts)
      .filter(({ isVerified }) => isVerified)
      .map(({ kind, address, after }) => ({ kind, address, after })),
    quietHours: quietHours && { ...quietHours, timezone: timezone ?? 'UTC' },
  };
}

/** In the words of opsknight.yml. */
export function toContactEntry({ kind, address, after }: ContactMethod): UserEntry['contact'][number] {
  return { [kind]: address, after: formatDuration(after) } as UserEntry['contact'][number];
}

export function toMethod(entry: UserEntry['contact'][number]): ContactMethod[] {
  const kind = CONTACT_KINDS.find((one) => entry[one] !== undefined);
  const address = kind && entry[kind];
  return address ? [{ kind, address, after: parseDuration(entry.after) ?? 0 }] : [];
}
