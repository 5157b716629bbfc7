import type { SlackMessage } from '../../notifications/message.ts';
import { actions, button, section } from '../cards/blocks.ts';
import { personWord } from '../cards/names.ts';
import { type Span, shown } from '../cards/on-call.ts';
import { notice } from '../cards/replies.ts';
import { dateAndTime } from '../cards/time.ts';
import { afterwards, carryOut, tell } from './answers.ts';
import {
  readCommandWords,
  SHORTEST_SPAN,
  type Subcommand,
  tooShort,
  wholeMinutes,
  writeItLikeThis,
} from './command.ts';
import { askerOf, type Interaction, onIncidentButton } from './interaction.ts';

const ACCEPT = 'accept_cover';
/** A line is read at a glance. */
const MAX_NAMES = 10;

/** "Cover me": asks a colleague, or all who share the schedule; the first to accept takes over. */
export const coverCommand: Subcommand = {
  name: 'cover',
  usage: 'cover [@user] 4h [schedule]',
  help: 'ask a colleague, or everybody in the schedule, to take over from you for a while',
  changes: true,
  async run(deps, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (duration === null) return tell(deps, asker, writeItLikeThis(coverCommand.usage, 'cover @bob 4h'));
    if (duration < SHORTEST_SPAN) return tell(deps, asker, tooShort());
    const span = wholeMinutes(deps.clock.now(), duration);
    const action = { kind: 'cover', slackUserId, schedule, ...span } as const;
    await carryOut(deps, { requestKey: triggerId, asker, action, ack });
  },
};

/** A colleague says yes. The first one wins; the question gives way to what came of it. */
export const acceptCover: Interaction = {
  actionIds: [ACCEPT],
  canWait: () => true,
  listen(app, deps) {
    onIncidentButton(app, ACCEPT, async (request, id) => {
      const { body, respond, ack } = request;
      const action = { kind: 'accept_cover', id } as const;
      const answer = await deps.actions.act({ requestKey: body.trigger_id, slackUserId: body.user.id, action });
      await afterwards(answer, async () => {
        await ack();
        const message = deps.answerMessage(answer);
        if (!message) return;
        if (answer.kind === 'on_call' && answer.done && respond) await respond({ ...message, replace_original: true });
        else await tell(deps, askerOf(request), message);
      });
    });
  },
};

/** Asks a colleague to take over. `id` of the request. */
export function coverQuestion(by: string, { schedule, from, to }: Span, id: number): SlackMessage {
  const words = `🙏 ${by} asks you to cover for them: on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}.`;
  const accept = { ...button(ACCEPT, 'I cover', String(id)), style: 'primary' as const };
  return { text: words, blocks: [section(words), actions(accept)] };
}

export function coverAsked(names: readonly string[], { schedule, to }: Span): SlackMessage {
  if (names.length === 0) return notice('There is nobody else to ask in this schedule. Name somebody: `@user`.');
  const words = names.slice(0, MAX_NAMES).map(personWord).join(', ');
  return notice(
    `Asked ${words} to cover for you in *${shown(schedule)}* until ${dateAndTime(to)}. You stay on call until one accepts.`,
  );
}

/** Instead of the question, once it is answered. */
export function youCover(name: string, { schedule, from, to }: Span): SlackMessage {
  return notice(
    `✅ You cover for ${personWord(name)}: on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}.`,
  );
}

/** Tells who asked. */
export function coveredBy(by: string, { schedule, to }: Omit<Span, 'from'>): SlackMessage {
  return notice(`✅ ${by} covers for you in *${shown(schedule)}* until ${dateAndTime(to)}.`);
}

export function alreadyCovered(by: string): SlackMessage {
  return notice(`${by} covers already. Thank you all the same.`);
}

export function coverIsOver(): SlackMessage {
  return notice('That time is over; nothing was changed.');
}

export function coverYourself(): SlackMessage {
  return notice("You can't cover for yourself; nothing was changed. Ask a colleague: `/opsknight cover @user 4h`.");
}
