import type { Overflow, SectionBlock } from '@slack/types';
import type { Incident } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/reopening.ts';
import { type StormChoice, stormChoiceValue } from './action-values.ts';
import { actorName } from './actor.ts';
import { label, section } from './blocks.ts';
import { cut, MAX_LINK_OF_MANY } from './escape.ts';
import { ACTION } from './ids.ts';
import { type IncidentRow, linkedTitle, serviceLabel, statusLabel, urgencyLabel } from './incident-words.ts';
import { ago } from './time.ts';

const MAX_TITLE = 80;
const MAX_SERVICE = 40;
const MAX_NAME = 40;
/** A menu of this kind holds five: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const CHOICES: [StormChoice, string][] = [
  ['ack', 'Acknowledge'],
  ['resolve', 'Resolve…'],
  ['1h', 'Snooze 1 hour'],
  ['custom', 'Snooze until…'],
  ['reopen', REOPEN_LABELS.RESOLVED],
];

/** One incident of a storm: a line of words, and a menu, which leads to its page also where there is no room for a link. `place` is its block id in lists. */
export function stormRow(row: IncidentRow, place?: string): SectionBlock {
  const { incident, service } = row;
  const name = service && serviceLabel({ name: cut(service.name, MAX_SERVICE) });
  const facts = [status(incident), name, ago(incident.openedAt)].filter((fact) => fact !== null);
  return {
    ...section(`${mark(incident)} *${linkedTitle(row, MAX_TITLE, MAX_LINK_OF_MANY)}*\n${facts.join(' · ')}`),
    block_id: place,
    accessory: menu(row),
  };
}

function mark({ state, urgency }: Incident): string {
  return state.status === 'RESOLVED' ? '✅' : urgencyLabel(urgency);
}

function status({ state, alertCount }: Incident): string {
  const repeated = alertCount > 1 ? ` (${alertCount} alerts)` : '';
  if (state.status === 'OPEN') return statusLabel('OPEN') + repeated;
  return `${statusLabel(state.status)} by ${actorName(state.by, MAX_NAME)}${repeated}`;
}

/** What can be done with it now; whoever was faster is told, as with the buttons of a card. */
function menu({ incident, pageUrl }: IncidentRow): Overflow {
  const { number, state } = incident;
  const choices = CHOICES.filter(([choice]) => {
    if (state.status === 'RESOLVED' || choice === 'reopen') return state.status === 'RESOLVED' && choice === 'reopen';
    return choice !== 'ack' || state.status !== 'ACKNOWLEDGED';
  });
  return {
    type: 'overflow',
    action_id: ACTION.stormRow,
    options: [
      ...choices.map(([choice, text]) => ({ text: label(text), value: stormChoiceValue(number, choice) })),
      { text: label('View in OpsKnight'), value: stormChoiceValue(number, 'view'), url: pageUrl },
    ],
  };
}
