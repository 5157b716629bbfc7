import type { UtcMs } from '../clock.ts';
import type { Actor, Status, Urgency } from './types.ts';

/** What happened to an incident, one entry per fact; append-only. */
export type TimelineFact =
  | { kind: 'triggered' }
  | { kind: 'alert_repeated'; alertCount: number; title: string }
  | { kind: 'urgency_raised'; from: Urgency; to: Urgency }
  | { kind: 'acknowledged' }
  | { kind: 'resolved'; note: string | null }
  | { kind: 'reopened'; from: Status }
  | { kind: 'snoozed'; until: UtcMs }
  | { kind: 'woke' }
  | { kind: 'escalated'; cycle: number; step: number }
  | { kind: 'note_added'; text: string };

export type TimelineKind = TimelineFact['kind'];

export interface TimelineEvent {
  at: UtcMs;
  actor: Actor;
  fact: TimelineFact;
}

export interface StoredTimelineEvent extends TimelineEvent {
  id: number;
  incidentNumber: number;
}
