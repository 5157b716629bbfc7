import type { UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';

/** What came of the incidents of one week, one urgency and one service. */
export interface WeekCount {
  /** Index of the week, 0 for the first. */
  week: number;
  urgency: Urgency;
  serviceId: number | null;
  incidents: number;
  /** Of those, how many anybody has acknowledged, and how long that took in all, in milliseconds. */
  acknowledged: number;
  acknowledgeMs: number;
  /** Of those, how many are resolved, and how long that took in all, in milliseconds. */
  resolved: number;
  resolveMs: number;
  /** Of those, how many have missed an SLA target. */
  breached: number;
}

/** Numbers about incidents, which show none of them. */
export interface InsightsStore {
  /**
   * Counts of incidents by the week in which they were opened.
   * @param starts When each week starts, in order; the last one goes on without an end.
   */
  weekly(starts: UtcMs[]): Promise<WeekCount[]>;
}
