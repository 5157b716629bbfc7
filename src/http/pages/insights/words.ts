import { DateTime } from 'luxon';
import { endOf, type Period, type Step } from '../../../insights/period.ts';
import type { SlaCounts, Times } from '../../../insights/summary.ts';
import { MINUTE, type UtcMs } from '../../../lib/clock.ts';
import { duration } from '../../../words/time.ts';

/** What stands where there is nothing to measure. */
export const NOTHING = '–';

/** "12 min"; everywhere the same, so that the same number never looks like two. */
export function shownTime(times: Times | null, which: keyof Times): string {
  if (times === null) return NOTHING;
  return times[which] < MINUTE ? '< 1 min' : duration(times[which]);
}

/** "97 %" of those that are decided. Only all of them are 100 %, and only none are 0 %. */
export function keptShare({ kept, missed }: SlaCounts): string {
  const decided = kept + missed;
  if (decided === 0) return NOTHING;
  const rounded = Math.round((kept / decided) * 100);
  if (kept === decided || kept === 0) return `${rounded} %`;
  return `${Math.min(99, Math.max(1, rounded))} %`;
}

export const STEP_NAMES: Record<Step, { column: string; per: string }> = {
  hour: { column: 'Hour', per: 'per hour' },
  day: { column: 'Day', per: 'per day' },
  week: { column: 'Week of', per: 'per week' },
};

/** The parts of a period by when they begin: "12 Jan", or "14:00". Where the clocks go back an hour comes twice: no two are alike. */
export function partLabels({ starts, step }: Period, zone: string): string[] {
  const seen = new Set<string>();
  return starts.map((start) => {
    let label = localTime(start, zone).toFormat(step === 'hour' ? 'HH:mm' : 'd LLL');
    while (seen.has(label)) label += '’';
    seen.add(label);
    return label;
  });
}

/** "28 Oct 2025 to 14 Jan 2026". */
export function periodWords(period: Period, zone: string): string {
  const last = endOf(period, period.starts.length - 1) - 1;
  const format = period.step === 'hour' ? 'd LLL y, HH:mm' : 'd LLL y';
  return `${localTime(period.from, zone).toFormat(format)} to ${localTime(last, zone).toFormat(format)}`;
}

function localTime(at: UtcMs, zone: string): DateTime {
  return DateTime.fromMillis(at, { zone, locale: 'en-GB' });
}
