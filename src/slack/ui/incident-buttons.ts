import type { ActionsBlock, Button, Overflow, StaticSelect } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { incidentValue, MORE_CHOICES, moreValue, SNOOZE_MENU, snoozeValue } from './action-values.ts';
import { actions, button, label } from './blocks.ts';
import { ACTION } from './ids.ts';

/**
 * What can be done with an incident: the same buttons on its card, in lists and on the Home tab. The next sensible step
 * stands out: Acknowledge first, then Resolve. Once it is resolved it can be looked at, and reopened.
 */
export function incidentButtons(incident: Incident, pageUrl: string): ActionsBlock {
  if (incident.state.status === 'RESOLVED') {
    return actions(viewButton(incident.number, pageUrl), ...moreMenu(incident));
  }
  return actions(
    acknowledgeButton(incident),
    resolveButton(incident),
    snoozeMenu(incident.number),
    viewButton(incident.number, pageUrl),
    ...moreMenu(incident),
  );
}

/** What is seldom needed, and only while it is possible. */
function moreMenu({ number, state, escalation }: Incident): Overflow[] {
  const { status } = state;
  const possible = {
    escalate: escalation !== null && (status === 'OPEN' || status === 'ACKNOWLEDGED'),
    restart_escalation: escalation !== null && status === 'OPEN',
    reopen: status !== 'OPEN',
  };
  const options = MORE_CHOICES.filter(({ type }) => possible[type]).map((choice) => ({
    text: label(choice.type === 'reopen' && status !== 'OPEN' ? REOPEN_LABELS[status] : choice.label),
    value: moreValue(number, choice.type),
  }));
  return options.length > 0 ? [{ type: 'overflow', action_id: ACTION.more, options }] : [];
}

/** Stays a button with the same action id; pressing it again is answered with who was first. */
function acknowledgeButton({ number, state }: Incident): Button {
  if (state.status === 'ACKNOWLEDGED') return about(number, ACTION.acknowledge, 'Acknowledged ✓');
  return { ...about(number, ACTION.acknowledge, 'Acknowledge'), style: 'primary' };
}

function resolveButton({ number, state }: Incident): Button {
  const resolve = about(number, ACTION.resolve, 'Resolve');
  return state.status === 'ACKNOWLEDGED' ? { ...resolve, style: 'primary' } : resolve;
}

function snoozeMenu(number: number): StaticSelect {
  return {
    type: 'static_select',
    action_id: ACTION.snooze,
    placeholder: label('Snooze'),
    options: SNOOZE_MENU.map((choice) => ({ text: label(choice.label), value: snoozeValue(number, choice.key) })),
  };
}

export function viewButton(number: number, pageUrl: string): Button {
  return { ...about(number, ACTION.view, 'View in OpsKnight'), url: pageUrl };
}

/** What is seen is what is spoken: people who say "press Acknowledge" must be understood. */
function about(number: number, actionId: string, text: string): Button {
  return button(actionId, text, incidentValue(number));
}
