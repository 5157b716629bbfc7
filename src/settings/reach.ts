import { CONTACT_KINDS, type ContactMethod, type Reach } from '../people/contact.ts';
import { parseDuration } from './duration.ts';
import type { UserEntry } from './schema/people.ts';

/** How a user is called besides Slack, as the entry of opsknight.yml says it. */
export function toReach(
  contact: UserEntry['contact'],
  quietHours: UserEntry['quiet_hours'],
  timezone: string | null,
): Reach {
  return {
    methods: contact.flatMap(toMethod),
    quietHours: quietHours && { ...quietHours, timezone: timezone ?? 'UTC' },
  };
}

function toMethod(entry: UserEntry['contact'][number]): ContactMethod[] {
  const kind = CONTACT_KINDS.find((one) => entry[one] !== undefined);
  const address = kind && entry[kind];
  return address ? [{ kind, address, after: parseDuration(entry.after) ?? 0 }] : [];
}
