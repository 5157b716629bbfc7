import { incidentKey } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';

export const wakeCommand = incidentCommand({
  name: 'wake',
  help: 'end a snooze now; the escalation starts from the first step',
  command: { type: 'wake' },
  success: (number) => notice(`${incidentKey(number)} is awake: it is open, and nobody has it.`),
});
