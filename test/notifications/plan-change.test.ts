import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE } from '../../src/lib/clock.ts';
import type { ChangeNotification, Summons } from '../../src/notifications/plan/change-notification.ts';
import { type PageState, planChange, type Shown } from '../../src/notifications/plan/plan-change.ts';
import { keepingHomes } from '../../src/notifications/plan/route.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import type { Card, Storm } from '../../src/notifications/types.ts';
import { NO_REACH } from '../../src/people/contact.ts';
import { isPersonTarget } from '../../src/people/page-target.ts';
import { runs } from '../runs.ts';
import { card, inShort, NOW, storm, unposted } from './shown.ts';

const BOB = '@bob@example.com';
const CLAIMS: ChangeNotification = {
  belongsTo: [],
  homes: [],
  opens: false,
  newCards: [],
  priority: PRIORITY.human,
  redrawPriority: PRIORITY.human,
  lines: [{ connectionId: 1, events: [0] }],
  recaps: [],
  summons: [],
  called: [],
  urgency: 'HIGH',
  wakes: false,
  redraws: true,
  callsOff: false,
  losses: [],
  told: [],
  followers: [],
  ownChannel: null,
  ends: false,
};
const IDLE: ChangeNotification = { ...CLAIMS, lines: [], redraws: false };
const calls = (target: string, asks = false): Summons => ({ connectionId: 1, target, event: 0, asks });

interface Facts {
  cards?: Card[];
  pages?: [number, Partial<PageState>][];
  storms?: Storm[];
  /** Storms all of whose incidents are resolved. */
  over?: number[];
  /** The id of the private channel that the incident belongs to; null for one that isn't known yet. */
  privateIn?: string | null;
  /** Private channels of its own. */
  rooms?: string[];
  /** It becomes so by this change. */
  becomesPrivate?: boolean;
}

function shown({
  cards = [],
  pages = [],
  storms = [],
  over = [],
  privateIn,
  rooms = [],
  becomesPrivate,
}: Facts): Shown {
  const unsent = { isRefused: false, isBeingSent: false, isCalling: false };
  return {
    incidentNumber: 7,
    cards,
    pages: new Map(pages.map(([id, state]) => [id, { ...unsent, ...state }])),
    storms: new Map(storms.map((one) => [one.id, one])),
    isOver: (stormId) => over.includes(stormId),
    privateHomes: new Map(privateIn === undefined ? [] : [[1, { channelId: privateIn, isOutOfSight: false, rooms }]]),
    closed: new Set(becomesPrivate ? [1] : []),
    reachOf: () => NO_REACH,
  };
}

const plan = (notification: ChangeNotification, facts: Facts) =>
  inShort(planChange(notification, shown(facts), [42], NOW));

const OPENS: ChangeNotification = {
  ...IDLE,
  priority: PRIORITY.HIGH,
  wakes: false,
  redraws: true,
  newCards: [
    { connectionId: 1, channel: '#web', isHome: true },
    { connectionId: 1, channel: '#all', isHome: false },
  ],
};

describe('a new incident', () => {
  test('gets a card at home and one for each subscription', () => {
    expect(plan(OPENS, {})).toEqual([
      'create_card -1 in #web (home)',
      'create_card -2 in #all',
      'owe card:-1 of card:-1 in #web by chat.postMessage at 1',
      'owe card:-2 of card:-2 in #all by chat.postMessage at 1',
    ]);
  });

  test.each([['CWEB'], [null]])('of a private channel (%s) is not shown to subscribers', (privateIn) => {
    expect(plan(OPENS, { privateIn })).toEqual([
      'create_card -1 in #web (home)',
      'owe card:-1 of card:-1 in #web by chat.postMessage at 1',
    ]);
  });

  test.each<[Facts, asks: boolean]>([
    [{}, true],
    [{ privateIn: null }, true], // looked at again before it is made
    [{ privateIn: 'CWEB' }, true],
    [{ cards: [card(3, { stormId: 9 })], storms: [storm(9)] }, false],
    [{ cards: [card(3)] }, true],
  ])('is given a channel of its own by the settings, as it is shown: %j', (facts, asks) => {
    const opens = { ...OPENS, ownChannel: { connectionId: 1, nameTemplate: 'inc-{number}' } };
    expect(plan(opens, facts).filter((one) => one.startsWith('ask_for'))).toEqual(
      asks ? ['ask_for_channel inc-{number}'] : [],
    );
    expect(plan({ ...opens, newCards: [] }, {}).filter((one) => one.startsWith('ask_for'))).toEqual([]);
  });

  test('that calls somebody at once says so in its thread, after the card', () => {
    const pages = { ...OPENS, lines: [{ connectionId: 1, events: [0] }], summons: [calls(BOB)] };
    expect(plan(pages, { privateIn: 'CWEB' })).toEqual([
      'create_card -1 in #web (home)',
      `create_card -2 in ${BOB}`,
      'called -2 by 42',
      'owe card:-1 of card:-1 in #web by chat.postMessage at 1',
      'hurry card:-1 at 4',
      'owe line:-1 of card:-1 {"eventId":42} in #web by chat.postMessage at 4',
      `owe card:-2 of card:-2 in ${BOB} by chat.postMessage at 1`,
    ]);
  });
});

test('what one request does to several is one line for each channel, besides what storms say; people are called as ever', () => {
  const cards = [
    card(3),
    card(4, { target: '#leads' }),
    card(5, { target: '#ops', stormId: 9 }),
    card(6, { target: BOB }),
  ];
  const facts = shown({ cards, storms: [storm(9, { target: '#ops' })] });
  const plan = planChange({ ...CLAIMS, redraws: false, summons: [calls(BOB)] }, facts, [42], NOW, 'r1');
  const summed = (channel: string) => {
    const detail = { lane: { connectionId: 1, target: channel }, eventIds: [42], first: NOW, last: NOW, request: 'r1' };
    return `sum_up summary:1:${channel}:r1 ${JSON.stringify(detail)} in ${channel} by chat.postMessage at 4`;
  };
  expect(inShort(plan)).toEqual([
    'called 6 by 42',
    summed('#web'),
    summed('#leads'),
    'add_line 42 to 9',
    'owe storm_lines:9 of storm:9 in #ops by chat.postMessage at 4',
    'owe line:6 of card:6 {"eventId":42} in @bob@example.com by chat.postMessage at 0',
  ]);
});

test.each<[string, ChangeNotification, Facts, string[]]>([
  [
    'a card in Slack is brought up to date, and its thread hears of it',
    CLAIMS,
    { cards: [card(3)] },
    [
      'owe card:3 of card:3 in #web by chat.update at 0',
      'owe line:3 of card:3 {"eventId":42} in #web by chat.postMessage at 4',
    ],
  ],
  [
    'one more of the same alert is only counted, last of all',
    { ...IDLE, redraws: true, priority: PRIORITY.HIGH, redrawPriority: PRIORITY.repeat },
    { cards: [card(3), unposted(4)] },
    [
      'owe card:3 of card:3 in #web by chat.update at 6',
      'take_up_doubt card:4',
      'owe card:4 of card:4 in #web by chat.postMessage at 1',
    ],
  ],
  [
    'a message that can not be changed stays as it is; its thread goes on',
    CLAIMS,
    { cards: [card(3, { editing: 'closed' })] },
    ['owe line:3 of card:3 {"eventId":42} in #web by chat.postMessage at 4'],
  ],
  [
    'a card outside of the private channel shows nothing, so nothing on it changes',
    CLAIMS,
    { cards: [card(3, { channelId: 'CALL', target: '#all', isHome: false })], privateIn: 'CWEB' },
    [],
  ],
  [
    'a channel that is called to what is private elsewhere hears that there is something, and no more',
    { ...IDLE, summons: [calls('#ops')] },
    { cards: [card(3)], privateIn: 'CWEB' },
    ['create_card -1 in #ops', 'owe card:-1 of card:-1 in #ops by chat.postMessage at 0'],
  ],
  [
    'whoever is called and has a card gets a line that calls again',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [card(3, { target: BOB, isHome: false })], pages: [[3, {}]] },
    ['called 3 by 42', `owe line:3 of card:3 {"eventId":42} in ${BOB} by chat.postMessage at 0`],
  ],
  [
    'the same call within a minute is one',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [card(3, { target: BOB, isHome: false, calledBy: 41, calledAt: NOW - MINUTE + 1 })], pages: [[3, {}]] },
    [],
  ],
  [
    'a call a minute after the last one is another one, also by a clock that was put back',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [card(3, { target: BOB, isHome: false, calledBy: 41, calledAt: NOW + MINUTE })], pages: [[3, {}]] },
    ['called 3 by 42', `owe line:3 of card:3 {"eventId":42} in ${BOB} by chat.postMessage at 0`],
  ],
  [
    'a page that Slack has refused a moment ago reached nobody: the same call again is another one',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [unposted(3, { target: BOB, calledBy: 41, calledAt: NOW })], pages: [[3, { isRefused: true }]] },
    ['called 3 by 42', 'take_up_doubt card:3', `owe card:3 of card:3 in ${BOB} by chat.postMessage at 0`],
  ],
  [
    'once somebody has taken it, whoever is called again is called anew',
    { ...IDLE, callsOff: true },
    { cards: [card(3, { target: BOB, isHome: false, calledBy: 41, calledAt: NOW })], pages: [[3, {}]] },
    ['change_cards 3 {"calledAt":null}', 'call_off_contacts'],
  ],
  [
    'one call that is on its way is enough',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [card(3, { target: BOB })], pages: [[3, { isCalling: true }]] },
    ['called 3 by 42'],
  ],
  [
    'a question is put, whatever is on its way',
    { ...IDLE, summons: [calls(BOB, true)] },
    { cards: [card(3, { target: BOB })], pages: [[3, { isCalling: true }]] },
    [`owe line:3 of card:3 {"eventId":42} in ${BOB} by chat.postMessage at 0`],
  ],
  [
    'a page that is still on its way says it all itself',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [unposted(3, { target: BOB })], pages: [[3, {}]] },
    ['called 3 by 42'],
  ],
  [
    'a page that Slack has refused is not tried again by a change',
    CLAIMS,
    { cards: [unposted(3, { target: BOB })], pages: [[3, { isRefused: true }]] },
    [],
  ],
  [
    'a page that Slack has refused is tried again when the person is called again',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [unposted(3, { target: BOB })], pages: [[3, { isRefused: true }]] },
    ['called 3 by 42', 'take_up_doubt card:3', `owe card:3 of card:3 in ${BOB} by chat.postMessage at 0`],
  ],
  [
    'a page that nobody needs any more is dropped, and one that Slack may have is called off',
    { ...IDLE, callsOff: true },
    {
      cards: [unposted(3, { target: BOB }), unposted(4, { target: '@U4' }), card(5, { target: '@U5' }), unposted(6)],
      pages: [[4, { isBeingSent: true }]],
    },
    ['drop_card 3', 'change_cards 4 {"isCalledOff":true}', 'call_off_contacts'],
  ],
  [
    'whoever is called again to a page that was called off gets it after all',
    { ...IDLE, summons: [calls(BOB)] },
    { cards: [unposted(3, { target: BOB, isCalledOff: true })] },
    ['change_cards 3 {"isCalledOff":false}', 'called 3 by 42'],
  ],
  [
    'what happens to an incident of a storm shows in the storm’s message, and is said in its thread',
    CLAIMS,
    { cards: [unposted(3, { stormId: 9 })], storms: [storm(9)] },
    [
      'owe storm:9 of storm:9 in #web by chat.update at 0',
      'add_line 42 to 9',
      'owe storm_lines:9 of storm:9 in #web by chat.postMessage at 4',
    ],
  ],
  [
    'the last of a storm that is resolved ends it',
    { ...IDLE, ends: true },
    { cards: [unposted(3, { stormId: 9 }), unposted(4, { stormId: 8 })], storms: [storm(8), storm(9)], over: [9] },
    ['owe storm_end:9 of storm:9 in #web by chat.postMessage at 4'],
  ],
  [
    'a question about an incident of a storm is a message of its own in the storm’s thread',
    { ...IDLE, summons: [calls(BOB, true)] },
    { cards: [unposted(3, { target: BOB, stormId: 9 })], storms: [storm(9, { target: BOB })] },
    [`owe line:3 of storm:9 {"eventId":42} in ${BOB} by chat.postMessage at 0`],
  ],
])('%s', (_what, notification, facts, expected) => {
  expect(plan(notification, facts)).toEqual(expected);
});

describe('whatever there is to tell', () => {
  const TARGETS = ['#web', '#all', '#ops', BOB, '@U5'];
  const cards = fc
    .array(
      fc.record({
        target: fc.constantFrom(...TARGETS),
        channelId: fc.constantFrom('CWEB', 'CALL', null),
        isPosted: fc.boolean(),
        isHome: fc.boolean(),
        isCalledOff: fc.boolean(),
        isInStorm: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    .map((all) =>
      all.map(({ channelId, isPosted, isInStorm, ...one }, index) => {
        const ts = isPosted && !isInStorm && channelId !== null ? `${index}.0` : null;
        return card(index + 1, { ...one, channelId, ts, stormId: isInStorm ? 9 : null });
      }),
    );
  const state = fc.record({ isRefused: fc.boolean(), isBeingSent: fc.boolean(), isCalling: fc.boolean() });
  const facts = fc.record({
    cards,
    pages: fc
      .array(state, { minLength: 6, maxLength: 6 })
      .map((all) => all.map((one, index) => [index + 1, one] as const)),
    privateIn: fc.constantFrom('CWEB', null, undefined),
  });
  const summons = fc.array(fc.record({ target: fc.constantFrom(...TARGETS), asks: fc.boolean() }), { maxLength: 3 });
  const notifications = fc.record({
    wakes: fc.boolean(),
    redraws: fc.boolean(),
    callsOff: fc.boolean(),
    isSaid: fc.boolean(),
    summons,
    isOpening: fc.boolean(),
  });

  test('nothing is owed to what is not there, to what is dropped, or in another lane than its own; nothing private leaves home', () => {
    fc.assert(
      fc.property(facts, notifications, ({ pages, ...given }, { isSaid, isOpening, ...told }) => {
        const facts = shown({ ...given, pages: pages.map(([id, one]) => [id, one]), storms: [storm(9)] });
        const before = structuredClone(facts.cards);
        const operations = planChange(
          {
            ...IDLE,
            ...told,
            summons: told.summons.map(({ target, asks }) => calls(target, asks)),
            lines: isSaid ? [{ connectionId: 1, events: [0] }] : [],
            newCards: isOpening && given.cards.length === 0 ? OPENS.newCards : [],
          },
          facts,
          [42],
          NOW,
        );
        expect(facts.cards).toEqual(before);
        const there = new Map(facts.cards.map((one) => [one.id, one]));
        for (const operation of operations) {
          if (operation.do === 'create_card') {
            const { as: id, target, isHome } = operation;
            there.set(id, unposted(id, { target, isHome }));
          }
          if (operation.do === 'drop_card') there.delete(operation.id);
          if (operation.do !== 'owe' || operation.work.kind === 'storm' || operation.work.kind === 'storm_lines')
            continue;
          const owed = there.get(Number(operation.work.of));
          expect(owed?.target).toBe(operation.lane.target);
          if (!owed || isPersonTarget(owed.target) || given.privateIn !== 'CWEB') continue;
          const isAtHome = owed.channelId === null ? owed.isHome : owed.channelId === 'CWEB';
          // Elsewhere only that there is something, when it is called there.
          if (!isAtHome) expect([operation.work.kind, owed.id < 0]).toEqual(['card', true]);
        }
      }),
      runs(100),
    );
  });
});

describe('somebody has said where it belongs', () => {
  const MOVES: ChangeNotification = {
    ...CLAIMS,
    newCards: [
      { connectionId: 1, channel: '#pay', isHome: true },
      { connectionId: 1, channel: '#all', isHome: false },
    ],
  };
  const subscribed = card(2, { target: '#all', channelId: 'CALL', isHome: false });
  const placed = (facts: Facts) => plan(MOVES, facts).filter((step) => !step.startsWith('owe line'));

  test('its card is created there, and the one that it had leads there; subscribers keep theirs', () => {
    expect(placed({ cards: [card(1), subscribed] })).toEqual([
      'change_cards 1 {"isHome":false,"movedTo":"#pay"}',
      'create_card -1 in #pay (home)',
      'owe card:1 of card:1 in #web by chat.update at 0',
      'owe card:2 of card:2 in #all by chat.update at 0',
      'owe card:-1 of card:-1 in #pay by chat.postMessage at 0',
      'hurry card:-1 at 4',
    ]);
  });

  test('a card that led elsewhere shows it again', () => {
    const before = card(3, { target: '#pay', channelId: 'CPAY', isHome: false, movedTo: '#web' });
    expect(placed({ cards: [before, card(1), subscribed] }).slice(0, 2)).toEqual([
      'change_cards 1 {"isHome":false,"movedTo":"#pay"}',
      'change_cards 3 {"isHome":true,"movedTo":null}',
    ]);
  });

  test('one that leads elsewhere hears no more', () => {
    expect(plan(CLAIMS, { cards: [card(1, { isHome: false, movedTo: '#pay' })] })).toEqual([]);
  });

  test('what is private from now on is taken off every other card', () => {
    const steps = placed({ cards: [card(1), subscribed], privateIn: 'GPAY' });
    expect(steps).toContain('owe card:1 of card:1 in #web by chat.update at 0');
    expect(steps).toContain('owe card:2 of card:2 in #all by chat.update at 0');
    expect(plan(MOVES, { cards: [card(1), subscribed], privateIn: 'GPAY' }).join()).not.toMatch(/owe line:[12] /);
  });

  test('what was private before stays where it is, for nobody but its channel', () => {
    const kept = new Map([[1, '#secret']]);
    expect(keepingHomes(MOVES.newCards, kept)).toEqual([{ connectionId: 1, channel: '#secret', isHome: true }]);
    expect(keepingHomes(MOVES.newCards, new Map())).toEqual(MOVES.newCards);
  });
});
