import { readCommandWords } from '../../../ui/command-words.ts';
import { tooShort, writeItLikeThis } from '../../../ui/oncall-replies.ts';
import { tell } from '../../answers.ts';
import { carryOut } from '../../carry-out.ts';
import { SHORTEST_SPAN, wholeMinutes } from '../span.ts';
import type { Subcommand } from '../subcommand.ts';

/** "Cover me": asks a colleague, or all who share the schedule; the first to accept takes over. */
export const cover: Subcommand = {
  name: 'cover',
  usage: 'cover [@user] 4h [schedule]',
  help: 'ask a colleague, or everybody in the schedule, to take over from you for a while',
  changes: true,
  async run(parts, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (duration === null) return tell(parts, asker, writeItLikeThis(cover.usage, 'cover @bob 4h'));
    if (duration < SHORTEST_SPAN) return tell(parts, asker, tooShort());
    const span = wholeMinutes(parts.clock.now(), duration);
    const wish = { kind: 'cover', slackUserId, schedule, ...span } as const;
    await carryOut(parts, { requestKey: triggerId, asker, wish, ack });
  },
};
