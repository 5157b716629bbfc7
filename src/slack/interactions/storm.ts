import type { ActionsBlock, Overflow } from '@slack/types';
import type { SlackMessage } from '../../notifications/message.ts';
import { REOPEN_LABELS, SNOOZE_CHOICES } from '../../words/incident.ts';
import { actions, button, label, textElement } from '../cards/blocks.ts';
import type { IncidentRow } from '../cards/incident.ts';
import { notice } from '../cards/replies.ts';
import { showActions } from './actions-modal.ts';
import { carryOut } from './answers.ts';
import {
  askerOf,
  choiceValue,
  giveCommand,
  type Interaction,
  onButton,
  onMenu,
  readChoiceValue,
} from './interaction.ts';
import { formRequestOf } from './modal.ts';
import { readPageValue, type StormPage, showStorm } from './places.ts';
import { askForNote } from './resolve.ts';
import { snoozeFor } from './snooze.ts';
import { viewIncident } from './view.ts';

const ACKNOWLEDGE_ALL = 'ack_storm';
const SHOW = 'show_storm';
const PREVIOUS = 'storm_page_previous';
const NEXT = 'storm_page_next';
const ROW = 'storm_incident';

/** The buttons of a storm as a whole: acknowledge all of it, see all of it, turn the page. */
export const storm: Interaction = {
  actionIds: [ACKNOWLEDGE_ALL, SHOW, PREVIOUS, NEXT],
  canWait: (actionId) => actionId === ACKNOWLEDGE_ALL,
  listen(app, deps) {
    onButton(app, ACKNOWLEDGE_ALL, async (request, value) => {
      const { body, ack } = request;
      const chosen = readStormValue(value);
      if (chosen === null) return ack();
      const action = { kind: 'acknowledge_storm', stormId: chosen.stormId } as const;
      await carryOut(deps, { requestKey: body.trigger_id, asker: askerOf(request), action, ack });
    });
    for (const id of [SHOW, PREVIOUS, NEXT]) {
      onButton(app, id, async ({ ack, body, respond }, value) => {
        await ack();
        const chosen = readStormValue(value);
        if (chosen && respond) await showStorm(deps, body.user.id, chosen, respond, { inPlace: id !== SHOW });
      });
    }
  },
};

/** @param counts of the storm's incidents; @param shown on its card */
export function stormButtons(stormId: number, counts: { open: number; total: number }, shown: number): ActionsBlock[] {
  const elements = [
    ...(counts.open > 0 ? [{ ...button(ACKNOWLEDGE_ALL, 'Acknowledge all', String(stormId)), ...ASKED_FIRST }] : []),
    ...(counts.total > shown ? [pageButton(SHOW, `Show all ${counts.total}`, { stormId, page: 1 })] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}

export function turnStormButtons({ stormId, page }: StormPage, pages: number): ActionsBlock[] {
  const elements = [
    ...(page > 1 ? [pageButton(PREVIOUS, '← Previous', { stormId, page: page - 1 })] : []),
    ...(page < pages ? [pageButton(NEXT, 'Next →', { stormId, page: page + 1 })] : []),
  ];
  return elements.length > 0 ? [actions(...elements)] : [];
}

function pageButton(actionId: string, text: string, { stormId, page }: StormPage) {
  return button(actionId, text, `${stormId}:${page}`);
}

/** The storm of a button, and the list page it leads to; null for a value that is not ours. */
function readStormValue(value: string | undefined): StormPage | null {
  const [storm = '', page] = value?.split(':') ?? [];
  return /^[1-9]\d{0,14}$/.test(storm) ? { stormId: Number(storm), page: readPageValue(page) } : null;
}

const ASKED_FIRST = {
  style: 'primary' as const,
  confirm: {
    title: label('Acknowledge all?'),
    text: textElement('Everything in this storm that is still open becomes yours, and its escalation stops.'),
    confirm: label('Acknowledge all'),
    deny: label('Cancel'),
  },
};

/** The answer to "Acknowledge all". */
export function acknowledgingAll(count: number): SlackMessage {
  if (count === 0) return notice('Nothing in this storm is open any more.');
  const incidents = count === 1 ? '1 incident' : `${count} incidents`;
  return notice(`${incidents} of this storm will be yours in a moment; its message follows.`);
}

/** What can be chosen for one incident of a storm, besides to look at it. A menu of this kind holds five:
 * https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const CHOICES = [
  { key: 'ack', label: 'Acknowledge' },
  { key: 'resolve', label: 'Resolve…' },
  { key: '1h', label: 'Snooze 1 hour' },
  { key: 'more', label: 'More…' },
  { key: 'reopen', label: REOPEN_LABELS.RESOLVED },
] as const;
const VIEW = 'view';
/** In menus that were drawn before there was more than to snooze. */
const EARLIER_MORE = 'custom';
type Choice = (typeof CHOICES)[number]['key'] | typeof VIEW;

const AT_ONCE: ReadonlySet<Choice | undefined> = new Set(['ack', '1h', 'reopen'] as const);

/** The menu of one incident in a storm: what the buttons of a card do. */
export const stormRow: Interaction = {
  actionIds: [ROW],
  canWait: (_, chosen) => AT_ONCE.has(readStormChoice(chosen)?.choice),
  listen(app, deps) {
    onMenu(app, ROW, async (request, value) => {
      const chosen = readStormChoice(value);
      if (chosen === null) return request.ack();
      const { number, choice } = chosen;
      switch (choice) {
        case 'ack':
          return giveCommand(deps, request, number, { type: 'acknowledge' });
        case 'resolve':
          return askForNote(deps, formRequestOf(request), number);
        case '1h':
          return snoozeFor(deps, request, number, SNOOZE_CHOICES.find(({ key }) => key === choice)?.ms ?? 0);
        case 'reopen':
          return giveCommand(deps, request, number, { type: 'reopen' });
        case 'more':
          return showActions(deps, formRequestOf(request), number);
        case VIEW:
          return viewIncident(deps, request, number);
      }
    });
  },
};

/** What can be done with it now; whoever was faster is told, as with the buttons of a card. */
export function stormRowMenu({ incident: { number, state }, pageUrl }: IncidentRow): Overflow {
  const possible = CHOICES.filter(({ key }) => {
    if (state.status === 'RESOLVED') return key === 'reopen' || key === 'more';
    if (key === 'reopen') return false;
    return key !== 'ack' || state.status !== 'ACKNOWLEDGED';
  });
  return {
    type: 'overflow',
    action_id: ROW,
    options: [
      ...possible.map((choice) => ({ text: label(choice.label), value: choiceValue(number, choice.key) })),
      { text: label('View in OpsKnight'), value: choiceValue(number, VIEW), url: pageUrl },
    ],
  };
}

/** What was chosen in a storm's row; null for a value that is not ours. */
export function readStormChoice(value: string | undefined): { number: number; choice: Choice } | null {
  return readChoiceValue(value, (key): Choice | undefined =>
    key === VIEW ? VIEW : CHOICES.find((one) => one.key === (key === EARLIER_MORE ? 'more' : key))?.key,
  );
}
