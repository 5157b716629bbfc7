import type { Clock } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { OnCallSpan } from '../../notifications/types.ts';
import { type DirectoryEntry, type OnCallDirectory, type Page, pageTo } from '../../oncall/call.ts';
import { shiftsOf } from '../../oncall/overview.ts';
import { onCallAt } from '../../oncall/schedule.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import { effectOf, onCallWithin } from '../../oncall/takeover.ts';
import { isActiveIn, isSameName } from '../../oncall/targets.ts';
import type { Interval, Schedule, UserId } from '../../oncall/types.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { Person } from '../../people/types.ts';
import { soon } from '../api/patience.ts';
import { actorName } from '../cards/names.ts';
import {
  cantBeOnCall,
  cantBeReached,
  changedAlready,
  unknownSchedule,
  whichSchedule,
  youCantBeOnCall,
} from '../cards/on-call.ts';
import type { PeopleDirectory } from '../directory/people.ts';
import {
  alreadyCovered,
  coverAsked,
  coverHasNoEffect,
  coverIsOver,
  coverYourself,
  nobodyToAsk,
  notYourTurn,
  youCover,
  youDeclined,
} from '../interactions/cover.ts';
import { notYourOverride, onCallAnyway, overridden, overrideDeclined } from '../interactions/override/words.ts';
import type { OnCallAction } from './request.ts';

/** What came of it, in words. `done`: it is as was asked for, or settled otherwise; else nothing was changed. */
export interface OnCallResult {
  kind: 'on_call';
  done: boolean;
  message: SlackMessage;
}

export interface OnCallActionsDeps {
  onCall: OnCallStore;
  people: PeopleDirectory;
  /** Somebody else may be on call now, and messages are owed to people. */
  onChanged(): void;
  clock: Clock;
}

type Ask<Kind extends OnCallAction['kind']> = Extract<OnCallAction, { kind: Kind }>;

/** What people ask for about who is on call: each request once, together with the messages that it owes others. */
export class OnCallActions {
  constructor(private readonly deps: OnCallActionsDeps) {}

  async perform(action: OnCallAction, actor: PersonActor, requestKey: string): Promise<OnCallResult> {
    switch (action.kind) {
      case 'accept_cover':
        return this.acceptCover(action, actor);
      case 'decline_cover':
        return this.declineCover(action, actor);
      case 'decline_override':
        return this.declineOverride(action, actor);
    }
    // As things are now it might be refused; but it was done when they were otherwise.
    if (await this.deps.onCall.hasSeen(requestKey)) return done(changedAlready());
    if (action.to <= this.deps.clock.now()) return refused(coverIsOver());
    return action.kind === 'override'
      ? this.override(action, actor, requestKey)
      : this.cover(action, actor, requestKey);
  }

  /** Somebody takes over everything in a schedule for a while, gaps as well, and is told when another one did that. */
  private async override(action: Ask<'override'>, actor: PersonActor, requestKey: string): Promise<OnCallResult> {
    const { onCall, clock } = this.deps;
    const { schedule, from, to } = action;
    const found =
      'userId' in action ? await this.entryOf(action.userId) : await this.entryOfAccount(action.slackUserId);
    if ('refused' in found) return refused(found.refused);
    const { entry, directory } = found;
    const chosen = chooseSchedule(directory, schedule, actor.userId, clock.now());
    if ('unknown' in chosen) return refused(chosen.unknown);

    const override = { from, to, userId: entry.id, replaces: null };
    const span = spanIn(chosen.schedule, { from, to });
    if (!effectOf(override, chosen.schedule, clock.now(), isActiveIn(directory))) {
      return refused(onCallAnyway(entry.name, span, clock.now()));
    }
    const told = entry.id === actor.userId ? null : pageTo(entry);
    const made = { ...override, schedule: chosen.schedule.name, madeBy: actor };
    if (!(await onCall.addOverride(made, told, requestKey))) return done(changedAlready());
    this.deps.onChanged();
    return done(overridden(entry.name, span, clock.now()));
  }

  /** Only whom it has put on call can decline it. */
  private async declineOverride({ id }: Ask<'decline_override'>, actor: PersonActor): Promise<OnCallResult> {
    const override = await this.deps.onCall.override(id);
    if (!override || override.to <= this.deps.clock.now()) return done(coverIsOver());
    if (override.userId !== actor.userId) return refused(notYourOverride());
    if (!(await this.deps.onCall.declineOverride(id, actor))) return done(coverIsOver());
    this.deps.onChanged();
    return done(overrideDeclined(override.schedule));
  }

  /** Of the time that is asked for, the asker's own turns are to be taken over. */
  private async cover(
    { slackUserId, schedule, from, to }: Ask<'cover'>,
    actor: PersonActor,
    requestKey: string,
  ): Promise<OnCallResult> {
    const { onCall, clock } = this.deps;
    const { userId } = actor;
    if (userId === null) return refused(youCantBeOnCall());
    if (slackUserId === actor.slackUserId) return refused(coverYourself());
    const colleague = slackUserId === null ? null : await this.entryOfAccount(slackUserId);
    if (colleague && 'refused' in colleague) return refused(colleague.refused);
    const directory = await onCall.directory();
    const chosen = chooseSchedule(directory, schedule, userId, clock.now());
    if ('unknown' in chosen) return refused(chosen.unknown);

    const { name } = chosen.schedule;
    const turns = onCallWithin(userId, chosen.schedule, { from, to }, isActiveIn(directory));
    if (!turns) return refused(notYourTurn(name, nextShift(userId, name, directory, clock.now())));
    const asked = colleague ? [pageTo(colleague.entry)] : everybodyIn(chosen.schedule, directory, userId);
    if (asked.length === 0) return refused(nobodyToAsk(name));
    const request = { schedule: name, ...turns, userId, askedBy: actor };
    if ((await onCall.addCoverRequest(request, asked, requestKey)) === null) return done(changedAlready());
    this.deps.onChanged();
    const names = asked.map((page) => page.name);
    return done(coverAsked(names, spanIn(chosen.schedule, turns), clock.now()));
  }

  /** The first to say yes covers; whoever says so again is told the same. */
  private async acceptCover({ id }: Ask<'accept_cover'>, actor: PersonActor): Promise<OnCallResult> {
    const { onCall, clock } = this.deps;
    const { userId } = actor;
    if (userId === null) return refused(youCantBeOnCall());
    const request = await onCall.coverRequest(id);
    if (!request) return refused(coverIsOver());
    if (request.askedBy.slackUserId === actor.slackUserId) return refused(coverYourself());
    const acceptance = await onCall.acceptCover(id, userId, actor);
    if (acceptance.kind === 'over') return done(coverIsOver());
    if (acceptance.kind === 'no_effect') return done(coverHasNoEffect(request.askedBy.name));
    if (acceptance.kind === 'accepted') this.deps.onChanged();
    const { by, from, to } = acceptance;
    if (by.slackUserId !== actor.slackUserId) return done(alreadyCovered(actorName(by)));
    const { timezone } = findIn(await onCall.directory(), request.schedule) ?? {};
    return done(youCover(request.askedBy.name, { schedule: request.schedule, timezone, from, to }, clock.now()));
  }

  private async declineCover({ id }: Ask<'decline_cover'>, actor: PersonActor): Promise<OnCallResult> {
    const request = await this.deps.onCall.coverRequest(id);
    if (!request) return done(coverIsOver());
    if (request.askedBy.slackUserId === actor.slackUserId) return refused(coverYourself());
    const outcome = await this.deps.onCall.declineCover(id, actor);
    if (outcome === 'over') return done(coverIsOver());
    if (outcome === 'taken') return done(alreadyCovered(actorName(request.acceptedBy ?? actor)));
    this.deps.onChanged();
    return done(youDeclined(request.askedBy.name));
  }

  /** Somebody who can be on call, as the on-call directory has them; else what to say of it. */
  private async entryOf(userId: UserId, name = 'someone'): Promise<FoundEntry> {
    const directory = await this.deps.onCall.directory();
    const entry = directory.users.find(({ id }) => id === userId);
    if (!entry?.active) return { refused: cantBeOnCall(entry?.name ?? name) };
    return entry.obstacle === null ? { entry, directory } : { refused: cantBeReached(entry.name, entry.obstacle) };
  }

  private async entryOfAccount(slackUserId: string): Promise<FoundEntry> {
    const person = await this.find(slackUserId);
    const name = person?.identity.displayName ?? slackUserId;
    return person?.user ? this.entryOf(person.user.id, name) : { refused: cantBeOnCall(name) };
  }

  /** Null for an account that Slack does not know. @throws SlackFailure when Slack does not say soon. */
  private async find(slackUserId: string): Promise<Person | null> {
    try {
      return await soon(this.deps.people.person(slackUserId));
    } catch (error) {
      if (error instanceof SlackFailure && error.kind === 'refused') return null;
      throw error;
    }
  }
}

type FoundEntry = { entry: DirectoryEntry; directory: OnCallDirectory } | { refused: SlackMessage };

/** Who can be put on call, those who take turns in a schedule first. */
export function candidates({ users, schedules }: OnCallDirectory): DirectoryEntry[] {
  const inTurn = new Set(schedules.flatMap(({ layers }) => layers.flatMap((layer) => layer.users)));
  const able = users.filter(({ active, obstacle }) => active && obstacle === null);
  return able.sort((a, b) => Number(inTurn.has(b.id)) - Number(inTurn.has(a.id)) || a.name.localeCompare(b.name));
}

/** Everybody else who takes turns in the schedule, and can be written to. */
function everybodyIn({ layers }: Schedule, directory: OnCallDirectory, asker: UserId): Page[] {
  const ids = new Set(layers.flatMap(({ users }) => users).filter((id) => id !== asker));
  return candidates(directory)
    .filter(({ id }) => ids.has(id))
    .map(pageTo);
}

function nextShift(userId: UserId, schedule: string, directory: OnCallDirectory, now: number): number | null {
  return (
    shiftsOf(userId, directory, now).find((shift) => shift.schedule === schedule && shift.from > now)?.from ?? null
  );
}

function spanIn({ name, timezone }: Schedule, { from, to }: Interval): OnCallSpan {
  return { schedule: name, timezone, from, to };
}

function done(message: SlackMessage): OnCallResult {
  return { kind: 'on_call', done: true, message };
}

function refused(message: SlackMessage): OnCallResult {
  return { kind: 'on_call', done: false, message };
}

type FoundSchedule = { schedule: Schedule } | { unknown: SlackMessage };

/** A schedule by its name, in any case. */
export function findSchedule(directory: OnCallDirectory, name: string): FoundSchedule {
  const schedule = findIn(directory, name);
  return schedule ? { schedule } : { unknown: unknownSchedule(name, namesOf(directory.schedules)) };
}

function findIn({ schedules }: OnCallDirectory, name: string): Schedule | undefined {
  return schedules.find((schedule) => isSameName(schedule.name, name));
}

/** The schedule that is meant: the one that is named; else the only one there is, or the only one of `onCall` now. */
function chooseSchedule(directory: OnCallDirectory, name: string, onCall: UserId | null, now: number): FoundSchedule {
  if (name !== '') return findSchedule(directory, name);
  const isActive = isActiveIn(directory);
  const theirs = directory.schedules.filter(
    (schedule) => onCall !== null && onCallAt(schedule, now, isActive).userId === onCall,
  );
  const [only, ...others] = directory.schedules.length === 1 ? directory.schedules : theirs;
  return only && others.length === 0 ? { schedule: only } : { unknown: whichSchedule(namesOf(directory.schedules)) };
}

function namesOf(schedules: readonly Schedule[]): string[] {
  return schedules.map(({ name }) => name);
}
