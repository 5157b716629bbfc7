import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import type { StatusUpdate } from '../incidents/updates.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { DeliveryKind } from './kinds/index.ts';
import type { SlackMessage } from './message.ts';
import type { Priority } from './priority.ts';
import type { TeamNotice } from './team-channels/plan.ts';

/** Where a message in Slack is to be, and where it is. */
export interface Place {
  connectionId: number;
  /** The channel as configured ("#name" or an id), or the id of the person whose direct messages it is for. */
  target: string;
  /** Slack's channel id and message timestamp; null until posted. */
  channelId: string | null;
  ts: string | null;
  /** The channel it was meant for, when that one turned out to be closed to the app. */
  reroutedFrom: string | null;
}

/**
 * Whether the workspace lets the app change a message: `open` as far as it knows; `reposted` after it once did not, so that
 * the message was posted anew; `closed` when the new one can't be changed either, and its thread alone says what happens.
 */
export type Editing = 'open' | 'reposted' | 'closed';

/** A message that is brought up to date, as long as the workspace allows it. */
interface Editable extends Place {
  editing: Editing;
}

/** What goes past Slack: to a person, or to a system of the operator's. */
export const OUTSIDE_METHODS = ['contact', 'webhook'] as const;
export type OutsideMethod = (typeof OUTSIDE_METHODS)[number];

/** The calls that a delivery to Slack can be, which Slack limits each by itself; and whatever goes past Slack. */
export const SENDING_METHODS = [
  'chat.postMessage',
  'chat.update',
  'chat.delete',
  'conversations.setTopic',
  'conversations.create',
  ...OUTSIDE_METHODS,
] as const;
export type SendingMethod = (typeof SENDING_METHODS)[number];

/** An incident in one channel: a message of its own, or a row of a storm's message. */
export interface Card extends Editable {
  id: number;
  incidentNumber: number;
  isHome: boolean;
  /** The channel, as configured, where its card is instead: this one only leads there. Null for one that shows it. */
  movedTo: string | null;
  /** A page that nobody needs any more; it is dropped unless Slack turns out to have it. */
  isCalledOff: boolean;
  /** Its first message is to mention whom the settings say. */
  mentions: boolean;
  /** The storm whose message shows it; null when it has, or is to have, a message of its own. */
  stormId: number | null;
  /** The event of the timeline that called the person last; null in channels. */
  calledBy: number | null;
  /** When that was; null as well once somebody has taken the incident: whoever is called then is called anew. */
  calledAt: UtcMs | null;
}

/** A burst of incidents for one channel, shown as one message. */
export interface Storm extends Editable {
  id: number;
}

export type { DeliveryKind };

/** What an admin is told. */
export type AdminNotice =
  | {
      kind: 'channel_closed';
      /** The channel as configured. */
      target: string;
      /** Slack's error code. */
      code: string;
      /** Where its cards go instead; null when there is nowhere. */
      fallback: string | null;
      /** It only hears of what belongs elsewhere; left out for others. */
      listens?: boolean;
    }
  /** Nothing that systems ask to be posted there arrives. */
  | { kind: 'notifications_closed'; target: string; code: string }
  /** So many events were given up that an outgoing webhook was to hear. */
  | { kind: 'webhook_given_up'; name: string; code: string; count: number }
  /** A Slack group can't be kept equal to who is on call. */
  | { kind: 'user_group_closed'; userGroup: string; code: string }
  /** Somebody whom opsknight.yml does not know wants to be. */
  | { kind: 'link_asked'; slackUserId: string; name: string; email: string }
  /** What the weekly check-up has found: of each kind some, with what to do. */
  | { kind: 'check_up'; parts: { found: string[]; more: number; remedy: string }[] }
  /** Another workspace has been connected, or comes to an end. */
  | { kind: 'workspace_connected'; workspace: string }
  | { kind: 'workspace_ended'; workspace: string }
  /** Slack gives no token in place of one that is good until then. */
  | { kind: 'token_expires'; workspace: string; at: UtcMs };

/** Whoever subscribed a channel is told what has become of that. */
export type SubscriptionNotice =
  /** The channel is closed to the app. `code`: Slack's error code. */
  | { kind: 'subscription_closed'; channelId: string; code: string }
  /** The app was put out of it. */
  | { kind: 'subscription_ended'; channelId: string };

/** What somebody is told who is on call from now on. */
export interface OnCallNotice {
  kind: 'on_call';
  schedule: string;
  /** Null when that is far off. */
  until: UtcMs | null;
}

/** What people ask of each other, and tell each other, about who is on call. */
export type DutyNotice = OnCallSpan &
  (
    | /** Another one has put them on call. `id` of the override; none in what an older version has queued. */
    { kind: 'put_on_call'; id?: number; by: Actor }
    /** Whom they had put on call has declined. */
    | { kind: 'override_declined'; by: PersonActor }
    /** An admin has taken away the override that had put them on call. */
    | { kind: 'override_ended'; by: PersonActor }
    /** They are asked to take over. `id` of the request. */
    | { kind: 'cover_question'; id: number; by: PersonActor }
    /** A colleague has said yes. */
    | { kind: 'covered'; by: PersonActor }
    /** Nobody who was asked can; `by`: who said so last. */
    | { kind: 'cover_declined'; by: PersonActor }
  );

/** A time that somebody takes over, or is to take over. */
export interface OnCallSpan {
  /** Its name. */
  schedule: string;
  /** The schedule's zone; none in what an older version has queued. */
  timezone?: string;
  from: UtcMs;
  to: UtcMs;
}

/** What came of something that somebody asked for and that had to wait. */
export interface LateAnswer {
  kind: 'answer';
  message: SlackMessage;
}

/** An incident isn't theirs any more. */
export interface LossNotice {
  kind: 'lost';
  number: number;
  by: Actor;
  /** Who has it now; null for nobody. */
  to: PersonActor | null;
  /** The incident that it was merged into, if that is why. */
  into?: number;
}

/** What somebody is told of a role in an incident. */
export type RoleNotice = { number: number; role: string; by: Actor } & (
  | /** They are asked to take it. `from`: who has it until then. */
  { kind: 'role_asked'; from: PersonActor | null }
  /** Whom they had asked has said no. */
  | { kind: 'role_declined' }
  /** It isn't theirs any more. `to`: whose it is now; null for nobody's. */
  | { kind: 'role_lost'; to: PersonActor | null }
);

/** What somebody is told of a task that is theirs, or theirs to look after; what it says is looked up when they are told. */
export type TaskNotice = { number: number; task: number } & (
  | /** Another one has given it to them. */
  { kind: 'task_given'; by: Actor }
  | { kind: 'task_due' }
);

/** What somebody is told of an incident for those who wait for it. */
export type UpdateNotice = { number: number } & (
  | /** They follow it. */
  { kind: 'status_update'; by: Actor; update: StatusUpdate }
  /** They are to tell others. */
  | { kind: 'status_update_due' }
);

/** What is told of an incident to somebody alone. */
export type IncidentNotice = RoleNotice | TaskNotice | UpdateNotice;

/** What the app has said of an incident that is private now can't be taken back. `code`: Slack's error code. */
export interface RemainsNotice {
  kind: 'remains';
  /** Null for several incidents of a storm. */
  number: number | null;
  /** Where it is still to be seen. */
  channelId: string;
  code: string;
}

export type NoticeContent =
  | TeamNotice
  | AdminNotice
  | SubscriptionNotice
  | OnCallNotice
  | DutyNotice
  | LossNotice
  | IncidentNotice
  | RemainsNotice
  | LateAnswer;

/** A card's message, or a storm's. What is said in its thread goes with it. */
export interface MessageRef {
  kind: 'card' | 'storm';
  id: number;
}

/** A message with what it is drawn from. */
export type Message = { kind: 'card'; place: Card } | { kind: 'storm'; place: Storm };

/** Something owed to Slack. It is a row until Slack has it for certain. */
export interface DeliveryTask {
  kind: DeliveryKind;
  /** What it does, such as `card:17`; deliveries of the same work go one after the other. */
  work: string;
  /** The work of the message that it is, or in whose thread it is; null for what has no thread. */
  thread: string | null;
  /** What it says of its own, in the form of its kind; null for what is drawn from its work alone. */
  detail: unknown;
}

/** How the work on a message, or on what is not kept elsewhere, is called. */
export function workKey(kind: DeliveryKind, of: number | string): string {
  return `${kind}:${of}`;
}

/** What the work is of: the id of a card or a storm. */
export function idIn(work: string): number {
  return Number(work.slice(work.indexOf(':') + 1));
}

/** A task together with what it is about, as it is on disk now. */
export interface Job {
  kind: DeliveryKind;
  /** Where its message is, or the one in whose thread it is; and where that is to be. */
  place: Place;
  /** The card or the storm that it is about; null when it is about neither. */
  about: Message | null;
  /** The message that it is, or in whose thread it is; null for what has no other place to go. */
  message: Message | null;
}

/** A line of a storm's thread. */
export interface StormLine {
  event: StoredTimelineEvent;
  createdAt: UtcMs;
}

export interface Delivery {
  id: number;
  /** Carried in the metadata of the message of its last attempt, so that a lost reply doesn't become a second post. */
  uuid: string;
  connectionId: number;
  /** Deliveries of one lane go one at a time, in order. One lane per (connection, channel). */
  lane: string;
  priority: Priority;
  task: DeliveryTask;
  createdAt: UtcMs;
  /** How often it was tried in vain while others went through. */
  attempts: number;
  /** A moment, by Slack's clock, before an attempt whose outcome is not known; null when none is in doubt. */
  inDoubtSince: UtcMs | null;
}

/** A delivery whose turn it may be. */
export interface Head {
  id: number;
  connectionId: number;
  lane: string;
  priority: Priority;
  method: SendingMethod;
  kind: DeliveryKind;
  work: string;
}

/** A delivery that Slack has refused for good. */
export interface FailedDelivery extends Delivery {
  error: string;
  failedAt: UtcMs;
}
