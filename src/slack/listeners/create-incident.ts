import { createModal } from '../ui/modals/create.ts';
import { tooSlow } from '../ui/replies.ts';
import { type Asker, tell } from './answers.ts';
import { formRefused, openModal } from './modal.ts';
import type { Parts } from './parts.ts';

export interface CreateRequest {
  triggerId: string;
  /** What was typed after `/opsknight create`. */
  title: string;
}

/** Opens the modal for a new incident: the one thing that the shortcut, the command and the Home tab's button share. */
export async function askForIncident(parts: Parts, asker: Asker, { triggerId, title }: CreateRequest): Promise<void> {
  const refusal = await formRefused(parts, asker.slackUserId, { kind: 'create', title });
  if (refusal) return tell(parts, asker, refusal);
  const services = await parts.settings.services();
  const opened = await openModal(parts, triggerId, createModal({ services, title }));
  if (!opened) await tell(parts, asker, tooSlow());
}
