import { z } from 'zod';
import { formatDuration, parseDuration } from '../duration.ts';
import type { SlaByUrgency } from '../types.ts';
import { duration, urgency } from './values.ts';

/** A duration of which zero makes no sense. */
export const period = duration.refine((text) => text !== '0s', 'must be longer than 0s');

const targets = z
  .strictObject({ acknowledge: period.optional(), resolve: period.optional() })
  .refine(({ acknowledge, resolve }) => acknowledge ?? resolve, 'must say acknowledge, resolve, or both');

/** Targets by urgency. */
export const slaEntry = z.partialRecord(urgency, targets).default({});
export type SlaEntry = z.output<typeof slaEntry>;

export function toSla(entry: SlaEntry): SlaByUrgency {
  return converted(entry, (text) => parseDuration(text) ?? undefined);
}

/** The inverse of `toSla`. */
export function toSlaEntry(sla: SlaByUrgency): SlaEntry {
  return converted(sla, formatDuration);
}

type Targets<Value> = { acknowledge?: Value; resolve?: Value };

function converted<From, To>(
  sla: Partial<Record<string, Targets<From>>>,
  convert: (value: From) => To | undefined,
): Partial<Record<string, Targets<To>>> {
  const entries = Object.entries(sla).map(([urgency, targets = {}]) => {
    const values = Object.entries(targets).map(([target, value]) => [target, convert(value)]);
    return [urgency, Object.fromEntries(values)];
  });
  return Object.fromEntries(entries);
}
