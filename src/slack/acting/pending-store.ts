import type { UtcMs } from '../../clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { ActingRequest } from './request.ts';

export interface PendingRequest {
  id: number;
  request: ActingRequest;
}

/** Requests that are not carried out yet: Slack has not said who asks, or OpsKnight does not know them. */
export interface PendingStore {
  /** It waits for Slack. Resolves when it is on disk; a request that already waits is not added again. */
  add(connectionId: number, request: ActingRequest, at: UtcMs): Promise<void>;
  /** Those that wait for Slack, oldest first. */
  waiting(connectionId: number): Promise<PendingRequest[]>;
  /** It waits until its asker is known. Resolves with its id. */
  keep(connectionId: number, request: ActingRequest, at: UtcMs): Promise<number>;
  /** One that waits until this asker is known, asked for no earlier than `since`; null for none. */
  kept(connectionId: number, id: number, slackUserId: string, since: UtcMs): Promise<ActingRequest | null>;
  /** It is settled, or is to wait until its asker is known; they are owed the answer, if there is one. */
  settle(id: number, settled: { answer: SlackMessage | null; keep: boolean }, at: UtcMs): Promise<void>;
  remove(id: number): Promise<void>;
  /** Forgets those that waited for their askers since before `before`. */
  forgetKept(before: UtcMs): Promise<void>;
}
