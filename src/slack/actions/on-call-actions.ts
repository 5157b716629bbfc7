import type { Clock } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { type OnCallDirectory, type Page, pageTo, pageToAccount } from '../../oncall/call.ts';
import { onCallAt } from '../../oncall/schedule.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import type { Schedule, UserId } from '../../oncall/types.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { Person } from '../../people/types.ts';
import { soon } from '../api/patience.ts';
import { actorName } from '../cards/names.ts';
import { cantBeOnCall, changedAlready, unknownSchedule, whichSchedule, youCantBeOnCall } from '../cards/on-call.ts';
import type { PeopleDirectory } from '../directory/people.ts';
import { alreadyCovered, coverAsked, coverIsOver, coverYourself, youCover } from '../interactions/cover.ts';
import { overridden } from '../interactions/override/override.ts';
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
    if (action.kind === 'accept_cover') return this.acceptCover(action, actor);
    // As things are now it might be refused; but it was done when they were otherwise.
    if (await this.deps.onCall.hasSeen(requestKey)) return done(changedAlready());
    if (action.to <= this.deps.clock.now()) return refused(coverIsOver());
    return action.kind === 'override'
      ? this.override(action, actor, requestKey)
      : this.cover(action, actor, requestKey);
  }

  /** Somebody takes over everything in a schedule for a while, gaps as well, and is told when another one did that. */
  private async override(
    { slackUserId, schedule, from, to }: Ask<'override'>,
    actor: PersonActor,
    requestKey: string,
  ): Promise<OnCallResult> {
    const { onCall, clock } = this.deps;
    const person = await this.find(slackUserId);
    if (!person?.user) return refused(cantBeOnCall(person?.identity.displayName ?? slackUserId));
    const directory = await onCall.directory();
    const found = chooseSchedule(directory, schedule, actor.userId, clock.now());
    if ('unknown' in found) return refused(found.unknown);

    const span = { schedule: found.schedule.name, from, to };
    const override = { ...span, userId: person.user.id, replaces: null, madeBy: actor };
    const told = slackUserId === actor.slackUserId ? null : pageFor(person, directory);
    const isNew = await onCall.addOverride(override, told, requestKey);
    if (!isNew) return done(changedAlready());
    this.deps.onChanged();
    return done(overridden(person.identity.displayName, span, clock.now()));
  }

  private async cover(
    { slackUserId, schedule, from, to }: Ask<'cover'>,
    actor: PersonActor,
    requestKey: string,
  ): Promise<OnCallResult> {
    const { onCall, clock } = this.deps;
    const { userId } = actor;
    if (userId === null) return refused(youCantBeOnCall());
    if (slackUserId === actor.slackUserId) return refused(coverYourself());
    const directory = await onCall.directory();
    const found = chooseSchedule(directory, schedule, userId, clock.now());
    if ('unknown' in found) return refused(found.unknown);

    const person = slackUserId === null ? null : await this.find(slackUserId);
    if (slackUserId !== null && !person?.user) {
      return refused(cantBeOnCall(person?.identity.displayName ?? slackUserId));
    }
    const asked = person ? [pageFor(person, directory)] : everybodyIn(found.schedule, directory, userId);
    const span = { schedule: found.schedule.name, from, to };
    const names = asked.map(({ name }) => name);
    if (asked.length === 0) return refused(coverAsked(names, span));
    const added = await onCall.addCoverRequest({ ...span, userId, askedBy: actor }, asked, requestKey);
    if (added === null) return done(changedAlready());
    this.deps.onChanged();
    return done(coverAsked(names, span));
  }

  /** The first to say yes covers; whoever says so again is told the same. */
  private async acceptCover({ id }: Ask<'accept_cover'>, actor: PersonActor): Promise<OnCallResult> {
    const { userId } = actor;
    if (userId === null) return refused(youCantBeOnCall());
    const request = await this.deps.onCall.coverRequest(id);
    if (!request) return refused(coverIsOver());
    if (request.askedBy.slackUserId === actor.slackUserId) return refused(coverYourself());
    const acceptance = await this.deps.onCall.acceptCover(id, userId, actor);
    if (acceptance.kind === 'over') return done(coverIsOver());
    if (acceptance.kind === 'accepted') this.deps.onChanged();
    const { by } = acceptance;
    const isMine = by.slackUserId === actor.slackUserId;
    return done(isMine ? youCover(request.askedBy.name, request) : alreadyCovered(actorName(by)));
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

/** Everybody else who takes turns in the schedule, and can be written to. */
function everybodyIn({ layers }: Schedule, directory: OnCallDirectory, asker: number): Page[] {
  const ids = new Set(layers.flatMap(({ users }) => users).filter((id) => id !== asker));
  return directory.users.filter(({ id, active, obstacle }) => active && obstacle === null && ids.has(id)).map(pageTo);
}

function pageFor({ identity, user }: Person, directory: OnCallDirectory): Page {
  return pageToAccount({ ...identity, name: identity.displayName, userId: user?.id ?? null }, directory);
}

function done(message: SlackMessage): OnCallResult {
  return { kind: 'on_call', done: true, message };
}

function refused(message: SlackMessage): OnCallResult {
  return { kind: 'on_call', done: false, message };
}

type FoundSchedule = { schedule: Schedule } | { unknown: SlackMessage };

/** A schedule by its name, in any case. */
export function findSchedule({ schedules }: OnCallDirectory, name: string): FoundSchedule {
  const wanted = name.toLowerCase();
  const schedule = schedules.find((one) => one.name.toLowerCase() === wanted);
  return schedule ? { schedule } : { unknown: unknownSchedule(name, namesOf(schedules)) };
}

/** The schedule that is meant: the one that is named; else the only one there is, or the only one of `onCall` now. */
function chooseSchedule(directory: OnCallDirectory, name: string, onCall: UserId | null, now: number): FoundSchedule {
  if (name !== '') return findSchedule(directory, name);
  const active = new Set(directory.users.filter((user) => user.active).map(({ id }) => id));
  const theirs = directory.schedules.filter(
    (schedule) => onCall !== null && onCallAt(schedule, now, (id) => active.has(id)).userId === onCall,
  );
  const [only, ...others] = directory.schedules.length === 1 ? directory.schedules : theirs;
  return only && others.length === 0 ? { schedule: only } : { unknown: whichSchedule(namesOf(directory.schedules)) };
}

function namesOf(schedules: readonly Schedule[]): string[] {
  return schedules.map(({ name }) => name);
}
