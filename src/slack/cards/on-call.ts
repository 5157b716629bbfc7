import type { KnownBlock } from '@slack/types';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { OnCallSpan } from '../../notifications/types.ts';
import type { Obstacle } from '../../oncall/call.ts';
import type { MyShift, NamedShift, ScheduleOverview } from '../../oncall/overview.ts';
import type { Interval } from '../../oncall/types.ts';
import { wallReached } from '../../oncall/wallclock.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { OBSTACLES } from '../../words/people.ts';
import { context, section } from './blocks.ts';
import { inline, mrkdwn } from './mrkdwn.ts';
import { personWord } from './names.ts';
import { notice } from './replies.ts';
import { fallbackText } from './rich-text.ts';
import { dateAndTime } from './time.ts';

/** How a schedule is written in opsknight.yml, complete enough to copy. */
const EXAMPLE = `schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    layers:
      - { start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }`;

const NO_SCHEDULE = [
  '*No on-call schedule exists yet.*',
  `Add one to opsknight.yml:\n\`\`\`${EXAMPLE}\`\`\``,
  'Then run `opsknight apply opsknight.yml`. Everyone named there must be listed under `users:`.',
].join('\n');

const MAX_NAME = 100;
const MAX_TROUBLE = 500;
/** A line takes up to 300 characters of a section's 3,000. */
const MAX_LINES = 9;
/** All of a message's blocks take up to 13,000. */
const MAX_SCHEDULES = 36;

/** The answer to `/opsknight oncall`: every schedule in a line. */
export function onCall(schedules: readonly ScheduleOverview[]): SlackMessage {
  if (schedules.length === 0) return { text: 'No on-call schedule exists yet.', blocks: [section(NO_SCHEDULE)] };
  return {
    text: 'On call now',
    blocks: [
      section('*On call now*'),
      ...onCallLines(schedules),
      context('`/opsknight oncall SCHEDULE` shows what comes next.'),
    ],
  };
}

/** Every schedule in a line, as many as a message has room for. */
export function onCallLines(schedules: readonly ScheduleOverview[]): KnownBlock[] {
  const lines = schedules
    .slice(0, MAX_SCHEDULES)
    .map(({ schedule, shifts: [now, next] }) => `• *${shown(schedule)}*: ${now ? nowWords(now, next) : 'nobody'}`);
  const more = schedules.length - MAX_SCHEDULES;
  const sections = Array.from({ length: Math.ceil(lines.length / MAX_LINES) }, (_, index) =>
    section(lines.slice(index * MAX_LINES, (index + 1) * MAX_LINES).join('\n')),
  );
  return [...sections, ...(more > 0 ? [context(`… and ${more} more`)] : [])];
}

/** The answer to `/opsknight oncall SCHEDULE`. `trouble`: what keeps its Slack group from following; null for nothing. */
export function onCallIn({ schedule, shifts }: ScheduleOverview, trouble: string | null): SlackMessage {
  const [now, ...later] = shifts;
  const title = `On call in ${shown(schedule)}`;
  const lines = [
    ...(now ? [`Now: ${who(now)}${until(now.to)}`] : []),
    ...later.slice(0, MAX_LINES - 1).map((shift) => `${dateAndTime(shift.from)}: ${who(shift)}`),
  ];
  return {
    text: fallbackText(title),
    blocks: [
      section(`*${title}*\n${lines.join('\n')}`),
      ...(trouble === null ? [] : [context(`⚠️ ${inline(trouble, MAX_TROUBLE)}`)]),
    ],
  };
}

/** "payments-primary from tomorrow at 9:00 until …" */
export function myShift({ schedule, from, to }: MyShift, now: UtcMs): string {
  return from <= now
    ? `• *${shown(schedule)}*: now${until(to)}`
    : `• *${shown(schedule)}*: ${dateAndTime(from)}${until(to)}`;
}

function nowWords(now: NamedShift, next: NamedShift | undefined): string {
  return `${who(now)}${until(now.to)}${next ? `, then ${who(next)}` : ''}`;
}

function who({ name }: NamedShift): string {
  return name === null ? 'nobody' : personWord(name);
}

function until(to: UtcMs | null): string {
  return to === null ? '' : ` ${dateAndTime(to, 'until')}`;
}

/*
 * What overrides, covering for each other and paging by hand have in common to say.
 */

const MAX_LISTED = 10;

/** `from now until Nov 21 at 6:00 PM your time (14:00–18:00 Europe/Berlin)`: by the reader's clock and by the schedule's. */
export function spanWords({ from, to, timezone }: OnCallSpan, now: UtcMs): string {
  const begin = from <= now ? 'from now' : `${dateAndTime(from, 'from')}`;
  const there = timezone === undefined ? '' : ` (${clockSpan({ from: Math.max(from, now), to }, timezone)})`;
  return `${begin} ${dateAndTime(to, 'until')}, your time${there}`;
}

/** "14:00–18:00 Europe/Berlin", "Sat 18:00 – Mon 09:00 Europe/Berlin" */
function clockSpan({ from, to }: Interval, timezone: string): string {
  const [begin, end] = [from, to].map((at) => new Date(wallReached(timezone, at)).toUTCString());
  const [first = '', second = ''] = [begin, end].map((words) => words?.slice('Mon, 05 Jan 2026 '.length, -7));
  const [day, lastDay] = [begin, end].map((words) => words?.slice(0, 'Mon, 05 Jan'.length).replace(',', ''));
  const words = day === lastDay ? `${first}–${second}` : `${day} ${first} – ${lastDay} ${second}`;
  return `${words} ${inline(timezone, MAX_NAME)}`;
}

export function unknownSchedule(name: string, known: readonly string[]): SlackMessage {
  const hint = didYouMean(name, known) || (known.length > 0 ? ` There is ${listed(known)}.` : ' There is none yet.');
  return notice(`I know no schedule “${shown(name)}”.${mrkdwn(hint)}`);
}

export function whichSchedule(known: readonly string[]): SlackMessage {
  if (known.length === 0) return notice('There is no on-call schedule yet; `/opsknight oncall` shows how to make one.');
  return notice(`Which schedule? Add its name: ${listed(known)}.`);
}

/** Somebody is named who can't be on call. */
export function cantBeOnCall(name: string): SlackMessage {
  return notice(
    `${personWord(name)} can't be on call: no active user in opsknight.yml has the e-mail address of that account.`,
  );
}

/** They are known, and no message reaches them. */
export function cantBeReached(name: string, obstacle: Obstacle): SlackMessage {
  return notice(`${personWord(name)}, ${OBSTACLES[obstacle]}, can't be on call. Nothing was changed.`);
}

/** The asker is not in opsknight.yml themselves. */
export function youCantBeOnCall(): SlackMessage {
  return notice("You can't be on call: no active user in opsknight.yml has the e-mail address of your Slack account.");
}

/** The same request again. */
export function changedAlready(): SlackMessage {
  return notice('That is done already. `/opsknight oncall` shows who is on call.');
}

/** The name of a schedule. */
export function shown(name: string): string {
  return inline(name, MAX_NAME);
}

function listed(names: readonly string[]): string {
  return names
    .slice(0, MAX_LISTED)
    .map((name) => `\`${shown(name)}\``)
    .join(', ');
}
