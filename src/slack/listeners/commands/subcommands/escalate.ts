import { incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { notice } from '../../../ui/notices.ts';
import { writeItLikeThis } from '../../../ui/oncall-replies.ts';
import { tell } from '../../answers.ts';
import { commandIncident } from '../incident-command.ts';
import type { Subcommand } from '../subcommand.ts';

export const escalate: Subcommand = {
  name: 'escalate',
  usage: 'escalate INC-n',
  help: 'call the next step of its escalation policy, now',
  changes: true,
  async run(parts, call) {
    const number = parseIncidentKey(call.rest);
    if (number === null) return tell(parts, call.asker, writeItLikeThis(escalate.usage, 'escalate INC-42'));
    const success = notice(`${incidentKey(number)} is escalated; its thread says who is paged.`);
    await commandIncident(parts, call, number, { type: 'escalate' }, success);
  },
};
