import { incidentKey, parseIncidentKey } from '../../../../incidents/types.ts';
import { notice } from '../../../ui/notices.ts';
import { writeItLikeThis } from '../../../ui/oncall-replies.ts';
import { tell } from '../../answers.ts';
import { commandIncident } from '../incident-command.ts';
import type { Subcommand } from '../subcommand.ts';

export const reopen: Subcommand = {
  name: 'reopen',
  usage: 'reopen INC-n',
  help: 'open an incident again; its escalation starts from the first step',
  changes: true,
  async run(parts, call) {
    const number = parseIncidentKey(call.rest);
    if (number === null) return tell(parts, call.asker, writeItLikeThis(reopen.usage, 'reopen INC-42'));
    const success = notice(`${incidentKey(number)} is open again; nobody has it yet.`);
    await commandIncident(parts, call, number, { type: 'reopen' }, success);
  },
};
