import type { KnownBlock } from '@slack/types';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { MyShift, NamedShift, ScheduleOverview } from '../../oncall/overview.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { context, section } from './blocks.ts';
import { inline, mrkdwn } from './mrkdwn.ts';
import { personWord } from './names.ts';
import { notice } from './replies.ts';
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
    text: title,
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
  return to === null ? '' : ` until ${dateAndTime(to)}`;
}

/*
 * What overrides, covering for each other and paging by hand have in common to say.
 */

const MAX_LISTED = 10;

/** A time that somebody takes over, or is to take over. */
export interface Span {
  schedule: string;
  from: UtcMs;
  to: UtcMs;
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
