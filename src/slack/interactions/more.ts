import type { Incident, Status } from '../../incidents/types.ts';
import { label } from '../cards/blocks.ts';
import { actionValue, readActionValue, showActions, useAction } from './actions-modal.ts';
import { possibleActions } from './incident-actions.ts';
import { choiceValue, type IncidentControl, onMenu, readChoiceValue } from './interaction.ts';
import { formRequestOf } from './modal.ts';

const ACTION = 'more_incident';
const ALL = 'actions';

/**
 * What comes first in the menu of an incident, as far as it is possible; the rest is behind "More…". A menu of this kind holds
 * five: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
 */
const FIRST: Record<Status, readonly string[]> = {
  OPEN: ['assign', 'note', 'escalate', 'restart_escalation'],
  ACKNOWLEDGED: ['assign', 'note', 'escalate', 'hand_back'],
  SNOOZED: ['wake', 'assign', 'note'],
  RESOLVED: ['reopen', 'note'],
  MERGED: [],
};

/** What is seldom needed, and only while it is possible. */
export const more: IncidentControl = {
  actionIds: [ACTION],
  canWait: (_, chosen) => typeof readActionValue(chosen)?.choice.does === 'function',
  control(incident) {
    if (incident.state.status === 'MERGED') return null; // its card leads to the one that it goes on as
    const options = menuOf(incident).map((action) => ({
      text: label(action.label),
      value: actionValue(incident.number, action),
    }));
    const all = { text: label('More…'), value: choiceValue(incident.number, ALL) };
    return { type: 'overflow', action_id: ACTION, options: [...options, all] };
  },
  listen(app, deps) {
    onMenu(app, ACTION, async (request, value) => {
      const all = readChoiceValue(value, (key) => (key === ALL ? key : undefined));
      if (all) return showActions(deps, formRequestOf(request), all.number);
      const chosen = readActionValue(value);
      await (chosen ? useAction(deps, request, chosen.number, chosen.choice) : request.ack());
    });
  },
};

function menuOf(incident: Incident) {
  const possible = possibleActions(incident);
  return FIRST[incident.state.status].flatMap((key) => possible.find((action) => action.key === key) ?? []);
}
