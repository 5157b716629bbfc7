import { commandButton, type IncidentControl, incidentButton } from './interaction.ts';

const ACTION = 'ack_incident';

/** Stays a button with the same action id once it is pressed; pressing it again is answered with who was first. */
export const acknowledge: IncidentControl = {
  ...commandButton(ACTION, { type: 'acknowledge' }),
  control({ number, state: { status } }) {
    if (status === 'RESOLVED') return null;
    if (status === 'ACKNOWLEDGED') return incidentButton(ACTION, 'Acknowledged ✓', number);
    return { ...incidentButton(ACTION, 'Acknowledge', number), style: 'primary' };
  },
};
