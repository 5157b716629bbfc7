import { HOUR, type UtcMs } from '../lib/clock.ts';
import type { Actor } from '../people/actor.ts';

/** Hours that are told apart. With them an alert that flaps for a month takes no more than one that flaps for three days. */
const MAX_HOURS = 72;

/** How often an alert came again. */
export interface AlertRepeats {
  firstAt: UtcMs;
  lastAt: UtcMs;
  /** Of the last one. */
  title: string;
  actor: Actor;
  /** The newest hours in which it came, oldest first. */
  hours: RepeatsOfHour[];
}

export interface RepeatsOfHour {
  /** When the hour began. */
  hour: UtcMs;
  count: number;
}

export interface Repeat {
  at: UtcMs;
  title: string;
  actor: Actor;
}

/** The repeats with one more. */
export function counted(before: AlertRepeats | null, { at, title, actor }: Repeat): AlertRepeats {
  return { firstAt: before?.firstAt ?? at, lastAt: at, title, actor, hours: withOneMore(before?.hours ?? [], at) };
}

function withOneMore(hours: RepeatsOfHour[], at: UtcMs): RepeatsOfHour[] {
  const hour = at - (at % HOUR);
  const count = hours.find((one) => one.hour === hour)?.count ?? 0;
  return [...hours.filter((one) => one.hour !== hour), { hour, count: count + 1 }]
    .sort((a, b) => a.hour - b.hour)
    .slice(-MAX_HOURS);
}
