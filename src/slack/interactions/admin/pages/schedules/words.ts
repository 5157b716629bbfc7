import { DAY } from '../../../../../lib/clock.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { timeOf, weekdayOf } from '../../../../../oncall/layer-start.ts';
import { turnLength } from '../../../../../oncall/rotation.ts';
import type { Interval, Rotation, Weekday } from '../../../../../oncall/types.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { personWord } from '../../../../cards/names.ts';
import { dateAndTime } from '../../../../cards/time.ts';
import { entryOf } from './people.ts';

const MAX_PEOPLE = 20;
const MAX_WORDS = 200;

export const DAY_NAMES: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** "weekly, hand-off on Monday at 09:00: @jane → @bob", in mrkdwn. */
export function layerWords(layer: ScheduleEntry['layers'][number], directory: OnCallDirectory): string {
  const { start, rotation, users, restrictions } = layer;
  const isWeekly = turnLength(rotation as Rotation) % (7 * DAY) === 0;
  const people = users.slice(0, MAX_PEOPLE).map((email) => personWord(entryOf(directory, email).name));
  const more = users.length - MAX_PEOPLE;
  const order = [...people, ...(more > 0 ? [`${more} more`] : [])].join(' → ');
  const windows = restrictions.map(
    ({ weekdays, from, to }) => `${weekdays === null ? 'every day' : weekdays.join(', ')} ${from}–${to}`,
  );
  return [
    `${inline(rotation, MAX_WORDS)}, hand-off ${isWeekly ? `on ${DAY_NAMES[weekdayOf(start)]} ` : ''}at ${timeOf(start)}, since ${start.replace('T', ' ')}: ${order}`,
    ...(windows.length > 0 ? [`only ${inline(windows.join('; '), MAX_WORDS)}`] : []),
  ].join('\n');
}

/** "@carol instead of @bob from … until …" */
export function overrideWords(
  { user, replaces }: { user: string; replaces: string | null },
  { from, to }: Interval,
  directory: OnCallDirectory,
): string {
  const instead = replaces === null ? '' : ` instead of ${personWord(entryOf(directory, replaces).name)}`;
  return `${personWord(entryOf(directory, user).name)}${instead} ${dateAndTime(from, 'from')} ${dateAndTime(to, 'until')}`;
}
