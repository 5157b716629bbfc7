import type { UtcMs } from '../../lib/clock.ts';
import type { Priority } from '../priority.ts';
import type { Notification } from './types.ts';

export interface NewNotification extends Omit<Notification, 'outcome'> {
  priority: Priority;
  /** What the same request is known by when it comes again; null when it says nothing of that. */
  requestKey: string | null;
}

export interface NotificationStore {
  /**
   * Takes it in, and owes it to Slack, in one transaction.
   * @returns its id; that of the earlier one when the same request has come before.
   */
  create(notification: NewNotification): Promise<string>;
  get(id: string): Promise<Notification | null>;
  /** Channels that such messages have reached. */
  targets(connectionId: number): Promise<string[]>;
  /** How many wait for Slack. */
  countQueued(): Promise<number>;
  /** Forgets those that came to an end and were taken in before `before`. */
  forget(before: UtcMs): Promise<void>;
}
