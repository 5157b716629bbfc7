import type { AskedCommand } from '../../incidents/commands.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { StormFilter } from '../../notifications/storms/store.ts';
import type { Call } from '../../oncall/call.ts';
import type { UserId } from '../../oncall/types.ts';
import type { SubscriptionFilter } from '../../settings/subscriptions.ts';
import type { NewIncidentForm } from '../interactions/create/modal.ts';

/** `call`: whom the new incident calls at once. */
export interface CreateAction {
  kind: 'create';
  form: NewIncidentForm;
  call?: Call;
}

/** Changes of who is on call. `schedule`: its name; "" for the one that goes without saying. */
export type OnCallAction =
  | ({ kind: 'override'; schedule: string; from: UtcMs; to: UtcMs } & ({ slackUserId: string } | { userId: UserId }))
  /** Whoever was put on call doesn't want that. `id` of the override. */
  | { kind: 'decline_override'; id: number }
  /** `slackUserId`: who is asked; null for everybody in the schedule. */
  | { kind: 'cover'; slackUserId: string | null; schedule: string; from: UtcMs; to: UtcMs }
  /** `id` of the request to be covered. */
  | { kind: 'accept_cover'; id: number }
  | { kind: 'decline_cover'; id: number };

/** Work on a service begins, or ends at once. */
export type MaintenanceAction =
  | { kind: 'maintenance'; serviceId: number; from: UtcMs; to: UtcMs; reason: string | null }
  | { kind: 'end_maintenance'; serviceId: number };

/** A channel is to hear of incidents that belong elsewhere, or no longer. `filter` of what is to end: null for all. */
export type SubscriptionAction =
  | { kind: 'subscribe'; channelId: string; filter: SubscriptionFilter }
  | { kind: 'unsubscribe'; channelId: string; filter: SubscriptionFilter | null };

/** What a person in Slack asks for. */
export type Action =
  | { kind: 'command'; number: number; command: AskedCommand }
  | CreateAction
  | OnCallAction
  | MaintenanceAction
  | SubscriptionAction
  /** `filter`: only those; left out for all of them. */
  | { kind: 'acknowledge_storm'; stormId: number; filter?: StormFilter }
  | { kind: 'resolve_storm'; stormId: number; filter: StormFilter; note: string | null };

export interface ActionRequest {
  /** Unique per request: the same one, delivered twice, takes effect once. */
  requestKey: string;
  slackUserId: string;
  action: Action;
}

export interface PendingRequest {
  id: number;
  request: ActionRequest;
}

/** Requests that are not carried out yet: Slack has not said who asks, or OpsKnight does not know them. */
export interface PendingStore {
  /** It waits for Slack. Resolves when it is on disk; a request that already waits is not added again. */
  add(connectionId: number, request: ActionRequest, at: UtcMs): Promise<void>;
  /** Those that wait for Slack, oldest first. */
  waiting(connectionId: number): Promise<PendingRequest[]>;
  /** It waits until its asker is known. Resolves with its id. */
  keep(connectionId: number, request: ActionRequest, at: UtcMs): Promise<number>;
  /** One that waits until this asker is known, asked for no earlier than `since`; null for none. */
  kept(connectionId: number, id: number, slackUserId: string, since: UtcMs): Promise<ActionRequest | null>;
  /** It is settled, or is to wait until its asker is known; they are owed the answer, if there is one. */
  settle(id: number, settled: { answer: SlackMessage | null; keep: boolean }, at: UtcMs): Promise<void>;
  remove(id: number): Promise<void>;
  /** Forgets those that waited for their askers since before `before`. */
  forgetKept(before: UtcMs): Promise<void>;
}
