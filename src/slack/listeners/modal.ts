import type { ModalView } from '@slack/types';
import { notice, refused } from '../ui/notices.ts';
import { rejectionSentence, unknownIncident } from '../ui/rejections.ts';
import { askAgain, tooSlow } from '../ui/replies.ts';
import { toSlackFailure } from '../web-api/failures.ts';
import { tell } from './answers.ts';
import { asker, type Press } from './interaction.ts';
import type { Parts } from './parts.ts';
import { visibleIncident } from './seeing.ts';

/**
 * Opens a modal. A trigger lives three seconds (https://docs.slack.dev/interactivity/handling-user-interaction), so it
 * goes out before anything that takes time.
 * @returns false when Slack says that the trigger was too old.
 */
export async function openModal({ interactive }: Parts, triggerId: string, view: ModalView): Promise<boolean> {
  try {
    await interactive.views.open({ trigger_id: triggerId, view });
    return true;
  } catch (error) {
    const failure = toSlackFailure(error);
    if (['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'].includes(failure.code)) {
      return false;
    }
    throw failure;
  }
}

/** Opens a modal about an incident, unless the person or the incident rules out what it is for. */
export async function openForIncident(parts: Parts, press: Press, number: number, view: ModalView): Promise<void> {
  const { body } = press;
  await press.ack();
  if (parts.teamId() === null) return tell(parts, asker(press), askAgain()); // they may be of another organisation
  const refusal = await parts.acting.refusalOf(body.user.id);
  if (refusal) return tell(parts, asker(press), refused(refusal));
  const incident = await visibleIncident(parts, body.user.id, number);
  if (!incident) return tell(parts, asker(press), notice(unknownIncident(number)));
  if (incident.state.status === 'RESOLVED') {
    const { by, at } = incident.state;
    const words = rejectionSentence({ reason: 'already_resolved', by, at }, incident, parts.clock.now());
    return tell(parts, asker(press), notice(words));
  }
  const opened = await openModal(parts, body.trigger_id, view);
  if (!opened) await tell(parts, asker(press), tooSlow());
}
