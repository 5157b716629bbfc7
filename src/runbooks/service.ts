import type { AskedCommand, Rejection } from '../incidents/commands.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import type { OnCallStore } from '../oncall/store.ts';
import type { Step } from '../settings/schema/runbooks/operations.ts';
import { fillPlaceholders } from '../settings/schema/runbooks/placeholders.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { runbookActor } from './actor.ts';
import { channelName } from './channel-name.ts';
import { factsOf, type RunbookFacts } from './facts.ts';
import { namedPeople } from './people.ts';
import type { RunbookStore } from './store.ts';
import type { DueStep, StepEnd } from './types.ts';

type Says = Extract<Step, { action: 'slack.send_message' | 'slack.create_thread' }>;

export interface RunbookDeps {
  store: RunbookStore;
  incidents: Pick<IncidentService, 'execute'>;
  incidentStore: Pick<IncidentStore, 'get'>;
  settings: Pick<SettingsStore, 'service'>;
  onCall: Pick<OnCallStore, 'directory'>;
  /** The message of a step, with what its placeholders stand for; or why Slack would not take it. */
  compose(step: Says, facts: RunbookFacts): SlackMessage;
  pageUrl(number: number): string;
  clock: Clock;
  /** Something may be owed to Slack, or due. */
  onChanged(): void;
}

/** What there is to know of an incident for a step. */
interface Situation {
  incident: Incident;
  service: Service | null;
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
    if (state === 'under_way') return this.end(due, { state: 'failed', outcome: 'time_is_up' });
    if (step.action === 'wait') {
      return this.end(due, { state: 'done', outcome: null });
    }
    const situation = await this.situation(due);
    if (!situation) return this.end(due, { state: 'failed', outcome: 'no_incident' });
    switch (step.action) {
      case 'slack.create_channel':
        return this.createChannel(due, step, situation);
      case 'slack.send_message':
      case 'slack.create_thread':
        return this.say(due, step, situation);
      case 'add_note':
        return this.command(due, { type: 'note', text: plain(step.text, situation.facts) });
      case 'assign':
        return this.command(due, { type: 'assign', to: { email: step.to } });
      case 'set_urgency':
        return this.command(due, { type: 'set_urgency', urgency: step.urgency });
    }
  }

  private async situation({ incidentNumber, connectionId }: DueStep): Promise<Situation | null> {
    const { incidentStore, settings, onCall, store, pageUrl, clock } = this.deps;
    const incident = await incidentStore.get(incidentNumber);
    if (!incident) return null;
    const service = incident.serviceId === null ? null : await settings.service(incident.serviceId);
    const directory = await onCall.directory();
    const channel = await store.workChannel(incidentNumber, connectionId);
    const facts = factsOf(incident, {
      service: service?.name ?? null,
      channel: channel?.name ?? 'no channel',
      url: pageUrl(incidentNumber),
      onCall: namedPeople(['@oncall'], service?.policy ?? null, directory, clock.now()).names,
    });
    return { incident, service, facts, workChannel: channel?.target ?? null };
  }

  private async createChannel(
    due: DueStep,
    { name, description, add_users }: Extract<Step, { action: 'slack.create_channel' }>,
    { service, facts }: Situation,
  ): Promise<boolean> {
    const { incidents, store, onCall, clock } = this.deps;
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
    const { targets } = namedPeople(add_users, service?.policy ?? null, await onCall.directory(), clock.now());
    const purpose = description === null ? null : plain(description, facts);
    return store.awaitChannel(due, targets, purpose, clock.now());
  }

  private async say(due: DueStep, step: Says, { facts, workChannel }: Situation): Promise<boolean> {
    const { store, compose, clock } = this.deps;
    const target = step.channel === '#[incident.channel]' ? workChannel : plain(step.channel, facts);
    if (target === null) return this.end(due, { state: 'skipped', outcome: 'no_channel' });
    return store.send(due, target, compose(step, facts), clock.now());
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

/** What is so already needs no step. */
const SO_ALREADY: ReadonlySet<Rejection['reason']> = new Set(['same_urgency', 'already_theirs']);

/** What is of a closed project has no channel of its own: it is worked on where it is. */
const NOT_NEEDED: ReadonlySet<Rejection['reason']> = new Set(['of_closed_project']);

function refusalOf({ reason }: Rejection): StepEnd {
  if (SO_ALREADY.has(reason)) return { state: 'done', outcome: null };
  return { state: NOT_NEEDED.has(reason) ? 'skipped' : 'failed', outcome: reason };
}

function plain(template: string, facts: RunbookFacts): string {
  return fillPlaceholders(template, (name) => facts[name]);
}
