import { onCallAt } from '../../src/oncall/schedule.ts';
import { shiftsBetween } from '../../src/oncall/shifts.ts';
import type { IsActive, Layer, Override, Restriction, Schedule, UserId, Weekday } from '../../src/oncall/types.ts';

export const ana = 1;
export const bob = 2;
export const cho = 3;
export const dev = 4;

const NAMES: Record<UserId, string> = { [ana]: 'ana', [bob]: 'bob', [cho]: 'cho', [dev]: 'dev' };

export const everyone: IsActive = () => true;
export const allBut =
  (...disabled: UserId[]): IsActive =>
  (user) =>
    !disabled.includes(user);

/** "2026-03-29T07:00Z" → UTC milliseconds. */
export function utc(text: string): number {
  const t = Date.parse(text);
  if (Number.isNaN(t)) throw new Error(`not an instant: ${text}`);
  return t;
}

/** The inverse of `utc`, to the minute. */
export function iso(t: number): string {
  return new Date(t).toISOString().replace(/:00\.000Z$/, 'Z');
}

export function layer(start: string, rotation: Layer['rotation'], users: UserId[], ...windows: Restriction[]): Layer {
  return { start, rotation, users, restrictions: windows };
}

export function window(weekdays: Weekday[] | null, from: string, to: string): Restriction {
  return { weekdays, from, to };
}

export function schedule(timezone: string, layers: Layer[], overrides: Override[] = []): Schedule {
  return { name: 'primary', timezone, layers, overrides };
}

/** `user` takes everything between two instants, or only the turns of `replaces`. */
export function override(from: string, to: string, userId: UserId, replaces: UserId | null = null): Override {
  return { from: utc(from), to: utc(to), userId, replaces };
}

/** The shifts as people read them: "2026-03-29T07:00Z ana", "… nobody". */
export function shiftLines(on: Schedule, from: string, to: string, isActive: IsActive = everyone): string[] {
  return shiftsBetween(on, utc(from), utc(to), isActive).map((shift) => `${iso(shift.from)} ${nameOf(shift.userId)}`);
}

export function whoAt(on: Schedule, t: string, isActive: IsActive = everyone): string {
  return nameOf(onCallAt(on, utc(t), isActive).userId);
}

function nameOf(user: UserId | null): string {
  return user === null ? 'nobody' : (NAMES[user] ?? String(user));
}
