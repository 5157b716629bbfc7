import type { Command } from '../../incidents/commands.ts';
import type { NewIncidentForm } from '../ui/modals/create.ts';

/** What a person in Slack asks for. */
export type Wish = { kind: 'command'; number: number; command: Command } | { kind: 'create'; form: NewIncidentForm };

export interface ActingRequest {
  /** Unique per request: the same one, delivered twice, takes effect once. */
  requestKey: string;
  slackUserId: string;
  wish: Wish;
  /** Where an answer that comes later goes (Slack takes it for 30 minutes); null: into the person's DM. */
  responseUrl: string | null;
}
