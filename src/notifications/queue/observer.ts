import type { Delivery } from '../types.ts';
import type { SlackFailure } from './failure.ts';

/** Who counts what the courier does. */
export interface CourierObserver {
  /** `first`: its message was not in Slack before. `took`: milliseconds since it was owed. */
  delivered(delivery: Delivery, outcome: { first: boolean; took: number }): void;
  postponed(delivery: Delivery, failure: SlackFailure): void;
  refused(delivery: Delivery, code: string): void;
}
