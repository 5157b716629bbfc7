import type { SlackMessage } from '../../notifications/message.ts';
import type { OnCallSpan } from '../../notifications/types.ts';
import { actions, button, message } from '../cards/blocks.ts';
import { personWord } from '../cards/names.ts';
import { shown, spanWords } from '../cards/on-call.ts';
import { notice } from '../cards/replies.ts';
import { dateAndTime } from '../cards/time.ts';
import { carryOut, tell } from './answers.ts';
import { readCommandWords, SHORTEST_SPAN, type Subcommand, tooShort, wholeMinutes } from './command.ts';
import { askForCover } from './cover-form.ts';
import type { Interaction } from './interaction.ts';
import { questionButton } from './on-call-question.ts';

const ACCEPT = 'accept_cover';
const DECLINE = 'decline_cover';
/** A line is read at a glance. */
const MAX_NAMES = 10;

/** Asks a colleague, or all who share the schedule, to take over; the first to accept does. */
export const coverCommand: Subcommand = {
  name: 'cover',
  usage: 'cover [@user] [4h] [schedule]',
  help: 'ask a colleague, or everybody in the schedule, to take over from you for a while; without a time, a form asks',
  changes: true,
  async run(deps, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (duration === null) {
      await ack();
      return askForCover(deps, { asker, triggerId, colleague: slackUserId });
    }
    if (duration < SHORTEST_SPAN) return tell(deps, asker, tooShort());
    const span = wholeMinutes(deps.clock.now(), duration);
    const action = { kind: 'cover', slackUserId, schedule, ...span } as const;
    await carryOut(deps, { requestKey: triggerId, asker, action, ack });
  },
};

/** A colleague says yes. The first one wins. */
export const acceptCover: Interaction = questionButton(ACCEPT, (id) => ({ kind: 'accept_cover', id }));
/** Or no. When nobody is left who was asked, whoever asked is told. */
export const declineCover: Interaction = questionButton(DECLINE, (id) => ({ kind: 'decline_cover', id }));

/** Asks a colleague to take over. `id` of the request. */
export function coverQuestion(by: string, span: OnCallSpan, id: number, now: number): SlackMessage {
  const words = `🙏 ${by} asks you to cover for them: on call for *${shown(span.schedule)}* ${spanWords(span, now)}.`;
  const accept = { ...button(ACCEPT, "I'll cover", String(id)), style: 'primary' as const };
  return message(words, actions(accept, button(DECLINE, "I can't", String(id))));
}

export function coverAsked(names: readonly string[], span: OnCallSpan, now: number): SlackMessage {
  const words = names.slice(0, MAX_NAMES).map(personWord).join(', ');
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return notice(
    `Asked ${words}${more} to cover for you: on call for *${shown(span.schedule)}* ${spanWords(span, now)}. You stay on call until somebody accepts.`,
  );
}

export function nobodyToAsk(schedule: string): SlackMessage {
  return notice(
    `There is nobody else in *${shown(schedule)}* to ask; nothing was changed. Name somebody: \`/opsknight cover @user 4h\`.`,
  );
}

/** The asker has no turn in that time that anybody could take. */
export function notYourTurn(schedule: string, next: number | null): SlackMessage {
  const turn = next === null ? '' : ` Your next shift begins ${dateAndTime(next)}.`;
  return notice(
    `You aren't on call for *${shown(schedule)}* in that time, so there is nothing to cover; nothing was changed.${turn}`,
  );
}

/** Instead of the question, once it is answered. */
export function youCover(name: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(
    `✅ You cover for ${personWord(name)}: you are on call for *${shown(span.schedule)}* ${spanWords(span, now)}.`,
  );
}

/** Tells who asked. */
export function coveredBy(by: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(`✅ ${by} covers for you: on call for *${shown(span.schedule)}* ${spanWords(span, now)}.`);
}

/** Instead of the question. */
export function youDeclined(name: string): SlackMessage {
  return notice(`You said that you can't cover for ${personWord(name)}. Nothing changes for you.`);
}

/** Tells who asked: nobody is left who could say yes. */
export function coverDeclined(by: string, span: OnCallSpan, now: number): SlackMessage {
  return notice(
    `${by} can't cover for you in *${shown(span.schedule)}*, and nobody else is left who was asked: you stay on call, ${spanWords(span, now)}. Ask somebody else: \`/opsknight cover @user 4h\`.`,
  );
}

export function alreadyCovered(by: string): SlackMessage {
  return notice(`${by} covers already, so nothing changes for you. Thank you all the same.`);
}

/** What was asked for would change nothing any more. */
export function coverHasNoEffect(name: string): SlackMessage {
  return notice(
    `There is nothing left to cover: ${personWord(name)} isn't on call any more in that time, or you are on call yourself. Nothing was changed.`,
  );
}

export function coverIsOver(): SlackMessage {
  return notice('That time is over; nothing was changed.');
}

export function coverYourself(): SlackMessage {
  return notice("You can't cover for yourself; nothing was changed. Ask a colleague: `/opsknight cover @user 4h`.");
}
