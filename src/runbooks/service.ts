import type { AskedCommand, Rejection } from '../incidents/commands.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import { reachesSomebody } from '../oncall/call.ts';
import type { OnCallStore } from '../oncall/store.ts';
import { readPersonTarget } from '../people/page-target.ts';
import type { ChannelCall, Effect, Question, Saying } from '../settings/schema/runbooks/effects.ts';
import { operationOf } from '../settings/schema/runbooks/operations.ts';
import { filledWith, type RunbookFacts } from '../settings/schema/runbooks/placeholders.ts';
import { OWN_CHANNEL } from '../settings/schema/runbooks/texts.ts';
import type { SettingsStore } from '../settings/store.ts';
import { runbookActor } from './actor.ts';
import { channelName } from './channel-name.ts';
import { eachOf } from './each.ts';
import { factsOf } from './facts.ts';
import type { OutsideSteps } from './outside-steps.ts';
import { callFor, namedPeople, type Whom } from './people.ts';
import type { RunbookStore } from './store.ts';
import type { AskedQuestion, DueStep, StepEnd } from './types.ts';

export interface RunbookDeps {
  store: RunbookStore;
  incidents: Pick<IncidentService, 'execute'>;
  incidentStore: Pick<IncidentStore, 'get'>;
  settings: Pick<SettingsStore, 'service'>;
  onCall: Pick<OnCallStore, 'directory'>;
  /** The message of a step, with what its placeholders stand for; or why Slack would not take it. */
  compose(says: Saying, facts: RunbookFacts): SlackMessage;
  /** What goes past Slack. */
  outside: Pick<OutsideSteps, 'begin' | 'wasCutShort'>;
  pageUrl(number: number): string;
  clock: Clock;
  /** Something may be owed to Slack, or due. */
  onChanged(): void;
}

/** What there is to know of an incident for a step. */
export interface Situation {
  incident: Incident;
  whom: Whom;
  facts: RunbookFacts;
  /** As cards name it; null when it is shown nowhere. */
  workChannel: string | null;
}

/**
 * Does what steps of runbooks say when their turn has come. What changes the incident is one transaction with the step's end; what
 * goes to Slack is owed with it, and its delivery ends the step: a kill in between does nothing twice.
 */
export class RunbookService {
  constructor(private readonly deps: RunbookDeps) {}

  /** @returns false when there was nothing left to do. */
  async fire(step: DueStep): Promise<boolean> {
    const hadEffect = await this.take(step);
    if (hadEffect) this.deps.onChanged();
    return hadEffect;
  }

  private async take(due: DueStep): Promise<boolean> {
    const { step, state } = due;
    if (state === 'under_way') return this.timeIsUp(due);
    const situation = await this.situation(due);
    if (!situation) return this.end(due, { state: 'failed', outcome: 'no_incident' });
    const { incident, facts, whom } = situation;
    const effect = operationOf(step).effect(step, {
      fill: (text) => filledWith(text, facts),
      each: (of) => eachOf(of, incident, whom),
    });
    return this.carryOut(effect, due, situation);
  }

  private carryOut(effect: Effect, due: DueStep, situation: Situation): Promise<boolean> {
    const { store, clock, compose } = this.deps;
    switch (effect.do) {
      case 'command':
        return this.command(due, effect.command);
      case 'assign':
        return this.assign(due, effect.to, situation);
      case 'page': {
        const call = callFor(effect.people, situation.whom);
        if (!reachesSomebody(call)) return this.end(due, { state: 'failed', outcome: 'reaches_nobody' });
        const paged = call.paged.map((page) => ({ ...page, connectionId: page.connectionId || due.connectionId }));
        return this.command(due, { type: 'page', call: { ...call, paged } });
      }
      case 'make_channel':
        return this.makeChannel(due, effect, situation);
      case 'invite':
        return store.invite(due, namedPeople(effect.people, situation.whom).targets, clock.now());
      case 'say': {
        const target = this.target(effect.channel, situation);
        if (target === null) return this.end(due, { state: 'skipped', outcome: 'no_channel' });
        const message = compose(effect.says, situation.facts);
        return store.send(due, { target, message, question: null }, clock.now());
      }
      case 'ask':
        return this.ask(due, effect.channel, effect.question, situation);
      case 'wait': // it has
        return this.end(due, { state: 'done', outcome: null });
      case 'slack':
        return this.callSlack(due, effect.channel, effect.call, situation);
      case 'outside':
        return this.deps.outside.begin(due, effect.call, situation);
      case 'steps':
        return store.descend(due, effect.children, effect.together, clock.now());
    }
  }

  /** What was handed over has not come back in its time. */
  private timeIsUp(due: DueStep): Promise<boolean> {
    const { step } = due;
    switch (step.action) {
      case 'ask':
        return step.default === null
          ? this.end(due, { state: 'skipped', outcome: 'no_answer' })
          : this.end(due, { state: 'done', outcome: 'default_counts', result: { '': step.default } });
      case 'call_webhook':
      case 'run_action':
        return this.deps.outside.wasCutShort(due, step.idempotent);
      default:
        return this.end(due, { state: 'failed', outcome: 'time_is_up' });
    }
  }

  private async situation({ incidentNumber, connectionId, runId, each }: DueStep): Promise<Situation | null> {
    const { incidentStore, settings, onCall, store, pageUrl, clock } = this.deps;
    const incident = await incidentStore.get(incidentNumber);
    if (!incident) return null;
    const service = incident.serviceId === null ? null : await settings.service(incident.serviceId);
    const whom = { policy: service?.policy ?? null, directory: await onCall.directory(), at: clock.now() };
    const channel = await store.workChannel(incidentNumber, connectionId);
    const facts = factsOf(incident, {
      service: service?.name ?? null,
      channel: channel?.name ?? 'no channel',
      url: pageUrl(incidentNumber),
      onCall: namedPeople(['@oncall'], whom).names,
      results: await store.results(runId),
      each,
    });
    return { incident, whom, facts, workChannel: channel?.target ?? null };
  }

  private async makeChannel(
    due: DueStep,
    { name, purpose, people }: Extract<Effect, { do: 'make_channel' }>,
    { facts, whom }: Situation,
  ): Promise<boolean> {
    const { incidents, store, clock } = this.deps;
    const place = { connectionId: due.connectionId, name: channelName(name, facts) };
    const asked = await incidents.execute(
      due.incidentNumber,
      { type: 'request_channel', in: place },
      runbookActor(due.entry.name),
    );
    // One that it has is used, also the one that this very step has asked for before a kill.
    if (asked.kind === 'rejected' && asked.rejection.reason !== 'has_channel') {
      return this.end(due, refusalOf(asked.rejection));
    }
    if (asked.kind === 'not_found') return this.end(due, { state: 'failed', outcome: 'no_incident' });
    return store.awaitChannel(due, namedPeople(people, whom).targets, purpose, clock.now());
  }

  private target(channel: string, { facts, workChannel }: Situation): string | null {
    return channel === OWN_CHANNEL ? workChannel : filledWith(channel, facts);
  }

  private ask(
    due: DueStep,
    channel: string,
    { text, choices, to, patience }: Question,
    situation: Situation,
  ): Promise<boolean> {
    const { store, compose, clock } = this.deps;
    const target = this.target(channel, situation);
    if (target === null) return this.end(due, { state: 'skipped', outcome: 'no_channel' });
    const asked = namedPeople(to, situation.whom);
    if (to.length > 0 && asked.targets.length === 0) {
      return this.end(due, { state: 'failed', outcome: 'reaches_nobody' });
    }
    const message = compose({ message: text, blocks: null }, situation.facts);
    const question: AskedQuestion = {
      text: filledWith(text, situation.facts),
      choices,
      to: asked.targets,
      answerers: to.length === 0 ? null : answerersOf(asked.targets, situation.whom),
      patience,
      answer: null,
      by: null,
    };
    return store.send(due, { target, message, question }, clock.now());
  }

  private async callSlack(due: DueStep, channel: string, call: ChannelCall, situation: Situation): Promise<boolean> {
    const { store, clock } = this.deps;
    if (call.method === 'pins.add') {
      const message = await store.posted(due.runId, call.step);
      if (!message) return this.end(due, { state: 'skipped', outcome: 'not_posted' });
      return store.call(due, message.channelId, { call, message }, clock.now());
    }
    const target = this.target(channel, situation);
    if (target === null) return this.end(due, { state: 'skipped', outcome: 'no_channel' });
    return store.call(due, target, { call, message: null }, clock.now());
  }

  private async assign(due: DueStep, to: string, { whom }: Situation): Promise<boolean> {
    const [target] = namedPeople([to], whom).targets;
    const person = target === undefined ? null : readPersonTarget(target);
    if (!person) return this.end(due, { state: 'failed', outcome: 'reaches_nobody' });
    return this.command(due, { type: 'assign', to: person });
  }

  /** What the step asks of the incident, and the step's end, are one transaction. */
  private async command(due: DueStep, command: AskedCommand): Promise<boolean> {
    const { id, dueAt, runId } = due;
    const guards = { runbookStep: { id, dueAt, runId } };
    const outcome = await this.deps.incidents.execute(
      due.incidentNumber,
      command,
      runbookActor(due.entry.name),
      guards,
    );
    switch (outcome.kind) {
      case 'done':
        return true;
      case 'repeated':
        return false;
      case 'not_found':
        return this.end(due, { state: 'failed', outcome: 'no_incident' });
      case 'rejected':
        return this.end(due, refusalOf(outcome.rejection));
    }
  }

  private end(due: DueStep, end: StepEnd): Promise<boolean> {
    return this.deps.store.end(due, end, this.deps.clock.now());
  }
}

function answerersOf(targets: readonly string[], { directory }: Whom): NonNullable<AskedQuestion['answerers']> {
  const people = targets.flatMap((target) => readPersonTarget(target) ?? []);
  return {
    userIds: people.flatMap((one) =>
      'email' in one ? directory.users.filter(({ email }) => email === one.email).map(({ id }) => id) : [],
    ),
    slackUserIds: people.flatMap((one) => ('slackUserId' in one ? [one.slackUserId] : [])),
  };
}

/** What is so already needs no step. */
const SO_ALREADY: ReadonlySet<Rejection['reason']> = new Set(['same_urgency', 'already_theirs']);

/** What is of a closed project has no channel of its own: it is worked on where it is; and one that is not there needs nothing. */
const NOT_NEEDED: ReadonlySet<Rejection['reason']> = new Set(['of_closed_project', 'no_channel']);

function refusalOf({ reason }: Rejection): StepEnd {
  if (SO_ALREADY.has(reason)) return { state: 'done', outcome: null };
  return { state: NOT_NEEDED.has(reason) ? 'skipped' : 'failed', outcome: reason };
}
