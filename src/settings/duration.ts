import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.ts';

/** Largest first, so that formatting picks the shortest text. */
const UNITS = [
  { suffix: 'd', length: DAY },
  { suffix: 'h', length: HOUR },
  { suffix: 'm', length: MINUTE },
  { suffix: 's', length: SECOND },
] as const;

/** Longer is a typing mistake, not a plan. */
export const MAX_DURATION = 365 * DAY;

/** "0s", "90s", "5m", "1h30m", "2d" → milliseconds; null for anything else, and for more than a year. */
export function parseDuration(text: string): number | null {
  const match = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(text);
  if (!match || text === '') return null;
  const length = UNITS.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit.length, 0);
  return length <= MAX_DURATION ? length : null;
}

/** Whole seconds → the shortest text that means the same: 90,000 → "1m30s". The inverse of `parseDuration`. */
export function formatDuration(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (const { suffix, length } of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${suffix}`;
    rest -= count * length;
  }
  return text || '0s';
}
