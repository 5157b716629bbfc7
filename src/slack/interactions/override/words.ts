import type { SlackMessage } from '../../../notifications/message.ts';
import type { OnCallSpan } from '../../../notifications/types.ts';
import { actions, button, message } from '../../cards/blocks.ts';
import { personWord } from '../../cards/names.ts';
import { shown, spanWords } from '../../cards/on-call.ts';
import { notice } from '../../cards/replies.ts';

export const DECLINE_OVERRIDE = 'decline_override';

export function overridden(name: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(`${personWord(name)} is on call for *${shown(span.schedule)}* ${spanWords(span, now)}.`);
}

/** It would change nothing. */
export function onCallAnyway(name: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(
    `${personWord(name)} is on call for *${shown(span.schedule)}* anyway ${spanWords(span, now)}; nothing was changed.`,
  );
}

/** Tells somebody whom another one has put on call. `id` of the override; null where it can't be declined here. */
export function putOnCall(by: string, span: OnCallSpan, id: number | null, now: number): SlackMessage {
  const words = `📟 ${by} has put you on call for *${shown(span.schedule)}* ${spanWords(span, now)}.`;
  if (id === null) return notice(`${words} \`/opsknight override\` changes it.`);
  return message(words, actions(button(DECLINE_OVERRIDE, "I can't", String(id))));
}

/** Instead of that. */
export function overrideDeclined(schedule: string): SlackMessage {
  return notice(
    `You said that you can't, and you are not on call for *${shown(schedule)}* by that any more. \`/opsknight oncall\` shows who is.`,
  );
}

/** Tells who had put them on call. */
export function declinedBy(by: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(
    `⚠️ ${by} can't be on call for *${shown(span.schedule)}* ${spanWords(span, now)}: whoever was on call before your override is on call again. \`/opsknight oncall\` shows who that is; \`/opsknight override\` puts somebody else on call.`,
  );
}

/** Tells whom it had put on call. */
export function overrideEnded(by: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(
    `${by} has taken away the override that put you on call for *${shown(span.schedule)}* ${spanWords(span, now)}. \`/opsknight oncall\` shows who is on call.`,
  );
}

export function notYourOverride(): SlackMessage {
  return notice('Only whoever was put on call can decline it; nothing was changed.');
}
