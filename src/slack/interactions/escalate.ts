import { incidentKey } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';

export const escalateCommand = incidentCommand({
  name: 'escalate',
  help: 'page the next step of its escalation policy now',
  command: { type: 'escalate' },
  success: (number) => notice(`${incidentKey(number)} is escalated; its thread says who is paged.`),
});
