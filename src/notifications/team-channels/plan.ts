import { isDeepStrictEqual } from 'node:util';
import { DAY, type UtcMs } from '../../lib/clock.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import { onCallUntil, overview } from '../../oncall/overview.ts';
import { rosterBefore } from '../../oncall/roster.ts';
import { onCallAt } from '../../oncall/schedule.ts';
import { isActiveIn } from '../../oncall/targets.ts';
import type { HandOffChannel, Schedule, UserId } from '../../oncall/types.ts';

/** What the channel of a schedule's team was told last. */
export interface Told {
  channel: string;
  /** Who is on call; null for nobody. */
  userId: UserId | null;
  /** Counts what it was told. */
  turn: number;
  /** When the last roster was due; null while it gets none. */
  rosterAt: UtcMs | null;
}

/** Who is on call in a schedule, as a topic says it. */
export interface OnDuty {
  schedule: string;
  /** Null for nobody. */
  name: string | null;
  /** No Slack account is known that is theirs. */
  isOutsideSlack: boolean;
}

/** What is ours of a channel's topic. */
export interface TopicPart {
  channel: string;
  /** Nothing when it is to be taken out. */
  onDuty: OnDuty[];
  /** As it was written last; null for never. */
  written: string | null;
}

export interface TeamState {
  /** By schedule. */
  told: ReadonlyMap<string, Told>;
  topics: readonly TopicPart[];
}

/** What a team hears in its channel. */
export type TeamNotice =
  | ({ kind: 'hand_off'; until: UtcMs | null } & OnDuty)
  | {
      kind: 'roster';
      schedule: string;
      timezone: string;
      shifts: { name: string | null; from: UtcMs; to: UtcMs | null }[];
    };

export interface TeamPlan {
  /** `handOff` takes the place of one that Slack has not been given yet. */
  tell: { schedule: string; told: Told; handOff: TeamNotice | null; roster: TeamNotice | null }[];
  topics: Pick<TopicPart, 'channel' | 'onDuty'>[];
}

/** A roster that is later than this is that of a week that is well known by now. */
const ROSTER_LATE = DAY;
const ROSTER_APART = 6 * DAY;
const ROSTER_SPAN = 7 * DAY;
const MAX_SHIFTS = 60;

/** What the channels of teams are to be told, and what of their topics is to change: pure. Nothing when all is said. */
export function planTeamChannels(directory: OnCallDirectory, { told, topics }: TeamState, now: UtcMs): TeamPlan {
  const teams = directory.schedules.flatMap((schedule) =>
    schedule.handOff ? [{ schedule, handOff: schedule.handOff, ...dutyIn(schedule, directory, now) }] : [],
  );
  const wanted = new Map<string, OnDuty[]>();
  for (const { handOff, onDuty } of teams.filter((team) => team.handOff.topic)) {
    wanted.set(handOff.channel, [...(wanted.get(handOff.channel) ?? []), onDuty]);
  }
  const changed = [...wanted].filter(([channel, onDuty]) => {
    const known = topics.find((topic) => topic.channel === channel);
    return !known || !isDeepStrictEqual(known.onDuty, onDuty);
  });
  const over = topics.filter(({ channel, onDuty }) => !wanted.has(channel) && onDuty.length > 0);
  return {
    tell: teams.flatMap((team) => tellTeam(team, told.get(team.schedule.name), directory, now) ?? []),
    topics: [
      ...changed.map(([channel, onDuty]) => ({ channel, onDuty })),
      ...over.map(({ channel }) => ({ channel, onDuty: [] })),
    ],
  };
}

interface Team {
  schedule: Schedule;
  handOff: HandOffChannel;
  userId: UserId | null;
  onDuty: OnDuty;
}

function dutyIn(schedule: Schedule, directory: OnCallDirectory, now: UtcMs): Pick<Team, 'userId' | 'onDuty'> {
  const { userId } = onCallAt(schedule, now, isActiveIn(directory));
  const user = directory.users.find(({ id }) => id === userId);
  const isOutsideSlack = user !== undefined && user.obstacle !== null;
  return { userId, onDuty: { schedule: schedule.name, name: user?.name ?? null, isOutsideSlack } };
}

function tellTeam(
  { schedule, handOff: { channel, roster }, userId, onDuty }: Team,
  before: Told | undefined,
  directory: OnCallDirectory,
  now: UtcMs,
): TeamPlan['tell'][number] | null {
  const due = roster && rosterBefore(roster, schedule.timezone, now);
  const known = before?.rosterAt ?? null;
  // The first week has no roster: it begins in the middle of it.
  // Another zone, or another time in the week, makes no second one.
  const isNextWeek = due !== null && known !== null && Math.abs(due - known) >= ROSTER_APART;
  const isRosterDue = isNextWeek && now - due <= ROSTER_LATE;
  const isNews = before === undefined || before.channel !== channel || before.userId !== userId;
  const rosterAt = due === null ? null : isRosterDue || known === null ? due : known;
  if (!isNews && !isRosterDue && rosterAt === known) return null;
  return {
    schedule: schedule.name,
    told: { channel, userId, turn: (before?.turn ?? 0) + (isNews ? 1 : 0), rosterAt },
    handOff: isNews ? { kind: 'hand_off', ...onDuty, until: onCallUntil(schedule, directory, now) } : null,
    roster: isRosterDue ? rosterOf(schedule, directory, now) : null,
  };
}

function rosterOf(schedule: Schedule, directory: OnCallDirectory, now: UtcMs): TeamNotice {
  const { name, timezone } = schedule;
  const shifts = overview(schedule, directory, now).shifts.filter(({ from }) => from < now + ROSTER_SPAN);
  return { kind: 'roster', schedule: name, timezone, shifts: shifts.slice(0, MAX_SHIFTS) };
}
