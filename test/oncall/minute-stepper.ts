import { DAY, HOUR, MINUTE } from '../../src/lib/clock.ts';
import type { Layer, Restriction, Schedule, UserId } from '../../src/oncall/types.ts';

type Answer = UserId | null;

/**
 * A second opinion on who is on call in a whole schedule, a minute at a time: it asks the layers from the last to the
 * first, and then lets the overrides speak one after the other. `disabled` people are nobody, wherever they stand.
 */
export function watchSchedule(schedule: Schedule, disabled: readonly UserId[], from: number, to: number): Answer[] {
  const layers = schedule.layers.map((layer) => watchLayer(schedule.timezone, layer, from, to, disabled));
  return Array.from({ length: Math.round((to - from) / MINUTE) }, (_, minute) => {
    let serving: Answer = null;
    let turnOf: Answer = null;
    for (const watched of layers) {
      const seen = watched[minute];
      if (seen && seen.serving !== null) ({ serving, turnOf } = seen);
    }
    const t = from + minute * MINUTE;
    for (const override of schedule.overrides) {
      if (t < override.from || t >= override.to || disabled.includes(override.userId)) continue;
      if (override.replaces === null) [serving, turnOf] = [override.userId, override.userId];
      else if (serving === override.replaces || (serving !== null && turnOf === override.replaces)) {
        serving = override.userId;
      }
    }
    return serving;
  });
}

/** By one layer alone, with everybody in service. */
export function watchClock(timezone: string, layer: Layer, from: number, to: number): Answer[] {
  return watchLayer(timezone, layer, from, to, []).map(({ serving }) => serving);
}

interface Seen {
  serving: Answer;
  turnOf: Answer;
}

/**
 * The same for one layer, reached by watching a clock: every minute it reads what Intl shows in the zone, remembers the
 * latest reading, and hands off when that reaches the next hand-off. Shares no code with the product. Gives one answer
 * per minute from `from` up to `to`, which begins before the layer does.
 */
function watchLayer(timezone: string, layer: Layer, from: number, to: number, disabled: readonly UserId[]): Seen[] {
  const show = clockIn(timezone);
  const start = Date.parse(`${layer.start}Z`);
  let latest = '';
  let turn = -1;
  const answers: Seen[] = [];
  for (let t = from; t < to; t += MINUTE) {
    const shown = show(t);
    if (shown > latest) latest = shown;
    while (reading(start + (turn + 1) * lengthOf(layer.rotation)) <= latest) turn += 1;
    const isOn = turn >= 0 && isOpen(layer.restrictions, latest);
    answers.push(isOn ? turnAt(layer.users, turn, disabled) : { serving: null, turnOf: null });
  }
  return answers;
}

/** Whoever is disabled is passed over, and only for this turn: the next turn is counted as if nobody had been. */
function turnAt(users: readonly UserId[], turn: number, disabled: readonly UserId[]): Seen {
  for (let passed = 0; passed < users.length; passed += 1) {
    const serving = users[(turn + passed) % users.length] ?? null;
    if (serving !== null && !disabled.includes(serving)) return { serving, turnOf: users[turn % users.length] ?? null };
  }
  return { serving: null, turnOf: null };
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
