import { createModal } from '../ui/modals/create.ts';
import { refused } from '../ui/notices.ts';
import { askAgain, tooSlow } from '../ui/replies.ts';
import { type Asker, tell } from './answers.ts';
import { openModal } from './modal.ts';
import type { Parts } from './parts.ts';

export interface CreateRequest {
  triggerId: string;
  /** What was typed after `/opsknight create`. */
  title: string;
}

/** Opens the modal for a new incident: the one thing that the shortcut, the command and the Home tab's button share. */
export async function askForIncident(parts: Parts, asker: Asker, { triggerId, title }: CreateRequest): Promise<void> {
  if (parts.teamId() === null) return tell(parts, asker, askAgain()); // they may be of another organisation
  const refusal = await parts.acting.refusalOf(asker.slackUserId);
  if (refusal) return tell(parts, asker, refused(refusal));
  const services = await parts.settings.services();
  const opened = await openModal(parts, triggerId, createModal({ services, title }));
  if (!opened) await tell(parts, asker, tooSlow());
}
