import { REOPEN_LABELS } from '../../words/incident.ts';
import { label } from '../cards/blocks.ts';
import { choiceValue, giveCommand, type IncidentControl, onMenu, readChoiceValue } from './interaction.ts';

const ACTION = 'more_incident';

/** What the ⋯ menu of an incident offers, by the command that it gives; reopening has a name for each status. */
const CHOICES = [
  { type: 'escalate', label: 'Escalate now' },
  { type: 'restart_escalation', label: 'Restart escalation' },
  { type: 'reopen', label: REOPEN_LABELS.RESOLVED },
] as const;

/** What is seldom needed, and only while it is possible. */
export const more: IncidentControl = {
  actionIds: [ACTION],
  canWait: () => true,
  control({ number, state: { status }, escalation }) {
    const possible = {
      escalate: escalation !== null && (status === 'OPEN' || status === 'ACKNOWLEDGED'),
      restart_escalation: escalation !== null && status === 'OPEN',
      reopen: status !== 'OPEN',
    };
    const options = CHOICES.filter(({ type }) => possible[type]).map((choice) => ({
      text: label(choice.type === 'reopen' && status !== 'OPEN' ? REOPEN_LABELS[status] : choice.label),
      value: choiceValue(number, choice.type),
    }));
    return options.length > 0 ? { type: 'overflow', action_id: ACTION, options } : null;
  },
  listen(app, deps) {
    onMenu(app, ACTION, async (request, value) => {
      const chosen = readChoiceValue(value, (key) => CHOICES.find(({ type }) => type === key));
      if (!chosen) return request.ack();
      await giveCommand(deps, request, chosen.number, { type: chosen.choice.type });
    });
  },
};
