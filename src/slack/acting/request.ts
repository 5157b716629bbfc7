import type { Command } from '../../incidents/commands.ts';
import type { Call } from '../../oncall/call.ts';
import type { NewIncidentForm } from '../ui/modals/create.ts';

/** `call`: whom the new incident calls at once. */
export interface CreateWish {
  kind: 'create';
  form: NewIncidentForm;
  call?: Call;
}

/** What a person in Slack asks for. */
export type Wish =
  | { kind: 'command'; number: number; command: Command }
  | CreateWish
  | { kind: 'acknowledge_storm'; stormId: number };

export interface ActingRequest {
  /** Unique per request: the same one, delivered twice, takes effect once. */
  requestKey: string;
  slackUserId: string;
  wish: Wish;
  /** Where an answer that comes later goes (Slack takes it for 30 minutes); null: into the person's DM. */
  responseUrl: string | null;
}
