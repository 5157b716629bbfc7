import { DAY, type UtcMs } from '../lib/clock.ts';
import type { PhoneBook } from './call.ts';
import { type Stretch, stretches } from './stretches.ts';
import type { Schedule, UserId } from './types.ts';

/** How far ahead people want to see, and no schedule costs too much to look through. */
const LOOK_AHEAD = 35 * DAY;

export interface NamedStretch extends Pick<Stretch, 'from' | 'to'> {
  /** As people know them; null for nobody. */
  name: string | null;
}

/** A schedule as people read it: who is on call now, and who comes then. */
export interface ScheduleOverview {
  schedule: string;
  /** The first one is now. */
  stretches: NamedStretch[];
}

export interface MyShift extends Pick<Stretch, 'from' | 'to'> {
  schedule: string;
}

export function overview(schedule: Schedule, book: PhoneBook, now: UtcMs): ScheduleOverview {
  const names = new Map(book.users.map(({ id, name }) => [id, name]));
  return {
    schedule: schedule.name,
    stretches: ahead(schedule, book, now).map(({ userId, from, to }) => ({
      name: userId === null ? null : (names.get(userId) ?? `user ${userId}`),
      from,
      to,
    })),
  };
}

/** When somebody is on call, over all schedules, the soonest first. */
export function shiftsOf(userId: UserId, book: PhoneBook, now: UtcMs): MyShift[] {
  return book.schedules
    .flatMap((schedule) =>
      ahead(schedule, book, now)
        .filter((stretch) => stretch.userId === userId)
        .map(({ from, to }) => ({ schedule: schedule.name, from, to })),
    )
    .sort((a, b) => a.from - b.from);
}

/** Until when the person who is on call now stays so; null when that is far off. */
export function onCallUntil(schedule: Schedule, book: PhoneBook, now: UtcMs): UtcMs | null {
  return ahead(schedule, book, now)[0]?.to ?? null;
}

function ahead(schedule: Schedule, book: PhoneBook, now: UtcMs): Stretch[] {
  const active = new Set(book.users.filter((user) => user.active).map(({ id }) => id));
  return stretches(schedule, now, LOOK_AHEAD, (id) => active.has(id));
}
