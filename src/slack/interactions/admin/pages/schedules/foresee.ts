import { DAY, type UtcMs } from '../../../../../lib/clock.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { type Difference, differencesBetween } from '../../../../../oncall/differences.ts';
import { type NamedShift, overview } from '../../../../../oncall/overview.ts';
import { isActiveIn, isSameName } from '../../../../../oncall/targets.ts';
import type { Schedule, UserId } from '../../../../../oncall/types.ts';
import { toSchedule } from '../../../../../settings/schedule.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { personWord } from '../../../../cards/names.ts';
import { dateAndTime } from '../../../../cards/time.ts';
import type { FormContext } from '../../setting-form.ts';

const LOOK_AHEAD = 35 * DAY;
const MAX_LINES = 8;
/** As many as `shiftLines` shows. */
export const MAX_SHIFTS = 1 + MAX_LINES;

/** Who is on call by a schedule as it would be, and who loses and gets a turn by that, in mrkdwn. */
export async function foresee(
  { admin: { deps }, settings }: FormContext,
  after: ScheduleEntry,
  /** The settings with what else would be otherwise. */
  planned: CurrentSettings = settings,
): Promise<string> {
  const directory = await deps.onCall.directory();
  const now = deps.clock.now();
  const stored = settings.schedules.find(({ name }) => isSameName(name, after.name));
  const then = scheduleOf(after, planned, directory);
  const before = stored ? scheduleOf(stored, settings, directory) : { ...then, layers: [], overrides: [] };
  const span = { from: now, to: now + LOOK_AHEAD };
  const differences = differencesBetween(before, then, span, isActiveIn(directory));
  return [
    `*Who is on call then*\n${shiftLines(overview(then, directory, now, MAX_SHIFTS).shifts)}`,
    ...atOnce(differences, directory, now),
    differences.length === 0
      ? '*What changes*\nNobody else is on call in the next five weeks than without this.'
      : `*What changes in the next five weeks*\n${changeLines(differences, directory, span.from, span.to)}`,
  ].join('\n');
}

/** A schedule as settings say it, with the overrides that were made in Slack. */
export function scheduleOf(
  entry: ScheduleEntry,
  { slackOverrides }: CurrentSettings,
  { users }: OnCallDirectory,
): Schedule {
  const made = slackOverrides
    .filter(({ schedule }) => isSameName(schedule, entry.name))
    .map(({ override }) => override);
  const ids = new Map(users.map(({ email, id }) => [email, id]));
  return toSchedule({ ...entry, overrides: [...entry.overrides, ...made] }, (email) => ids.get(email), []);
}

export function shiftLines([now, ...later]: readonly NamedShift[]): string {
  if (!now) return 'From now: nobody';
  const until = now.to === null ? '' : ` ${dateAndTime(now.to, 'until')}`;
  return [
    `From now: ${shiftWho(now)}${until}`,
    ...later.slice(0, MAX_LINES).map((shift) => `${dateAndTime(shift.from)}: ${shiftWho(shift)}`),
  ].join('\n');
}

/** "On call now: @bob until …, then @jane" */
export function nowWords([now, next]: readonly NamedShift[]): string {
  const until = now?.to ? ` ${dateAndTime(now.to, 'until')}` : '';
  return `On call now: ${now ? shiftWho(now) : 'nobody'}${until}${next ? `, then ${shiftWho(next)}` : ''}`;
}

function shiftWho({ name }: NamedShift): string {
  return name === null ? 'nobody' : personWord(name);
}

/** Whoever is on call at this moment is nobody's to replace unnoticed. */
function atOnce([first]: readonly Difference[], directory: OnCallDirectory, now: UtcMs): string[] {
  if (!first || first.from > now) return [];
  const [was, is] = [first.was, first.is].map((id) => who(id, directory));
  return [`⚠️ *On call changes at once: ${is} instead of ${was}.*`];
}

function changeLines(differences: readonly Difference[], directory: OnCallDirectory, from: UtcMs, to: UtcMs): string {
  const lines = differences.slice(0, MAX_LINES).map((one) => {
    const begin = one.from === from ? 'from now' : dateAndTime(one.from, 'from');
    const end = one.to === to ? '' : ` ${dateAndTime(one.to, 'until')}`;
    return `• ${who(one.is, directory)} instead of ${who(one.was, directory)} ${begin}${end}`;
  });
  const more = differences.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

function who(id: UserId | null, { users }: OnCallDirectory): string {
  if (id === null) return 'nobody';
  return personWord(users.find((user) => user.id === id)?.name ?? 'somebody');
}
