import type { UtcMs } from '../lib/clock.ts';
import type { Call, Page } from '../oncall/call.ts';
import type { EscalationPosition } from '../oncall/escalation.ts';
import type { SlaTarget } from '../oncall/sla.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { ContactKind } from '../people/contact.ts';
import type { AppliedRule } from '../routing/rule.ts';
import type { Status } from './types.ts';
import type { StatusUpdate } from './updates.ts';

/** What a change says has happened to an incident. */
export type Fact = TimelineFact | AlertFact;

/** The same alert again, which is counted (`AlertRepeats`); or one of several is over. Neither is listed, however often. */
export interface AlertFact {
  kind: 'alert_repeated' | 'alert_resolved';
  title: string;
}

/** What the timeline keeps, one entry per fact; append-only. */
export type TimelineFact =
  /** `rules`: what routing rules made of the alert, if they did anything. */
  | { kind: 'triggered'; rules?: AppliedRule[]; group?: AppliedGroup; missingRuleSet?: string }
  /** Another alert of its group counts on it. */
  | { kind: 'alert_joined'; title: string; rules?: AppliedRule[] }
  /** Its alert has been over `times` times within so many milliseconds: it stays open until that is calm. And that it is. */
  | { kind: 'flapping'; times: number; within: number; calm: number }
  | { kind: 'flapping_over' }
  /** By an alert. */
  | { kind: 'urgency_raised'; from: Urgency; to: Urgency }
  /** By somebody. */
  | { kind: 'urgency_changed'; from: Urgency; to: Urgency }
  /** What of it has changed; services by their names, null for none. */
  | {
      kind: 'edited';
      title?: { from: string; to: string };
      description?: true;
      service?: { from: string | null; to: string | null };
    }
  /** It belongs to a private channel from now on. `target`: as cards name that channel. */
  | { kind: 'marked_private'; connectionId: number; channelId: string; target: string }
  | { kind: 'acknowledged' }
  | { kind: 'resolved'; note: string | null }
  /**
   * It has another owner, or one at last. `called`: the new owner, unless they took it themselves. `told`: whoever had it,
   * unless they gave it away themselves.
   */
  | { kind: 'assigned'; to: PersonActor; from: Actor | null; called: Page | null; told: Page | null }
  /** Somebody is asked to take a role, which stays with whoever has it (`from`) until they accept. */
  | { kind: 'role_offered'; role: string; to: PersonActor; from: PersonActor | null; called: Page }
  /** It is the actor's now. `told`: whoever had it, unless they have it still. */
  | { kind: 'role_taken'; role: string; from: PersonActor | null; told: Page | null }
  /** Whoever was asked said no. `told`: whoever had asked. */
  | { kind: 'role_declined'; role: string; told: Page | null }
  /** Nobody has it any more. `from`: who had it, or was asked to. */
  | { kind: 'role_ended'; role: string; from: PersonActor | null; told: Page | null }
  /** What stakeholders were told; and that they wait for it. `told`: who was reminded, null when there was nobody. */
  | ({ kind: 'status_updated' } & StatusUpdate)
  | { kind: 'status_update_due'; told: Page | null }
  /** Something is to be done; `task`: 1 for the first of the incident. `told`: whose it is now, unless they have said so themselves. */
  | ({ kind: 'task_added' | 'task_changed'; told: Page | null } & WrittenTask)
  | { kind: 'task_done' | 'task_reopened'; task: number; text: string }
  /** `told`: who was reminded of it; null when there was nobody. */
  | { kind: 'task_due'; task: number; text: string; told: Page | null }
  /** `owner`: who had it, when it was another one who handed it back. */
  | { kind: 'reopened'; from: Status; owner?: Page }
  | { kind: 'snoozed'; until: UtcMs }
  | { kind: 'woke' }
  | ({ kind: 'escalated' } & EscalationPosition & Call)
  /** Nobody is paged for incidents of this urgency; it escalates once it is more urgent. */
  | { kind: 'escalation_held'; urgency: Urgency }
  /** Shown, and paging, only if it lasts until then; and that it has. */
  | { kind: 'delayed'; until: UtcMs }
  | { kind: 'lasted' }
  /** Nobody is paged while somebody is called for a service that it depends on; and that this is over. */
  | { kind: 'attached'; service: string }
  | { kind: 'detached' }
  /** Nobody is paged while work is done on its service; it escalates when that is over. */
  | { kind: 'maintenance'; until: UtcMs }
  | { kind: 'maintenance_over' }
  /** From its first step again, with the policy as it is now. */
  | { kind: 'escalation_restarted' }
  /** Somebody called for others by hand. */
  | ({ kind: 'paged' } & Call)
  /** Slack refused a direct message; `code` is its reason, `target` whom, as a card has it (nothing in what was kept before). */
  | { kind: 'page_failed'; name: string; code: string; target?: string }
  | ContactFact
  /** `due`: when the target passed, however late anybody noticed. */
  | { kind: 'sla_breached'; target: SlaTarget; due: UtcMs }
  /** The owner was asked whether they are still on it, after `quiet` milliseconds without activity. */
  | { kind: 'reminded'; owner: Page; quiet: number }
  /** And said yes. */
  | { kind: 'confirmed' }
  | { kind: 'note_added'; text: string }
  /** What the actor has written in Slack, when they did. `addedBy`: who put it here, unless that is not known. */
  | { kind: 'message_added'; text: string; addedBy: PersonActor | null }
  /** What was a message here, and was taken back: nobody sees it. */
  | { kind: 'message_withdrawn' }
  /** It goes on as another one. `owner`: who had it, when it was another one who did that. */
  | { kind: 'merged'; into: number; owner?: Page }
  /** What it goes on as was merged itself, or is an incident of its own again. */
  | { kind: 'survivor_changed'; to: number }
  | { kind: 'unmerged'; from: number }
  /** Another one goes on as this. `raisedFrom`: how urgent this one was before, if that has made it more urgent. */
  | { kind: 'absorbed'; number: number; title: string; raisedFrom?: Urgency }
  /** And no longer does. */
  | { kind: 'parted'; number: number }
  | { kind: 'linked'; to: number }
  | { kind: 'unlinked'; to: number }
  /** Somebody has begun a runbook. */
  | { kind: 'runbook_begun'; name: string }
  /** Somebody has a step of one that failed done again, or leaves it. `place`: as people count, 3 or 3.2. */
  | { kind: 'runbook_step_resumed'; name: string; place: string; stepId: number; how: 'retry' | 'skip' }
  /** Somebody has answered what one has asked. */
  | { kind: 'runbook_answered'; name: string; place: string; stepId: number; question: string; answer: string }
  | ChannelFact;

/** Facts that name another incident, and where. */
export const NAMING_ANOTHER = {
  merged: 'into',
  survivor_changed: 'to',
  unmerged: 'from',
  absorbed: 'number',
  parted: 'number',
  linked: 'to',
  unlinked: 'to',
} as const satisfies { [Kind in TimelineKind]?: keyof Extract<TimelineFact, { kind: Kind }> };

/** The number of the other incident that a fact names; null for none. */
export function otherIn(fact: Fact): number | null {
  if (!Object.hasOwn(NAMING_ANOTHER, fact.kind)) return null;
  const field = NAMING_ANOTHER[fact.kind as keyof typeof NAMING_ANOTHER];
  return (fact as unknown as Record<typeof field, number>)[field];
}

/** What a task says. */
interface WrittenTask {
  task: number;
  text: string;
  owner: PersonActor | null;
  dueAt: UtcMs | null;
}

/** Which other alerts count on an incident: those with the same values in these fields, within so many milliseconds. */
export interface AppliedGroup {
  by: readonly string[];
  values: readonly string[];
  within: number;
}

/** What came of calling somebody by another way than Slack; `code` says what went wrong. */
export type ContactFact =
  | { kind: 'contacted'; name: string; method: ContactKind }
  | { kind: 'contact_failed'; name: string; method: ContactKind; code: string };

/** What becomes of the channel of an incident's own. */
export type ChannelFact =
  /** It is to be made, in this connection; `name`: as the settings may say it, instead of what they say. */
  | { kind: 'channel_requested'; connectionId: number; name?: string }
  /** `isConverted`: people had it before. */
  | { kind: 'channel_made'; connectionId: number; channelId: string; name: string; isConverted?: true }
  /** Slack refused to make it; `code` is its reason. */
  | { kind: 'channel_failed'; code: string }
  /** It is there, but without these; `code` says why the first of them is missing. */
  | { kind: 'channel_lacks'; parts: ChannelPart[]; code: string }
  /** It is not to show the incident any more, and these are still there; `code` says why. */
  | { kind: 'channel_keeps'; parts: ChannelPart[]; code: string }
  /** It is to be archived, if nobody has written there for `quiet` milliseconds. */
  | { kind: 'channel_closing'; quiet: number }
  /** People are still writing there: they were asked. */
  | { kind: 'channel_in_use'; channelId: string }
  | { kind: 'channel_kept' }
  | { kind: 'channel_archived' }
  /** Slack refused to archive it. */
  | { kind: 'channel_not_archived'; code: string }
  /** The incident goes on, and Slack lets nobody work there. */
  | { kind: 'channel_closed' };

/** What a channel of an incident's own is given besides its card. */
export const CHANNEL_PARTS = ['purpose', 'topic', 'pin', 'bookmarks', 'people', 'name'] as const;
export type ChannelPart = (typeof CHANNEL_PARTS)[number];

export type TimelineKind = TimelineFact['kind'];

const KINDS: Record<Exclude<TimelineKind, 'message_withdrawn'>, true> = {
  triggered: true,
  alert_joined: true,
  flapping: true,
  flapping_over: true,
  urgency_raised: true,
  urgency_changed: true,
  edited: true,
  acknowledged: true,
  resolved: true,
  assigned: true,
  role_offered: true,
  role_taken: true,
  role_declined: true,
  role_ended: true,
  status_updated: true,
  status_update_due: true,
  task_added: true,
  task_changed: true,
  task_done: true,
  task_reopened: true,
  task_due: true,
  reopened: true,
  snoozed: true,
  woke: true,
  escalated: true,
  escalation_held: true,
  delayed: true,
  lasted: true,
  attached: true,
  detached: true,
  maintenance: true,
  maintenance_over: true,
  escalation_restarted: true,
  paged: true,
  page_failed: true,
  contacted: true,
  contact_failed: true,
  sla_breached: true,
  reminded: true,
  confirmed: true,
  note_added: true,
  message_added: true,
  marked_private: true,
  merged: true,
  survivor_changed: true,
  unmerged: true,
  absorbed: true,
  parted: true,
  linked: true,
  unlinked: true,
  runbook_begun: true,
  runbook_step_resumed: true,
  runbook_answered: true,
  channel_requested: true,
  channel_made: true,
  channel_failed: true,
  channel_lacks: true,
  channel_keeps: true,
  channel_closing: true,
  channel_in_use: true,
  channel_kept: true,
  channel_archived: true,
  channel_not_archived: true,
  channel_closed: true,
};

/** All that the timeline keeps, by name. */
export const TIMELINE_KINDS = Object.keys(KINDS) as TimelineKind[];

export interface TimelineEvent {
  at: UtcMs;
  actor: Actor;
  fact: Fact;
}

/** Why somebody was called: the event that did it, and what had come of the step before. */
export interface CallReason {
  event: StoredTimelineEvent;
  /** The step that was taken before, of the same climb, and the names of whom it could not reach after all. */
  before: { event: StoredTimelineEvent; unreached: string[] } | null;
}

export interface StoredTimelineEvent extends TimelineEvent {
  id: number;
  incidentNumber: number;
  fact: TimelineFact;
}
