import type { Button } from '@slack/types';
import { incidentKey } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';
import { commandButton, incidentButton } from './interaction.ts';

const ACTION = 'reopen_incident';

export const reopen = commandButton(ACTION, { type: 'reopen' });

/** Under the answer to whoever came too late for something else. */
export function reopenButton(number: number): Button {
  return incidentButton(ACTION, REOPEN_LABELS.RESOLVED, number);
}

export const reopenCommand = incidentCommand({
  name: 'reopen',
  help: 'open an incident again; its escalation starts from the first step',
  command: { type: 'reopen' },
  success: (number) => notice(`${incidentKey(number)} is open again; nobody has it yet.`),
});
