import type { UtcMs } from '../lib/clock.ts';
import type { OnCallDirectory } from '../oncall/call.ts';
import type { SlaTargets } from '../oncall/sla.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor } from '../people/actor.ts';
import type { AlertKey, IncidentAlert } from './alerts.ts';
import type { FlappingRule } from './flapping.ts';
import type { Grouping } from './grouping.ts';
import type { MaintenanceSpan } from './maintenance.ts';
import type { MessageChange, MessageEntry, MessageRef } from './messages.ts';
import type { Privacy } from './privacy.ts';
import type { Task } from './tasks.ts';
import type { TimelineEvent } from './timeline.ts';
import type { TimerKind, TimerRequest } from './timers.ts';
import type { Incident, NewIncident } from './types.ts';

/** What the operator has settled for the incidents of a service. */
export interface Rules {
  /** Null when the service has none. */
  policy: EscalationPolicy | null;
  /** What the workspace hears of (its urgency filter), and pages for where the policy doesn't say. */
  heard: readonly Urgency[];
  /** The targets that count for each urgency. */
  sla: Partial<Record<Urgency, SlaTargets>>;
  /** After how many milliseconds without an update somebody is reminded to tell stakeholders of a HIGH incident; null: never. */
  updateReminder: number | null;
  /** Roles besides the usual ones. */
  roles: readonly string[];
  /** After how many milliseconds without activity the owner of an acknowledged HIGH incident is asked; null: never. */
  reminder: number | null;
  /** What a monitor reports is shown, and pages, only when it lasts so many milliseconds; null: at once. */
  delay: number | null;
  /** After so many milliseconds without its alert a monitor's incident counts as over; null: never. */
  silence: number | null;
  /** Which alerts are one incident, where no routing rule says so; null: each is one. */
  group: Grouping | null;
  /** When an alert is flapping, where no routing rule says so; null: never. */
  flapping: FlappingRule | null;
  /** When work is done on the service: nobody is paged then. */
  maintenance: readonly MaintenanceSpan[];
}

/** What is settled around an incident, at the moment of a decision. */
export interface Surroundings extends Rules {
  /** A service that this one depends on, and for which somebody is at work or being called already; null for none. */
  upstream: string | null;
  /** One of the alerts that it counts is a heartbeat that is missing: that is said once. */
  missesHeartbeat: boolean;
  /**
   * Whether it has a channel of its own, or one is being made; whether that is one that people had before; whether it shows nothing of it, since it has become private; whether it is
   * archived or gone; or whether it may have none.
   */
  ownChannel: 'none' | 'there' | 'borrowed' | 'hidden' | 'closed' | 'closed_project';
  /** So many milliseconds after its end its channel is archived; null: never. */
  archiveAfter: number | null;
  runbooks(): RunbooksAround;
  /** What is to be done for it, and what was. */
  tasks(): readonly Task[];
  /** How often an alert, or a group of them, has been over, and its incident with it, since then. */
  timesOver(alert: AlertKey, since: UtcMs): number;
  /**
   * Whether somebody who was called past Slack has been reached, or may still be. @param eventId of what called them; null: past Slack
   * alone, which has refused them
   */
  mayBeReached(target: string, eventId: number | null): boolean;
  /** Whom an escalation step calls. */
  directory: OnCallDirectory;
  /** A service of this id, or none (null), with what would count there; null when there is no such service. */
  serviceOf(serviceId: number | null): ServiceRules | null;
  privacy: Privacy;
  /** A message from Slack that its timeline has; null for none. */
  messageEntry(ref: MessageRef): MessageEntry | null;
}

/** What there is of runbooks, around an incident. */
export interface RunbooksAround {
  /** The names of all. */
  known: readonly string[];
  /** Of those that run for it. */
  running: readonly string[];
  /** The steps that failed, of those that have run for it. */
  failed: readonly RunbookPlace[];
  /** What they ask, and nobody has answered. */
  asking: readonly RunbookQuestion[];
}

/** A step of a runbook. `place`: as people count, 3 or 3.2. */
export interface RunbookPlace {
  stepId: number;
  runbook: string;
  place: string;
}

export interface RunbookQuestion extends RunbookPlace {
  text: string;
  choices: readonly string[];
  /** Who may answer; null for everybody who may act. */
  answerers: { userIds: readonly number[]; slackUserIds: readonly string[] } | null;
}

export interface ServiceRules {
  /** Null for none. */
  name: string | null;
  rules: Rules;
}

/** Everything a decision may look at besides the incident itself. */
export interface DecisionContext extends Surroundings {
  now: UtcMs;
  actor: Actor;
}

export interface TimerChange {
  set: TimerRequest[];
  cancel: TimerKind[];
}

export const NO_TIMERS: TimerChange = { set: [], cancel: [] };

/** A decision as data, committed in one transaction or not at all. */
export interface Change {
  /** The incident as it will be; its `version` is the one to be written (the one read, plus one). */
  incident: Incident;
  events: TimelineEvent[];
  timers: TimerChange;
  /** Alerts that it counts, as they are from now on. */
  alerts?: IncidentAlert[];
  /** It counts no longer what came with this incident. */
  partsFrom?: number;
  /** What is over with it, as monitors say: its alert, or the group of them. */
  over?: AlertKey;
  /** Tasks as they are from now on; the others stay. */
  tasks?: readonly Task[];
  /** What becomes of a message from Slack in its timeline. */
  message?: MessageChange;
  /** The request by which the same happens to other incidents as well: in a channel that is one line. */
  together?: string;
}

/** The birth of an incident; the store gives it its number. */
export interface Opening {
  incident: NewIncident;
  events: TimelineEvent[];
  timers: TimerChange;
}
