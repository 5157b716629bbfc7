import type { UtcMs } from '../../clock.ts';
import type { ActingRequest } from './request.ts';

export interface PendingRequest {
  id: number;
  request: ActingRequest;
}

/** Requests of people whom Slack has not described yet. */
export interface PendingStore {
  /** Resolves when it is on disk; a request that already waits is not added again. */
  add(connectionId: number, request: ActingRequest, at: UtcMs): Promise<void>;
  /** Oldest first. */
  all(connectionId: number): Promise<PendingRequest[]>;
  remove(id: number): Promise<void>;
}
