import type { Viewer } from '../incidents/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';

/** What has come of one incident. */
export interface Outcome {
  openedAt: UtcMs;
  urgency: Urgency;
  serviceId: number | null;
  /** When anybody first acknowledged it; null for never. */
  acknowledgedAt: UtcMs | null;
  /** Null while it isn't resolved. */
  resolvedAt: UtcMs | null;
  /** Whether it has missed an SLA target. */
  hasMissed: boolean;
}

/** Which incidents: those opened from `from` on and before `to`, of one service (null: of none) or of all. */
export interface OutcomeQuery {
  from: UtcMs;
  to: UtcMs;
  serviceId?: number | null;
  /** Only those that this person may see; left out for the operator's own tools. */
  viewer?: Viewer;
}

/** Numbers about incidents. */
export interface InsightsStore {
  /** Oldest first, in portions between which everybody else gets their turn, however many there are. */
  outcomes(query: OutcomeQuery): AsyncIterable<readonly Outcome[]>;
}
