import { z } from 'zod';
import { type Period, periodBetween, RANGES, type Range, recentPeriod } from '../../../insights/period.ts';
import type { UtcMs } from '../../../lib/clock.ts';

const DEFAULT_RANGE: Range = '90d';

const MAX_ID = Number.MAX_SAFE_INTEGER;

const parameters = z.object({
  range: z.enum([...RANGES, 'custom']).catch(DEFAULT_RANGE),
  from: z.string().max(10).catch(''),
  to: z.string().max(10).catch(''),
  service: z
    .union([z.literal('none'), z.coerce.number().int().positive().max(MAX_ID)])
    .optional()
    .catch(undefined),
});

/** What somebody wants to look back on. */
export type Query = z.infer<typeof parameters>;

/** Reads the query of an address; what makes no sense there counts as not said. */
export function readQuery(given: Record<string, string>): Query {
  return parameters.parse(given);
}

/** The span that is asked for, or what is wrong with it. */
export function periodOf({ range, from, to }: Query, zone: string, now: UtcMs): Period | { problem: string } {
  return range === 'custom' ? periodBetween(from, to, zone) : recentPeriod(range, zone, now);
}

/** As the store has it: null for incidents without a service. */
export function serviceIdOf({ service }: Query): number | null | undefined {
  return service === 'none' ? null : service;
}

/** The same for all who ask the same. */
export function written({ range, from, to, service }: Query): string {
  const search = new URLSearchParams({ range });
  if (range === 'custom') {
    search.set('from', from);
    search.set('to', to);
  }
  if (service !== undefined) search.set('service', String(service));
  return search.toString();
}

export const WITHOUT_PROBLEM: Query = { range: DEFAULT_RANGE, from: '', to: '' };
