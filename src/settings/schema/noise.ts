import { z } from 'zod';
import { DEFAULT_FLAPPING, type FlappingRule } from '../../incidents/flapping.ts';
import type { Grouping } from '../../incidents/grouping.ts';
import { DAY } from '../../lib/clock.ts';
import type { FlappingEntry, GroupingEntry } from '../../routing/rule.ts';
import { formatDuration, parseDuration } from '../duration.ts';
import { period } from './sla.ts';

const MAX_FIELDS = 10;
const MAX_FIELD = 200;
const MAX_TIMES = 100;

const span = period.refine((text) => (parseDuration(text) ?? 0) <= DAY, 'must be 1d at most');
const field = z.string().trim().min(1, 'must not be empty').max(MAX_FIELD, `is longer than ${MAX_FIELD} characters`);

/** Which alerts of a service are one incident. */
export const groupingEntry = orNever(
  z.strictObject(
    { by: z.array(field).max(MAX_FIELDS, `must be ${MAX_FIELDS} at most`).default([]), within: span },
    { error: unlessNever('{ by: [alertname, cluster], within: 10m }') },
  ),
);

/** When an alert that comes and goes is flapping. */
export const flappingEntry = orNever(
  z.strictObject(
    {
      times: z
        .int()
        .min(2, 'must be 2 at least')
        .max(MAX_TIMES, `must be ${MAX_TIMES} at most`)
        .default(DEFAULT_FLAPPING.times),
      within: span.default(formatDuration(DEFAULT_FLAPPING.within)),
      calm: span.default(formatDuration(DEFAULT_FLAPPING.calm)),
    },
    { error: unlessNever('{ times: 5, within: 1h, calm: 15m }') },
  ),
);

export function toGrouping(entry: GroupingEntry): Grouping | 'never' {
  return entry === 'never' ? entry : { by: entry.by, within: parseDuration(entry.within) ?? 0 };
}

export function toFlapping(entry: FlappingEntry): FlappingRule | 'never' {
  if (entry === 'never') return entry;
  const { times, within, calm } = entry;
  return { times, within: parseDuration(within) ?? 0, calm: parseDuration(calm) ?? 0 };
}

function orNever<T extends z.ZodObject>(schema: T) {
  return z.union([z.literal('never'), schema]);
}

function unlessNever(example: string) {
  return ({ code, input }: z.core.$ZodRawIssue) =>
    code === 'invalid_type' && typeof input === 'string'
      ? `must be never, or such as ${example}, not ${JSON.stringify(input)}`
      : undefined;
}
