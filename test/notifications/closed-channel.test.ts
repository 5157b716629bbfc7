import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CardInClosedChannel,
  keepPrivate,
  tellOfClosedChannel,
} from '../../src/notifications/plan/closed-channel.ts';
import { editRefused, startOver } from '../../src/notifications/plan/start-over.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import type { Card } from '../../src/notifications/types.ts';
import { runs } from '../runs.ts';
import { card, inShort, NOW, storm, unposted } from './shown.ts';

const CLOSED = { code: 'is_archived', fallback: '#default', at: NOW };
const UNTOLD = { isKnown: false, admins: ['UADA'], subscribers: [], listens: false, newKey: () => 'key' };
const TOLD = { ...UNTOLD, isKnown: true };

const inClosedChannel = (one: Card, more: Partial<CardInClosedChannel> = {}): CardInClosedChannel => ({
  card: one,
  isPrivate: true,
  isLive: true,
  isInFallback: false,
  ...more,
});

const keep = (one: CardInClosedChannel) =>
  keepPrivate({ message: { kind: 'card', place: one.card }, cards: [one], lines: [] }, PRIORITY.HIGH, CLOSED, TOLD);

test('the admins are told of a closed channel once', () => {
  expect(inShort(tellOfClosedChannel(card(1), CLOSED, UNTOLD))).toEqual([
    'note_closed_channel #web is_archived',
    expect.stringMatching(/^owe notice:key .*"to":"UADA".*"target":"#web".* in UADA by chat.postMessage at 5$/),
  ]);
  expect(tellOfClosedChannel(card(1), CLOSED, TOLD)).toEqual([]);
});

describe('a card whose channel is closed', () => {
  const kept = ['give_up_doubts card:3', 'withdraw card:3 line:3'];

  test('goes elsewhere when nothing about it is private', () => {
    expect(keep(inClosedChannel(card(3), { isPrivate: false }))).toBeNull();
  });

  test('stays when it is private; the default channel hears that there is something', () => {
    expect(inShort(keep(inClosedChannel(unposted(3))) ?? [])).toEqual([
      ...kept,
      'create_card -1 in #default',
      'owe card:-1 of card:-1 in #default by chat.postMessage at 1',
    ]);
  });

  test.each<[string, CardInClosedChannel]>([
    ['it is resolved', inClosedChannel(unposted(3), { isLive: false })],
    ['the default channel has heard', inClosedChannel(unposted(3), { isInFallback: true })],
    ['it is only a subscriber’s', inClosedChannel(unposted(3, { isHome: false }))],
  ])('stays, and nobody hears of it, when %s', (_why, one) => {
    expect(inShort(keep(one) ?? [])).toEqual(kept);
  });
});

describe('a storm whose channel is closed', () => {
  const LINES = [
    { incidentNumber: 1, eventId: 11, createdAt: NOW },
    { incidentNumber: 2, eventId: 22, createdAt: NOW },
  ];
  const inStorm = (id: number) => unposted(id, { incidentNumber: id, stormId: 9 });

  test('keeps what is private; the rest leaves it, with what its thread was to say of them', () => {
    const cards = [inClosedChannel(inStorm(1)), inClosedChannel(inStorm(2), { isPrivate: false })];
    const plan = keepPrivate(
      { message: { kind: 'storm', place: storm(9) }, cards, lines: LINES },
      PRIORITY.HIGH,
      CLOSED,
      TOLD,
    );
    expect(inShort(plan ?? [])).toEqual([
      'change_storm 9 {"isOver":true}',
      'change_cards 2 {"target":"#default","reroutedFrom":"#web","channelId":null,"ts":null,"stormId":null,"editing":"open"}',
      'join_thread card:2 line:2 to card:2',
      'change_lane card:2 line:2 to #default',
      'take_up_doubt card:2',
      'owe card:2 of card:2 in #default by chat.postMessage at 1',
      'hurry card:2 at 4',
      'owe line:2 of card:2 {"eventId":22} in #default by chat.postMessage at 4',
      'give_up_doubts card:1 storm:9',
      'withdraw card:1 line:1 storm:9 storm_lines:9 storm_end:9',
      'forget_lines 9',
      'create_card -1 in #default',
      'owe card:-1 of card:-1 in #default by chat.postMessage at 1',
    ]);
  });

  test('sends nothing that is private anywhere, and all the rest to the default channel, with its lines', () => {
    const cards = fc
      .array(fc.record({ isPrivate: fc.boolean(), isLive: fc.boolean(), isInFallback: fc.boolean() }), { minLength: 1 })
      .map((all) => all.map((more, index) => inClosedChannel(inStorm(index + 1), more)));
    fc.assert(
      fc.property(cards, fc.array(fc.integer({ min: 1, max: 10 })), (cards, said) => {
        const lines = said.map((incidentNumber, index) => ({ incidentNumber, eventId: index, createdAt: NOW }));
        const message = { kind: 'storm', place: storm(9) } as const;
        const plan = keepPrivate({ message, cards, lines }, PRIORITY.HIGH, CLOSED, TOLD);
        const [kept, leaving] = [true, false].map((isPrivate) =>
          cards.filter((one) => one.isPrivate === isPrivate).map((one) => one.card.id),
        );
        if (plan === null) return expect(kept).toEqual([]);
        const moved = plan.flatMap((one) => (one.do === 'change_cards' ? one.ids : []));
        expect(moved).toEqual(leaving);
        const owed = plan.flatMap((one) => (one.do === 'owe' ? [one] : []));
        for (const { work, lane } of owed) {
          expect(lane.target).toBe('#default');
          expect(kept).not.toContain(work.of);
        }
        const told = owed.filter(({ work }) => work.kind === 'line').map(({ detail }) => detail);
        const toTell = leaving?.flatMap((id) => lines.filter(({ incidentNumber }) => incidentNumber === id));
        expect(told).toEqual(toTell?.map(({ eventId }) => ({ eventId })));
      }),
      runs(60),
    );
  });
});

describe('a message that is gone', () => {
  test('is posted anew, and what is owed to its thread follows', () => {
    expect(inShort(startOver({ kind: 'card', place: card(3) }, { target: '#b', reroutedFrom: '#web' }, NOW))).toEqual([
      'change_cards 3 {"target":"#b","reroutedFrom":"#web","channelId":null,"ts":null}',
      'withdraw card:3',
      'change_lane card:3 to #b',
      'take_up_doubt card:3',
      'owe card:3 of card:3 in #b by chat.postMessage at 0',
    ]);
  });

  test('and a storm’s takes its rows along, and the lines that were being said', () => {
    expect(inShort(startOver({ kind: 'storm', place: storm(9) }, { target: '#b', reroutedFrom: '#web' }, NOW))).toEqual(
      [
        'change_storm 9 {"target":"#b","reroutedFrom":"#web","channelId":null,"ts":null}',
        'change_rows 9 {"target":"#b","reroutedFrom":"#web","channelId":null}',
        'release_lines 9',
        'withdraw storm:9 storm_lines:9',
        'change_lane storm:9 to #b',
        'take_up_doubt storm:9',
        'owe storm:9 of storm:9 in #b by chat.postMessage at 0',
        'continue_thread storm_lines:9 at 4',
      ],
    );
  });
});

describe('a message that the workspace does not let the app change', () => {
  test('is posted anew once', () => {
    const [first, ...rest] = inShort(editRefused({ kind: 'card', place: card(3) }, NOW));
    expect(first).toBe('change_cards 3 {"editing":"reposted"}');
    expect(rest).toContain('owe card:3 of card:3 in #web by chat.postMessage at 0');
  });

  test('and then left as it is', () => {
    expect(inShort(editRefused({ kind: 'card', place: card(3, { editing: 'reposted' }) }, NOW))).toEqual([
      'change_cards 3 {"editing":"closed"}',
      'withdraw card:3',
    ]);
  });

  test('and a storm’s takes in nothing more, which would not show', () => {
    expect(inShort(editRefused({ kind: 'storm', place: storm(9, { editing: 'reposted' }) }, NOW))).toEqual([
      'change_storm 9 {"editing":"closed","isOver":true}',
      'withdraw storm:9',
    ]);
  });
});
