import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import { PRIORITY, type Priority } from '../../src/notifications/priority.ts';
import { gathering, joinStorm, type LineInLane, type OpenStorm } from '../../src/notifications/storms/gathering.ts';
import { runs } from '../runs.ts';
import { inShort, NOW, storm } from './shown.ts';

const PLACE = { connectionId: 1, target: '#web', channelId: null, ts: null, reroutedFrom: null };

function open(ago: { joined: number; started: number }): OpenStorm {
  return { ...storm(9), lastJoinedAt: NOW - ago.joined, startedAt: NOW - ago.started };
}

describe('new cards of a lane', () => {
  test.each([
    [0, null],
    [1, null],
    [5, null],
    [6, 'new'],
    [5_000, 'new'],
  ] as const)('%i of them, where no storm is on: %s', (count, into) => {
    expect(gathering(count, null, NOW)).toEqual({ into, over: null });
  });

  test.each<[string, { joined: number; started: number }, boolean]>([
    ['a moment ago', { joined: 0, started: 0 }, true],
    ['ten seconds ago', { joined: 10 * SECOND, started: 10 * SECOND }, true],
    ['longer ago', { joined: 10 * SECOND + 1, started: 10 * SECOND + 1 }, false],
    ['just now, ten minutes after it began', { joined: 0, started: 10 * MINUTE }, true],
    ['just now, more than ten minutes after it began', { joined: 0, started: 10 * MINUTE + 1 }, false],
    ['at a time that is still to come, since the clock was set back', { joined: -MINUTE, started: -MINUTE }, false],
  ])('join a storm that another one has joined %s: %p %p', (_when, ago, isOn) => {
    const on = open(ago);
    expect(gathering(1, on, NOW)).toEqual(isOn ? { into: on, over: null } : { into: null, over: on });
    expect(gathering(6, on, NOW)).toEqual(isOn ? { into: on, over: null } : { into: 'new', over: on });
  });

  test('that are none end no storm', () => {
    expect(gathering(0, open({ joined: MINUTE, started: MINUTE }), NOW)).toEqual({ into: null, over: null });
  });
});

const CARDS = [
  { cardId: 1, createdAt: NOW - 5 * SECOND },
  { cardId: 2, createdAt: NOW },
];
const line = (deliveryId: number, more: Partial<LineInLane> = {}): LineInLane => ({
  deliveryId,
  eventId: deliveryId * 10,
  isQuestion: false,
  priority: PRIORITY.thread,
  createdAt: NOW,
  ...more,
});

test('a storm that begins has one message, owed since the oldest of its cards; it says what their threads were to say', () => {
  const lines = [line(5), line(6, { isQuestion: true }), line(7, { priority: PRIORITY.human })];
  const plan = joinStorm('new', { place: PLACE, cards: CARDS, lines }, PRIORITY.HIGH, NOW);
  expect(inShort(plan)).toEqual([
    'create_storm -1 in #web',
    'withdraw card:1 card:2',
    'change_cards 1,2 {"stormId":-1,"channelId":null}',
    'forgo_channels 1,2',
    'withdraw_deliveries 5,7',
    'join_thread line:1 line:2 to storm:-1',
    'add_line 50 to -1',
    'add_line 70 to -1',
    'owe storm_lines:-1 of storm:-1 in #web by chat.postMessage at 0',
    `change_storm -1 {"lastJoinedAt":${NOW}}`,
    'owe storm:-1 of storm:-1 in #web by chat.postMessage at 1',
  ]);
  expect(plan.at(-1)).toMatchObject({ since: NOW - 5 * SECOND });
});

test('what joins a storm that is in Slack changes its message', () => {
  const plan = joinStorm(open({ joined: 0, started: 0 }), { place: PLACE, cards: CARDS, lines: [] }, PRIORITY.LOW, NOW);
  expect(inShort(plan)).toContain('owe storm:9 of storm:9 in #web by chat.update at 3');
});

test('no card is lost or told twice, and no line; what asks for an answer stays a message', () => {
  const priority = fc.constantFrom(...Object.values(PRIORITY)) as fc.Arbitrary<Priority>;
  const lines = fc
    .array(fc.record({ isQuestion: fc.boolean(), priority }), { maxLength: 20 })
    .map((all) => all.map((more, index) => line(index + 1, more)));
  const cards = fc
    .integer({ min: 1, max: 30 })
    .map((count) => Array.from({ length: count }, (_, index) => ({ cardId: index + 1, createdAt: NOW })));
  fc.assert(
    fc.property(fc.constantFrom('new', 'on'), cards, lines, priority, (into, cards, lines, priority) => {
      const joined = into === 'new' ? into : open({ joined: 0, started: 0 });
      const plan = joinStorm(joined, { place: PLACE, cards, lines }, priority, NOW);
      const ids = cards.map(({ cardId }) => cardId);
      expect(plan.flatMap((one) => (one.do === 'change_cards' ? one.ids : []))).toEqual(ids);
      const withdrawn = plan.flatMap((one) => (one.do === 'withdraw' ? one.works : []));
      expect(withdrawn).toEqual(ids.map((id) => ({ kind: 'card', of: id })));
      const said = lines.filter(({ isQuestion }) => !isQuestion);
      expect(plan.flatMap((one) => (one.do === 'add_line' ? [one.eventId] : []))).toEqual(
        said.map(({ eventId }) => eventId),
      );
      expect(plan.flatMap((one) => (one.do === 'withdraw_deliveries' ? one.ids : []))).toEqual(
        said.map(({ deliveryId }) => deliveryId),
      );
      const owed = plan.flatMap((one) => (one.do === 'owe' ? [[one.work.kind, one.priority]] : []));
      const thread = said.length === 0 ? [] : [['storm_lines', Math.min(...said.map((one) => one.priority))]];
      expect(owed).toEqual([...thread, ['storm', priority]]);
    }),
    runs(60),
  );
});
