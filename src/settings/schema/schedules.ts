import { z } from 'zod';
import { turnLength } from '../../oncall/rotation.ts';
import { type Rotation, WEEKDAYS } from '../../oncall/types.ts';
import { parseLocalDateTime, parseTimeOfDay } from '../../oncall/wallclock.ts';
import { email, name, optional, readableBy, timezone } from './values.ts';

const localDateTime = readableBy(parseLocalDateTime);
const timeOfDay = readableBy(parseTimeOfDay);
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

/** `from` and `to` are read on a clock in the schedule's zone; `to` is not included. */
const override = z
  .strictObject({ from: localDateTime, to: localDateTime, user: email, replaces: optional(email) })
  .refine(({ from, to }) => from < to, { error: 'must end after it begins', path: ['to'] });

export const scheduleEntry = z.strictObject({
  name,
  timezone,
  /** The handle or id of a Slack user group. */
  user_group: optional(name),
  layers: z.array(layer).default([]),
  overrides: z.array(override).default([]),
});
export type ScheduleEntry = z.output<typeof scheduleEntry>;
