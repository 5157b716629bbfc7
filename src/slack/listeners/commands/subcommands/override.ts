import { readCommandWords } from '../../../ui/command-words.ts';
import { tooShort } from '../../../ui/oncall-replies.ts';
import { tell } from '../../answers.ts';
import { carryOut } from '../../carry-out.ts';
import { askForOverride } from '../../override.ts';
import { SHORTEST_SPAN, wholeMinutes } from '../span.ts';
import type { Subcommand } from '../subcommand.ts';

export const override: Subcommand = {
  name: 'override',
  usage: 'override [@user 4h] [schedule]',
  help: 'put somebody on call for a while; a form without the rest',
  changes: true,
  async run(parts, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (slackUserId === null || duration === null) {
      await ack();
      return askForOverride(parts, asker, { triggerId, slackUserId });
    }
    if (duration < SHORTEST_SPAN) return tell(parts, asker, tooShort());
    const span = wholeMinutes(parts.clock.now(), duration);
    const wish = { kind: 'override', slackUserId, schedule, ...span } as const;
    await carryOut(parts, { requestKey: triggerId, asker, wish, ack });
  },
};
