import { z } from 'zod';
import { readOverrideTime, writeOverrideTime } from '../override-time.ts';
import { name, optional, readableBy, timezone } from './values.ts';

export const MAX_MAINTENANCE = 500;
const MAX_REASON = 300;

const time = readableBy((text) => readOverrideTime(text, 'UTC'));

/** `from` and `to` are read on a clock in the zone, or as they say themselves; `to` is not included. */
export const maintenanceEntry = z
  .strictObject({
    name,
    services: z.array(name).min(1, 'must name at least one service'),
    from: time,
    to: time,
    timezone: timezone.default('UTC'),
    reason: optional(z.string().trim().max(MAX_REASON, `is longer than ${MAX_REASON} characters`)),
  })
  .superRefine((entry, context) => {
    const { from, to } = spanOf(entry);
    if (from >= to) context.addIssue({ code: 'custom', path: ['to'], message: 'must end after it begins' });
  })
  // One way to write each time, so that the same is never taken for a change.
  .transform((entry) => {
    const { from, to } = spanOf(entry);
    return { ...entry, from: writeOverrideTime(from, entry.timezone), to: writeOverrideTime(to, entry.timezone) };
  });
export type MaintenanceEntry = z.output<typeof maintenanceEntry>;

export function spanOf({ from, to, timezone }: { from: string; to: string; timezone: string }) {
  return { from: readOverrideTime(from, timezone), to: readOverrideTime(to, timezone) };
}
