import { overrideModal } from '../ui/modals/override.ts';
import { whichSchedule } from '../ui/oncall-replies.ts';
import { tooSlow } from '../ui/replies.ts';
import { type Asker, tell } from './answers.ts';
import { formRefused, openModal } from './modal.ts';
import type { Parts } from './parts.ts';

export interface OverrideFormRequest {
  triggerId: string;
  /** Who is chosen at first; null for the asker. */
  slackUserId: string | null;
}

/** Opens the form that asks who is to be on call, where, and for how long. */
export async function askForOverride(
  parts: Parts,
  asker: Asker,
  { triggerId, slackUserId }: OverrideFormRequest,
): Promise<void> {
  const refusal = await formRefused(parts, asker.slackUserId, { kind: 'override' });
  if (refusal) return tell(parts, asker, refusal);
  const { schedules } = await parts.onCall.phoneBook();
  const names = schedules.map(({ name }) => name);
  if (names.length === 0) return tell(parts, asker, whichSchedule(names));
  const modal = overrideModal({
    schedules: names,
    slackUserId: slackUserId ?? asker.slackUserId,
    now: parts.clock.now(),
  });
  if (!(await openModal(parts, triggerId, modal))) await tell(parts, asker, tooSlow());
}
