import type { KnownBlock } from '@slack/types';
import type { UtcMs } from '../../clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { MyShift, NamedStretch, ScheduleOverview } from '../../oncall/overview.ts';
import { context, section } from './blocks.ts';
import { personWord } from './call-words.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
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
    .map(({ schedule, stretches: [now, next] }) => `• *${shown(schedule)}*: ${now ? nowWords(now, next) : 'nobody'}`);
  const more = schedules.length - MAX_SCHEDULES;
  const sections = Array.from({ length: Math.ceil(lines.length / MAX_LINES) }, (_, index) =>
    section(lines.slice(index * MAX_LINES, (index + 1) * MAX_LINES).join('\n')),
  );
  return [...sections, ...(more > 0 ? [context(`… and ${more} more`)] : [])];
}

/** The answer to `/opsknight oncall SCHEDULE`. `trouble`: what keeps its Slack group from following; null for nothing. */
export function onCallIn({ schedule, stretches }: ScheduleOverview, trouble: string | null): SlackMessage {
  const [now, ...later] = stretches;
  const title = `On call in ${shown(schedule)}`;
  const lines = [
    ...(now ? [`Now: ${who(now)}${until(now.to)}`] : []),
    ...later.slice(0, MAX_LINES - 1).map((stretch) => `${dateAndTime(stretch.from)}: ${who(stretch)}`),
  ];
  return {
    text: title,
    blocks: [
      section(`*${title}*\n${lines.join('\n')}`),
      ...(trouble === null ? [] : [context(`⚠️ ${mrkdwn(cut(oneLine(trouble), MAX_TROUBLE))}`)]),
    ],
  };
}

/** "payments-primary from tomorrow at 9:00 until …" */
export function myShift({ schedule, from, to }: MyShift, now: UtcMs): string {
  return from <= now
    ? `• *${shown(schedule)}*: now${until(to)}`
    : `• *${shown(schedule)}*: ${dateAndTime(from)}${until(to)}`;
}

function nowWords(now: NamedStretch, next: NamedStretch | undefined): string {
  return `${who(now)}${until(now.to)}${next ? `, then ${who(next)}` : ''}`;
}

function who({ name }: NamedStretch): string {
  return name === null ? 'nobody' : personWord(name);
}

function until(to: UtcMs | null): string {
  return to === null ? '' : ` until ${dateAndTime(to)}`;
}

function shown(name: string): string {
  return mrkdwn(cut(oneLine(name), MAX_NAME));
}
