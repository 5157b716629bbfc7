import { DateTime } from 'luxon';
import type { UtcMs } from '../lib/clock.ts';

/** The spans up to now that people look back on. */
export const RANGES = ['24h', '7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];

/** What a span is divided into. */
export type Step = 'hour' | 'day' | 'week';

/** A span of time, divided; everything in it begins and ends where the reader's clock or calendar says so. */
export interface Period {
  from: UtcMs;
  /** Not in it any more. */
  to: UtcMs;
  step: Step;
  /** When each part begins; the first may be a week that had already begun. */
  starts: UtcMs[];
}

/** The longest span that can be asked for, in days. */
export const MAX_DAYS = 366;
/** The longest ones that are shown hour by hour, and day by day. */
const MAX_DAYS_BY_HOUR = 2;
const MAX_DAYS_BY_DAY = 45;

const DAYS: Record<Exclude<Range, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 };

/** The last hours, or the last days, with the one that isn't over. */
export function recentPeriod(range: Range, zone: string, now: UtcMs): Period {
  const local = DateTime.fromMillis(now, { zone });
  if (range === '24h') {
    const hour = local.startOf('hour');
    return divided(hour.minus({ hours: 23 }), hour.plus({ hours: 1 }), 'hour');
  }
  const tomorrow = local.startOf('day').plus({ days: 1 });
  const days = DAYS[range];
  return divided(tomorrow.minus({ days }), tomorrow, stepFor(days));
}

/**
 * From one day to another, both included ("2026-01-31"), or what is wrong with them.
 * @param zone where the days begin and end
 */
export function periodBetween(first: string, last: string, zone: string): Period | { problem: string } {
  const [from, to] = [first, last].map((day) => DateTime.fromFormat(day, 'yyyy-MM-dd', { zone }));
  if (!from?.isValid || !to?.isValid) return { problem: 'Say from which day to which day.' };
  if (to < from) return { problem: 'The last day is before the first.' };
  const days = Math.round(to.diff(from, 'days').days) + 1;
  if (days > MAX_DAYS)
    return { problem: `From the first to the last day it is ${days} days; at most ${MAX_DAYS} can be shown at once.` };
  return divided(from, to.plus({ days: 1 }), days <= MAX_DAYS_BY_HOUR ? 'hour' : stepFor(days));
}

/** The part that a moment of the period is in. */
export function partOf({ starts }: Period, at: UtcMs): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** When a part of the period ends. */
export function endOf({ starts, to }: Period, part: number): UtcMs {
  return starts[part + 1] ?? to;
}

function stepFor(days: number): Step {
  return days <= MAX_DAYS_BY_DAY ? 'day' : 'week';
}

function divided(from: DateTime, to: DateTime, step: Step): Period {
  const starts = [from.toMillis()];
  for (let next = after(from, step); next < to; next = after(next, step)) starts.push(next.toMillis());
  return { from: from.toMillis(), to: to.toMillis(), step, starts };
}

function after(start: DateTime, step: Step): DateTime {
  // An hour is the same length everywhere; days and weeks are not where the clocks change.
  return step === 'hour' ? start.plus({ hours: 1 }) : start.startOf(step).plus({ [`${step}s`]: 1 });
}
