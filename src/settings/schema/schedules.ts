import { z } from 'zod';
import type { UtcMs } from '../../lib/clock.ts';
import { parseRosterTime } from '../../oncall/roster.ts';
import { turnLength } from '../../oncall/rotation.ts';
import { type Rotation, WEEKDAYS } from '../../oncall/types.ts';
import { parseLocalDateTime } from '../../oncall/wallclock.ts';
import { readOverrideTime, writeOverrideTime } from '../override-time.ts';
import { channel, email, name, optional, readableBy, timeOfDay, timezone } from './values.ts';

const localDateTime = readableBy(parseLocalDateTime);
// A rotation is checked by the very function that will read it.
const rotation = readableBy((text) => turnLength(text as Rotation));

const restriction = z.strictObject({
  weekdays: optional(
    z
      .array(z.enum(WEEKDAYS))
      .min(1, 'must name at least one day')
      .transform((days) => WEEKDAYS.filter((day) => days.includes(day))),
  ),
  from: timeOfDay,
  to: timeOfDay,
});

const layer = z.strictObject({
  start: localDateTime,
  rotation,
  users: z.array(email).min(1, 'must name at least one user'),
  restrictions: z.array(restriction).default([]),
});

const ROSTER = 'mon 09:00';

/** The channel of the schedule's team. */
const handOff = z.strictObject({
  channel,
  topic: z.boolean().default(false),
  /** When the week to come is posted; false for never. */
  roster: z
    .union([z.boolean(), readableBy(parseRosterTime)])
    .default(true)
    .transform((when) => (typeof when === 'string' ? when.trim().toLowerCase() : when ? ROSTER : false)),
});

/** Whether a text is a time at all does not depend on the zone. */
const overrideTime = readableBy((text) => readOverrideTime(text, 'UTC'));

/** `from` and `to` are read on a clock in the schedule's zone, or as they say themselves; `to` is not included. */
const override = z.strictObject({ from: overrideTime, to: overrideTime, user: email, replaces: optional(email) });

export const scheduleEntry = z
  .strictObject({
    name,
    timezone,
    /** The handle or id of a Slack user group. */
    user_group: optional(name),
    hand_off: optional(handOff),
    layers: z.array(layer).default([]),
    overrides: z.array(override).default([]),
  })
  .superRefine(
    ({ timezone, overrides }, context) => {
      for (const [index, override] of overrides.entries()) {
        const [begin, end] = [override?.from, override?.to].map((text) => instantOf(text, timezone));
        if (begin === undefined || end === undefined || begin < end) continue;
        context.addIssue({ code: 'custom', path: ['overrides', index, 'to'], message: 'must end after it begins' });
      }
    },
    // Also when something else is wrong with the schedule, so that everything is said at once.
    { when: ({ value }) => Array.isArray((value as { overrides?: unknown } | null)?.overrides) },
  )
  .transform((schedule) => {
    const { timezone, overrides } = schedule;
    // One way to write each time, so that the same is never taken for a change.
    const shortest = (text: string) => writeOverrideTime(readOverrideTime(text, timezone), timezone);
    return {
      ...schedule,
      overrides: overrides.map((one) => ({ ...one, from: shortest(one.from), to: shortest(one.to) })),
    };
  });
export type ScheduleEntry = z.output<typeof scheduleEntry>;

/** Undefined for what is no time or no zone: that is said in its own place. */
function instantOf(text: unknown, timezone: unknown): UtcMs | undefined {
  if (typeof text !== 'string' || typeof timezone !== 'string') return undefined;
  try {
    return readOverrideTime(text, timezone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
