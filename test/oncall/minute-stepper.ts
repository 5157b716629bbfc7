import { DAY, HOUR, MINUTE } from '../../src/clock.ts';
import type { Layer, Restriction, UserId } from '../../src/oncall/types.ts';

/**
 * A second opinion on who is on call by one layer, reached by watching a clock: every minute it reads what Intl shows
 * in the zone, remembers the latest reading, and hands off when that reaches the next hand-off. Shares no code with
 * the product. Gives one answer per minute from `from` up to `to`, which begins before the layer does.
 */
export function watchClock(timezone: string, layer: Layer, from: number, to: number): (UserId | null)[] {
  const show = clockIn(timezone);
  const start = Date.parse(`${layer.start}Z`);
  let latest = '';
  let turn = -1;
  const answers: (UserId | null)[] = [];
  for (let t = from; t < to; t += MINUTE) {
    const shown = show(t);
    if (shown > latest) latest = shown;
    while (reading(start + (turn + 1) * lengthOf(layer.rotation)) <= latest) turn += 1;
    const isOn = turn >= 0 && isOpen(layer.restrictions, latest);
    answers.push(isOn ? (layer.users[turn % layer.users.length] ?? null) : null);
  }
  return answers;
}

/** Shows instants as "2026-03-29 09:00". */
function clockIn(timeZone: string): (t: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (t) => format.format(t);
}

function reading(asUtc: number): string {
  return new Date(asUtc).toISOString().slice(0, 16).replace('T', ' ');
}

function isOpen(restrictions: readonly Restriction[], shown: string): boolean {
  return restrictions.length === 0 || restrictions.some((restriction) => allows(restriction, shown));
}

function allows({ weekdays, from, to }: Restriction, shown: string): boolean {
  const midnight = Date.parse(`${shown.slice(0, 10)}T00:00Z`);
  const time = shown.slice(11);
  const today = isListed(weekdays, midnight);
  const yesterday = isListed(weekdays, midnight - DAY);
  if (from === to) return today;
  if (from < to) return today && from <= time && time < to;
  return (today && from <= time) || (yesterday && time < to);
}

function isListed(weekdays: Restriction['weekdays'], day: number): boolean {
  const name = new Date(day).toUTCString().slice(0, 3).toLowerCase();
  return weekdays === null || weekdays.some((weekday) => weekday === name);
}

function lengthOf(rotation: Layer['rotation']): number {
  if (rotation === 'daily') return DAY;
  if (rotation === 'weekly') return 7 * DAY;
  const count = Number.parseInt(rotation, 10);
  if (rotation.endsWith('h')) return count * HOUR;
  return rotation.endsWith('d') ? count * DAY : count * 7 * DAY;
}
