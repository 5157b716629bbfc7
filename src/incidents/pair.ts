import type { UtcMs } from '../lib/clock.ts';
import type { Actor } from '../people/actor.ts';
import type { IncidentAlert } from './alerts.ts';
import type { Change, DecisionContext, Surroundings } from './change.ts';
import type { PairCommand, Rejection } from './commands.ts';
import { merge, undoMerge } from './merge.ts';
import { linkWith, unlinkFrom } from './related.ts';
import type { StoredTimelineEvent } from './timeline.ts';
import type { Incident } from './types.ts';

/** An incident as it is at the moment of a decision about several of them. */
export interface Involved {
  incident: Incident;
  around: Surroundings;
  /** Who may see it: two of which this is equal are seen by the same. */
  audience(): string;
  /** All that it counts, its own among them; read where it matters. */
  alerts(): readonly IncidentAlert[];
  /** What has happened to it last, the newest first: so much that whoever looks further back gives up. */
  newest(): readonly StoredTimelineEvent[];
}

export interface PairContext {
  now: UtcMs;
  actor: Actor;
  /** Another incident; null for none of that number. */
  look(number: number): Involved | null;
}

/** What is to be written together; the incident that was named comes first. */
export type PairDecision = { ok: true; changes: Change[] } | { ok: false; rejection: Rejection };

/** Decides over incidents that change together. Pure, like `decide`. */
export function decidePair(own: Involved, command: PairCommand, context: PairContext): PairDecision {
  switch (command.type) {
    case 'merge':
      return merge(own, command.into, context);
    case 'undo_merge':
      return undoMerge(own, context);
    case 'link':
      return linkWith(own, command.to, context);
    case 'unlink':
      return unlinkFrom(own, command.to, context);
  }
}

export function contextOf({ around }: Involved, { now, actor }: PairContext): DecisionContext {
  return { ...around, now, actor };
}

export function refuse(rejection: Rejection): { ok: false; rejection: Rejection } {
  return { ok: false, rejection };
}
