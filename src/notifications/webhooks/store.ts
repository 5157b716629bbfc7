import type { UtcMs } from '../../lib/clock.ts';
import type { Delivery } from '../types.ts';

/** Says which OpsKnight a webhook is from, so that it knows its own when they come back to it. */
export const INSTANCE_HEADER = 'OpsKnight-Instance';

/** What waits for an outgoing webhook. */
export interface Backlog {
  waiting: number;
  /** Null when nothing waits. */
  oldestAt: UtcMs | null;
  /** Given up, and not forgotten yet. */
  failed: number;
}

export interface WebhookStore {
  /** Whether only the members of some private channel may see an incident; in doubt it is so. */
  isPrivate(incidentNumber: number): Promise<boolean>;
  /**
   * Gives up a delivery, and with it what has waited for the same webhook since before `before`. The admins are told, once a day
   * and webhook.
   */
  giveUp(delivery: Delivery, given: { name: string; code: string; before: UtcMs; at: UtcMs }): Promise<void>;
  /** A name for this OpsKnight that is no other's. */
  instance(): Promise<string>;
  backlog(name: string): Promise<Backlog>;
}
