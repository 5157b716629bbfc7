import { incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { notice } from '../../../ui/notices.ts';
import { writeItLikeThis } from '../../../ui/oncall-replies.ts';
import { answerMessage, tell } from '../../answers.ts';
import type { Subcommand } from '../subcommand.ts';

export const escalate: Subcommand = {
  name: 'escalate',
  usage: 'escalate INC-n',
  help: 'call the next step of its escalation policy, now',
  async run(parts, { asker, triggerId, responseUrl, rest }) {
    const number = parseIncidentKey(rest);
    if (number === null) return tell(parts, asker, writeItLikeThis(escalate.usage, 'escalate INC-42'));
    const { slackUserId } = asker;
    const wish = { kind: 'command', number, command: { type: 'escalate' } } as const;
    const answer = await parts.acting.act({ requestKey: triggerId, slackUserId, wish, responseUrl });
    const message = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown));
    await tell(parts, asker, message ?? notice(`${incidentKey(number)} is escalated; its thread says who is paged.`));
  },
};
