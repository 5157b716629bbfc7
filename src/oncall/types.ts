import type { UtcMs } from '../lib/clock.ts';
import type { User } from '../people/types.ts';
import type { Urgency } from './urgency.ts';

/** People are named by the id of their row; e-mail addresses belong to opsknight.yml. */
export type UserId = User['id'];

/** Tells whether a person can be on call at all: false for a disabled one. */
export type IsActive = (userId: UserId) => boolean;

/** From `from` up to, but not including, `to`. */
export interface Interval {
  from: UtcMs;
  to: UtcMs;
}

export interface Schedule {
  name: string;
  /** IANA zone. All wall-clock times of the layers are read on a clock that hangs there. */
  timezone: string;
  /** Where several layers cover an instant, the last of them wins. */
  layers: readonly Layer[];
  /** In the order they were made: each changes the schedule as it stood before. */
  overrides: readonly Override[];
  /** The channel of its team, which hears who is on call. */
  handOff?: HandOffChannel | null;
}

export interface HandOffChannel {
  /** "#name", or a Slack channel id. */
  channel: string;
  /** Its topic says who is on call. */
  topic: boolean;
  /** When it is told who is on call in the week to come; null for never. */
  roster: RosterTime | null;
}

/** By the clock of the schedule's zone. */
export interface RosterTime {
  weekday: Weekday;
  /** Wall-clock time such as 09:00. */
  at: string;
}

export interface Layer {
  /** Wall-clock time such as 2026-01-05T09:00; nobody is on call before, and every hand-off is counted from here. */
  start: string;
  rotation: Rotation;
  /** In the order of their turns. */
  users: readonly UserId[];
  /** The layer covers only times that one of these allows; none at all means always. */
  restrictions: readonly Restriction[];
}

/** How long one turn lasts on the wall clock, in whole hours, days or weeks. */
export type Rotation = 'daily' | 'weekly' | `${number}h` | `${number}d` | `${number}w`;

/** In the order of `Date.prototype.getUTCDay`. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Restriction {
  /** The days on which the window begins; null means every day. */
  weekdays: readonly Weekday[] | null;
  /** Wall-clock time such as 18:00. */
  from: string;
  /** Not included. Earlier than `from`: on the next day. The same as `from`: the whole calendar day. */
  to: string;
}

export interface Override extends Interval {
  userId: UserId;
  /** Only this person's turns change hands; null takes everything, gaps as well. */
  replaces: UserId | null;
}

export type ShiftSource = { kind: 'layer'; index: number } | { kind: 'override'; override: Override };

/** Somebody is on call. */
export interface Covered {
  userId: UserId;
  /** Whose turn it is by the rotation: somebody else than `userId` when disabled or replaced. */
  turnOf: UserId;
  source: ShiftSource;
}

/** Nobody is on call. */
export interface Gap {
  userId: null;
}

export type OnCall = Covered | Gap;

export type Shift = OnCall & Interval;

export const TARGET_KINDS = ['user', 'schedule', 'group', 'usergroup', 'channel'] as const;

/** Whom or what an escalation step notifies. */
export interface Target {
  /** `group` is a list of users in opsknight.yml, `usergroup` one that Slack keeps. */
  kind: (typeof TARGET_KINDS)[number];
  /** A user's e-mail in lower case; for the others the name as the operator writes it. */
  name: string;
}

export interface EscalationStep {
  /** Milliseconds since the step before; for the very first one, since the incident became OPEN. */
  after: number;
  targets: readonly Target[];
}

export interface EscalationPolicy {
  name: string;
  /** How many more times all the steps are climbed after the first. */
  repeat: number;
  /** Milliseconds from the last step of a round to the first of the next; null: the longest `after` of the policy. */
  repeatAfter: number | null;
  /** Incidents of which urgencies it pages for; null: those that the workspace hears of. */
  urgencies: readonly Urgency[] | null;
  steps: readonly EscalationStep[];
}
