import type { Overflow } from '@slack/types';
import { REOPEN_LABELS, SNOOZE_CHOICES } from '../../../words/incident.ts';
import { label } from '../../cards/blocks.ts';
import type { IncidentRow } from '../../cards/incident.ts';
import { showActions } from '../actions-modal.ts';
import { choiceValue, giveCommand, type Interaction, onMenu, readChoiceValue } from '../interaction.ts';
import { formRequestOf } from '../modal.ts';
import { askForNote } from '../resolve.ts';
import { snoozeFor } from '../snooze.ts';
import { viewIncident } from '../view.ts';

const ROW = 'storm_incident';

/** What can be chosen for one incident of a storm, besides to look at it. A menu of this kind holds five:
 * https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const CHOICES = [
  { key: 'ack', label: 'Acknowledge' },
  { key: 'resolve', label: 'Resolve…' },
  { key: '1h', label: 'Snooze 1 hour' },
  { key: 'more', label: 'More…' },
  { key: 'reopen', label: REOPEN_LABELS.RESOLVED },
  { key: 'undo', label: REOPEN_LABELS.MERGED },
] as const;
const VIEW = 'view';
/** In menus that were drawn before there was more than to snooze. */
const EARLIER_MORE = 'custom';
type Choice = (typeof CHOICES)[number]['key'] | typeof VIEW;

const AT_ONCE: ReadonlySet<Choice | undefined> = new Set(['ack', '1h', 'reopen', 'undo'] as const);

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
        case 'undo':
          return giveCommand(deps, request, number, { type: 'undo_merge' });
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
    if (state.status === 'MERGED') return key === 'undo';
    if (key === 'reopen' || key === 'undo') return false;
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
