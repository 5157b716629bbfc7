import type { SlackMessage } from '../../notifications/message.ts';
import type { PhoneBook } from '../../oncall/call.ts';
import { onCallAt } from '../../oncall/schedule.ts';
import type { Schedule, UserId } from '../../oncall/types.ts';
import { unknownSchedule, whichSchedule } from '../ui/oncall-replies.ts';

export type FoundSchedule = { schedule: Schedule } | { unknown: SlackMessage };

/** A schedule by its name, in any case. */
export function findSchedule({ schedules }: PhoneBook, name: string): FoundSchedule {
  const wanted = name.toLowerCase();
  const schedule = schedules.find((one) => one.name.toLowerCase() === wanted);
  return schedule ? { schedule } : { unknown: unknownSchedule(name, namesOf(schedules)) };
}

/** The schedule that is meant: the one that is named; else the only one there is, or the only one of `onCall` now. */
export function chooseSchedule(book: PhoneBook, name: string, onCall: UserId | null, now: number): FoundSchedule {
  if (name !== '') return findSchedule(book, name);
  const active = new Set(book.users.filter((user) => user.active).map(({ id }) => id));
  const theirs = book.schedules.filter(
    (schedule) => onCall !== null && onCallAt(schedule, now, (id) => active.has(id)).userId === onCall,
  );
  const [only, ...others] = book.schedules.length === 1 ? book.schedules : theirs;
  return only && others.length === 0 ? { schedule: only } : { unknown: whichSchedule(namesOf(book.schedules)) };
}

function namesOf(schedules: readonly Schedule[]): string[] {
  return schedules.map(({ name }) => name);
}
