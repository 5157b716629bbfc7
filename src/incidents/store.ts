import type { UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor, SlackAccount } from '../people/actor.ts';
import type { KeyReach } from '../people/key-reach.ts';
import type { AlertKey, AlertTally, HeldAlert, IncidentAlert } from './alerts.ts';
import type { Opening, Surroundings } from './change.ts';
import type { Rejection } from './commands.ts';
import type { Decision } from './decision.ts';
import type { GroupIncident } from './grouping.ts';
import type { Involved, PairDecision } from './pair.ts';
import type { PastIncident } from './past.ts';
import type { AlertRepeats } from './repeats.ts';
import type { Task } from './tasks.ts';
import type { CallReason, StoredTimelineEvent } from './timeline.ts';
import type { Incident, LiveStatus, NewIncident, Status } from './types.ts';

/** A private channel's incidents are only for its members, and for whoever was paged for them. */
export interface Viewer {
  connectionId: number;
  slackUserId: string;
  /** The user whose account it is; null for nobody's. */
  userId: number | null;
  /** Ids of the private channels whose incidents the person may see. */
  privateChannelIds: string[];
  isAdmin: boolean;
}

/** The holder of an API key: sees nothing private, and of one service that alone. */
export interface KeyEyes {
  serviceId: number | null;
  reach: KeyReach;
}

/** Whose eyes: a person's, of the holder of a key, or of somebody who may know what everybody may know. */
export type Eyes = Viewer | KeyEyes | 'anyone';

/** The private channel that an incident belongs to. */
export interface PrivateHome {
  /** Null while Slack has not yet told what the channel is. */
  channelId: string | null;
  /** The app can't post there any more. */
  isOutOfSight: boolean;
  /** Private channels of the incident's own: their members see it as well. */
  rooms: readonly string[];
}

/** Which incidents somebody wants to see, and through whose eyes. */
export interface IncidentFilter {
  statuses: readonly Status[];
  urgency?: Urgency;
  /** Null: of no service. */
  serviceId?: number | null;
  /** When they were opened: from then on, and before. */
  opened?: { from: UtcMs; to: UtcMs };
  /** Who acknowledged, snoozed or resolved it. */
  heldBy?: { connectionId: number; slackUserId: string };
  /** Who was paged for it. */
  pagedTo?: { connectionId: number; slackUserId: string };
  /** Each word must be in the title, in any case; or it is the number. */
  text?: string;
  /** Left out for the operator's own tools. */
  viewer?: Eyes;
}

export interface IncidentQuery extends IncidentFilter {
  /** Only those with smaller numbers: the next part of a list by number, however many come meanwhile. */
  before?: number;
  order: 'most_urgent' | 'newest';
  limit: number;
  offset: number;
}

export interface IncidentPage {
  incidents: Incident[];
  /** Of all pages; counted no further than `MAX_COUNTED`. */
  total: number;
}

/** Beyond it nobody pages, and counting would cost more the older the database is. */
export const MAX_COUNTED = 10_000;

/** Where a part of a list begins: behind an incident, as it was when it was listed. */
export type ListCursor =
  | { order: 'newest'; number: number }
  | { order: 'most_urgent'; urgency: Urgency; status: LiveStatus; number: number };

/** A part of a list, which costs the same wherever it begins and however many incidents there are. */
export interface IncidentPart {
  incidents: Incident[];
  /** Where the next part begins; null at the end. */
  next: ListCursor | null;
  /** The part ends early, after this number: so many were looked at, and few of them match. */
  searchedTo: number | null;
}

/** Makes a request from Slack take effect once, however often it is delivered. */
export interface CommitGuards {
  /** Unique per request (Slack's trigger id, event id); a second commit with it changes nothing. */
  requestKey?: string;
  /** The timer that caused the change; it goes in the same transaction, so it can't fire twice, or after it was put off. */
  firedTimer?: FiredTimer;
  /** The delivery whose refusal caused the change: it is failed in the same transaction, and only once. */
  failedDelivery?: { id: number; code: string };
  /** The delivery that has reached somebody past Slack, and what it was of: both are over in the same transaction, and only once. */
  reachedContact?: { deliveryId: number; id: number };
  /** The same of one that was refused for good: the delivery is failed, and the next way to reach them is due. */
  refusedContact?: { deliveryId: number; id: number; code: string };
  /** The heartbeat that the change is about, as it was when it was due: noted as missed in the same transaction, and only once. */
  missedHeartbeat?: { id: number; beatAt: UtcMs; allowed: number };
  /** The heartbeat that is back: its beat is noted in the same transaction. */
  heartbeatBack?: { id: number };
  /** The step of a runbook that the change is: it is done in the same transaction, and only once. */
  runbookStep?: { id: number; dueAt: UtcMs; runId: number };
  /** With which eyes whoever asks looks for other incidents; left out for what everybody may know. */
  eyes?: KeyEyes;
  /** Whoever asks may touch incidents of this service only; for them there are no others. */
  onlyServiceId?: number;
}

/** Those of what a monitor asks for. */
export type AlertGuards = Pick<CommitGuards, 'onlyServiceId' | 'requestKey' | 'heartbeatBack'>;

/** A timer as it was when it fired: the same one, set to another time since, is not the one that fired. */
export interface FiredTimer {
  id: number;
  dueAt: UtcMs;
}

/** What a request did when it took effect, for whoever asks again. */
export interface RequestEffect {
  /** The incident that it has opened, counted on or changed; null when there was none. */
  incident: number | null;
  /** It was opened. */
  isNew: boolean;
}

interface RequestRepeated {
  ok: false;
  reason: 'request_repeated';
  effect: RequestEffect;
}

export type CommitResult =
  | { ok: true; incident: Incident }
  /** Decided so, on the incident as it is. */
  | { ok: false; reason: 'rejected'; incident: Incident; rejection: Rejection }
  | { ok: false; reason: 'not_found' }
  | RequestRepeated
  | { ok: false; reason: 'timer_gone' }
  | { ok: false; reason: 'delivery_gone' }
  | { ok: false; reason: 'heartbeat_gone' }
  /** Another incident that isn't resolved has this dedup key. */
  | { ok: false; reason: 'dedup_key_taken'; incident: Incident; number: number };

/** What is to become of an incident as it is, decided inside the transaction; maybe more than once, so it is pure. */
export type Decide = (incident: Incident, around: Surroundings) => Decision;

/** The same for incidents that change together; it looks at others by their numbers. */
export type DecideTogether = (own: Involved, look: (number: number) => Involved | null) => PairDecision;

/** The same of what a monitor says of an alert. `held`: the alert, where the incident counts others besides; else null. */
export type DecideForAlert = (incident: Incident, around: Surroundings, held: HeldAlert | null) => Decision;

/** The incident that an alert is about: the one that has its dedup key, one of its group that takes it, or a new one. */
export interface AlertDecisions {
  /** Who reports it. */
  by: Actor;
  repeat: DecideForAlert;
  /** Of the latest incident, not resolved, of the group that it would open one for; null: that does not take it. */
  join(found: GroupIncident, aroundHolder: Surroundings): Decision | null;
  open: (around: Surroundings) => Opening;
  /** What is done with a new one at once; it is opened all the same if that is refused. */
  follow?: Decide;
}

export type ReceiveResult =
  /** `refused`: why what was to follow was not done. */
  | { ok: true; incident: Incident; isNew: boolean; refused: Rejection | null }
  | RequestRepeated
  | { ok: false; reason: 'heartbeat_gone' };

/** What was decided of one of the incidents that a command is about. */
export type Decided = Extract<CommitResult, { ok: true } | { reason: 'rejected' }>;

export type HoldersResult = { ok: true; decided: Decided[] } | RequestRepeated;

/** A part of a timeline that may be long. */
export interface TimelinePart {
  /** With what has happened to incidents that go on as this one, and without links to others, as far as they may see those. */
  eyes: Eyes;
  /** The id of an event: only what was before it. */
  before?: number;
  limit: number;
}

/** Of an incident that an alert would open, what says which group it is of, and who would see it. */
export type WouldBe = Pick<NewIncident, 'groupKey' | 'alertServiceId' | 'serviceId' | 'openedBy' | 'urgency'>;

/** Incidents on disk. A write is a whole Change and resolves when it is durable. */
export interface IncidentStore {
  get(number: number): Promise<Incident | null>;
  /**
   * The incident, not resolved, that an alert belongs to: which it has opened, or which counts it with others. An alert of a service matches incidents of that service or
   * of none; an alert that names no service matches whichever has the key, the latest first.
   * @param guards With `onlyServiceId`: incidents of that service alone.
   */
  findByDedupKey(
    dedupKey: string,
    serviceId: number | null,
    guards?: Pick<CommitGuards, 'onlyServiceId'>,
  ): Promise<Incident | null>;
  /** The latest incident, not resolved, of the group of alerts that one would be opened for; null where other people see it. */
  findOfGroup(alert: WouldBe): Promise<GroupIncident | null>;
  list(query: IncidentQuery): Promise<IncidentPage>;
  /** A list part by part: what isn't resolved, the most urgent first. */
  mostUrgent(filter: IncidentFilter, limit: number, cursor: ListCursor | null): Promise<IncidentPart>;
  /** The same by number, the newest first. */
  newest(filter: IncidentFilter, limit: number, cursor: ListCursor | null): Promise<IncidentPart>;
  /** How many incidents there are in each status but RESOLVED, as this viewer sees them. */
  countLive(viewer?: Eyes): Promise<Record<LiveStatus, number>>;
  /** How many of those that match there are in each status but RESOLVED; counted no further than `MAX_COUNTED`. */
  countMatching(filter: IncidentFilter): Promise<Record<LiveStatus, number>>;
  /** Whether the viewer may see the incident. */
  isVisible(number: number, viewer: Eyes): Promise<boolean>;
  /** The connections that it belongs to: nobody else's people may see it. */
  connectionsOf(number: number): Promise<number[]>;
  /** The private channel that it belongs to; null when everybody in the workspace may see it. */
  privateHome(number: number, connectionId: number): Promise<PrivateHome | null>;
  /** Oldest first; with a part, the newest of it. Without one, what has happened to this incident itself. */
  timeline(number: number, part?: TimelinePart): Promise<StoredTimelineEvent[]>;
  /** The event that it began with; with eyes, that the timeline begins with as they see it. */
  beginning(number: number, eyes?: Eyes): Promise<StoredTimelineEvent | null>;
  /** Why the event of this id called whom it called; null for none of that id. */
  callReason(eventId: number): Promise<CallReason | null>;
  /** Whether it was resolved, and opened again, after the event of this id. */
  isReopenedSince(number: number, eventId: number): Promise<boolean>;
  /** How many events there are before the event of this id. */
  countTimelineBefore(number: number, id: number, eyes: Eyes): Promise<number>;
  /** The alerts that it counts, those that fire first, and of each kind the latest; none where there is only the one that has opened it. */
  alerts(number: number, limit: number): Promise<IncidentAlert[]>;
  /** How many alerts it counts, and how many of them fire; null where there is only the one that has opened it. */
  tally(number: number): Promise<AlertTally | null>;
  /** What stakeholders were told last; null for nothing. */
  latestUpdate(number: number): Promise<StoredTimelineEvent | null>;
  /** Whether somebody gets its updates as direct messages. @returns whether it was otherwise before */
  setFollowing(number: number, account: SlackAccount, follows: boolean): Promise<boolean>;
  /** What is to be done for it, and for what goes on as it, as far as the eyes may see that: what is open first, then in order. */
  tasks(number: number, eyes?: Eyes): Promise<Task[]>;
  /** What is open and theirs, of incidents that they may see: what is due first. */
  tasksOf(viewer: Viewer, limit: number): Promise<Task[]>;
  /** How often the alert came again; null for never. */
  repeats(number: number): Promise<AlertRepeats | null>;
  /**
   * An alert counts on the incident that it belongs to (as `findByDedupKey` says), or opens one; all in one transaction, so
   * that of two alerts at once one opens and one counts.
   */
  receive(key: AlertKey, guards: CommitGuards, decisions: AlertDecisions): Promise<ReceiveResult>;
  /** Reads, decides and writes in one transaction: nobody comes between, and nobody has to try again. */
  change(number: number, guards: CommitGuards, decide: Decide): Promise<CommitResult>;
  /** The same for an incident and whichever others change with it: all of it, or nothing. */
  changeTogether(number: number, guards: CommitGuards, decide: DecideTogether): Promise<CommitResult>;
  /**
   * The same for the incidents, not resolved, that an alert has opened, the latest first: of the alert's service, else the one of
   * none; and all that have its dedup key when it names no service, since the service of an alert may change while it is open.
   */
  changeHolders(key: AlertKey, guards: AlertGuards, decide: DecideForAlert): Promise<HoldersResult>;
  /** Incidents that are over are kept, all or none, and nobody hears of them. */
  addPast(past: readonly PastIncident[]): Promise<void>;
  /** Forgets how often alerts have been over before `before`. */
  forgetTimesOver(before: UtcMs): Promise<void>;
  /** Forgets requests that took effect before `before`: nobody delivers them again. */
  forgetRequests(before: UtcMs): Promise<void>;
}
