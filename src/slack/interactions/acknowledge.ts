import { incidentKey, isOver } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';
import { commandButton, type IncidentControl, incidentButton } from './interaction.ts';

const ACTION = 'ack_incident';

/** Stays a button with the same action id once it is pressed; pressing it again is answered with who was first. */
export const acknowledge: IncidentControl = {
  ...commandButton(ACTION, { type: 'acknowledge' }),
  control({ number, state }) {
    if (isOver(state)) return null;
    if (state.status === 'ACKNOWLEDGED') return incidentButton(ACTION, 'Acknowledged ✓', number);
    return { ...incidentButton(ACTION, 'Acknowledge', number), style: 'primary' };
  },
};

export const acknowledgeCommand = incidentCommand({
  name: 'ack',
  help: 'acknowledge an incident: it is yours, and its escalation stops',
  command: { type: 'acknowledge' },
  success: (number) => notice(`${incidentKey(number)} is yours. Its escalation has stopped.`),
});
