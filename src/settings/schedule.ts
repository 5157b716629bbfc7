import { parseRosterTime } from '../oncall/roster.ts';
import type { Override, Rotation, Schedule, UserId } from '../oncall/types.ts';
import { readOverrideTime, writeOverrideTime } from './override-time.ts';
import type { ScheduleEntry } from './schema/schedules.ts';

export type OverrideEntry = ScheduleEntry['overrides'][number];

/**
 * A schedule, from the operator's words to the domain's.
 * @param idOf The user with an e-mail address; people who are gone are left out.
 * @param madeInSlack Overrides that people made themselves: they come after those of the file.
 */
export function toSchedule(
  entry: ScheduleEntry,
  idOf: (email: string) => UserId | undefined,
  madeInSlack: readonly Override[],
): Schedule {
  const { name, timezone, layers, overrides, hand_off: handOff = null } = entry;
  const idsOf = (emails: readonly string[]) => emails.flatMap((email) => idOf(email) ?? []);
  return {
    name,
    timezone,
    layers: layers.map(({ rotation, users, ...layer }) => ({
      ...layer,
      rotation: rotation as Rotation, // the schema reads it with the very function that uses it
      users: idsOf(users),
    })),
    handOff: handOff && {
      ...handOff,
      roster: handOff.roster === false ? null : parseRosterTime(handOff.roster),
    },
    overrides: [...overrides.flatMap((override) => toOverride(override, timezone, idOf) ?? []), ...madeInSlack],
  };
}

export function toOverride(
  { from, to, user, replaces }: OverrideEntry,
  timezone: string,
  idOf: (email: string) => UserId | undefined,
): Override | null {
  const userId = idOf(user);
  const replacedId = replaces === null ? null : idOf(replaces);
  if (userId === undefined || replacedId === undefined) return null;
  const at = (text: string) => readOverrideTime(text, timezone);
  return { from: at(from), to: at(to), userId, replaces: replacedId };
}

/** The inverse, for an override made in Slack; null when one of its people is gone. */
export function toOverrideEntry(
  { from, to, userId, replaces }: Override,
  timezone: string,
  emailOf: (id: UserId) => string | undefined,
): OverrideEntry | null {
  const user = emailOf(userId);
  const replaced = replaces === null ? null : emailOf(replaces);
  if (user === undefined || replaced === undefined) return null;
  const written = (t: number) => writeOverrideTime(t, timezone);
  return { from: written(from), to: written(to), user, replaces: replaced };
}
