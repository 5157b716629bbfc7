import type { UtcMs } from '../../clock.ts';
import type { Command } from '../../incidents/commands.ts';
import type { Call } from '../../oncall/call.ts';
import type { NewIncidentForm } from '../ui/modals/create.ts';

/** `call`: whom the new incident calls at once. */
export interface CreateWish {
  kind: 'create';
  form: NewIncidentForm;
  call?: Call;
}

/** Changes of who is on call. `schedule`: its name; "" for the one that goes without saying. */
export type OnCallWish =
  | { kind: 'override'; slackUserId: string; schedule: string; from: UtcMs; to: UtcMs }
  /** `slackUserId`: who is asked; null for everybody in the schedule. */
  | { kind: 'cover'; slackUserId: string | null; schedule: string; from: UtcMs; to: UtcMs }
  /** `id` of the request to be covered. */
  | { kind: 'accept_cover'; id: number };

/** What a person in Slack asks for. */
export type Wish =
  | { kind: 'command'; number: number; command: Command }
  | CreateWish
  | OnCallWish
  | { kind: 'acknowledge_storm'; stormId: number };

export interface ActingRequest {
  /** Unique per request: the same one, delivered twice, takes effect once. */
  requestKey: string;
  slackUserId: string;
  wish: Wish;
}
