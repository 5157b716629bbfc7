import { expect, test } from '@jest/globals';
import { HOUR } from '../../../src/lib/clock.ts';
import { stormRow } from '../../../src/slack/cards/storm-card.ts';
import { readStormChoice } from '../../../src/slack/interactions/storm/row.ts';
import { bob, jane, NOW, row } from '../fixtures.ts';

type State = NonNullable<Parameters<typeof row>[0]>['state'];

function menuOf(state: State): [label: string, choice: string | undefined][] {
  const menu = stormRow(row({ state })).accessory;
  if (menu?.type !== 'overflow') throw new Error('a row has a menu');
  return menu.options.map(({ text, value }) => [text.text, readStormChoice(value)?.choice]);
}

test('a row of a storm offers what can be done with its incident, at most five things', () => {
  const snooze = [
    ['Resolve…', 'resolve'],
    ['Snooze 1 hour', '1h'],
    ['More…', 'more'],
  ];
  const view = ['View in OpsKnight', 'view'];
  expect(menuOf({ status: 'OPEN' })).toEqual([['Acknowledge', 'ack'], ...snooze, view]);
  expect(menuOf({ status: 'ACKNOWLEDGED', by: jane, at: NOW })).toEqual([...snooze, view]);
  expect(menuOf({ status: 'SNOOZED', by: jane, at: NOW, until: NOW + HOUR })).toEqual([
    ['Acknowledge', 'ack'],
    ...snooze,
    view,
  ]);
  expect(menuOf({ status: 'RESOLVED', by: bob, at: NOW, note: null })).toEqual([
    ['More…', 'more'],
    ['Reopen', 'reopen'],
    view,
  ]);
});
