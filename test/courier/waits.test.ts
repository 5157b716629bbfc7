import { beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import { atOnce, Waits } from '../../src/notifications/queue/waits.ts';
import { type Delivery, type DeliveryKind, type Head, workKey } from '../../src/notifications/types.ts';

let elapsed: number;
let waits: Waits;
beforeEach(() => {
  elapsed = 0;
  waits = new Waits({ elapsed: () => elapsed }, () => 1);
});

const POST = 'chat.postMessage';
const UPDATE = 'chat.update';

function delivery(kind: DeliveryKind, of: number, lane = 'web'): Delivery {
  const task = { kind, work: workKey(kind, of), thread: null, detail: null };
  const rest = { uuid: 'u', connectionId: 1, priority: PRIORITY.HIGH, createdAt: 0, attempts: 0, inDoubtSince: null };
  return { id: 1, lane, task, ...rest };
}

function head(more: Partial<Head> = {}): Head {
  return {
    id: 1,
    connectionId: 1,
    lane: 'web',
    priority: PRIORITY.HIGH,
    method: POST,
    kind: 'card',
    work: 'card:9',
    ...more,
  };
}

const card = (id: number) => delivery('card', id);
const line = (id: number) => delivery('line', id);

describe('a lane that can not reach Slack', () => {
  test('waits longer each time, at most half a minute, each call by itself', () => {
    expect([1, 2, 3].map(() => waits.laneFailed('web', POST))).toEqual([500, 1_000, 2_000]);
    expect(waits.of(head())).toBe(2_000);
    expect(waits.of(head({ method: UPDATE }))).toBe(0);
    expect(waits.of(head({ lane: 'other' }))).toBe(0);
    for (let count = 0; count < 10; count++) waits.laneFailed('web', POST);
    expect(waits.of(head())).toBe(30 * SECOND);
  });

  test('goes on at once when Slack is back, and starts anew after a success', () => {
    waits.laneFailed('web', POST);
    waits.slackIsBack();
    expect(waits.of(head())).toBe(0);
    waits.laneFailed('web', POST);
    waits.isWell(card(1), POST);
    expect(waits.laneFailed('web', POST)).toBe(500);
  });
});

describe('a delivery that fails by itself', () => {
  test.each<[string, Delivery, typeof POST | typeof UPDATE, string[]]>([
    ['a new card holds back the lines of its thread', card(7), POST, ['card:7', 'line:7']],
    ['a card’s update does not', card(7), UPDATE, ['card:7']],
    ['a line holds back the lines after it', line(7), POST, ['line:7']],
    ['a new storm holds back its thread', delivery('storm', 3), POST, ['storm:3', 'storm_lines:3', 'storm_end:3']],
    ['a notice holds back nothing', delivery('notice', 9), POST, ['notice:9']],
  ])('%s', (_what, failing, method, passed) => {
    waits.failedAlone(failing, method, true);
    expect(waits.passed()).toEqual({ works: passed, untilNext: 500 });
    elapsed += 500;
    expect(waits.passed()).toEqual({ works: [], untilNext: Number.POSITIVE_INFINITY });
  });

  test('that is passed by is always due at a time to come, however time goes on meanwhile', () => {
    waits = new Waits({ elapsed: () => elapsed++ }, () => 1);
    waits.failedAlone(card(1), POST, true);
    for (let looks = 0; looks < 1_000; looks++) {
      const { works, untilNext } = waits.passed();
      expect(Number.isFinite(untilNext)).toBe(works.length > 0);
    }
    expect(waits.passed().works).toEqual([]);
  });

  test('counts as its own failure only when something else went through in between', () => {
    const fails = () => waits.failedAlone(card(1), POST, true).counts;
    expect([fails(), fails()]).toEqual([false, false]);
    elapsed += 1;
    waits.isWell(delivery('card', 2, 'other'), POST);
    expect([fails(), fails()]).toEqual([true, false]);
  });

  test('is tried again at once when Slack is back, unless the fault is our own', () => {
    waits.failedAlone(card(1), POST, true);
    waits.failedAlone(card(2), POST, false);
    waits.slackIsBack();
    expect(waits.passed().works).toEqual(['card:2', 'line:2']);
  });

  test('counts in any event when it is our own code that fails', () => {
    expect(waits.failedAlone(card(1), POST, false)).toMatchObject({ counts: true, for: 0 });
    elapsed += MINUTE;
    expect(waits.failedAlone(card(1), POST, false)).toMatchObject({ counts: true, for: MINUTE });
  });

  test('lets one other of the lane try; if that fails too, it is Slack, and the rest stays untouched', () => {
    waits.failedAlone(card(1), POST, true);
    expect(waits.of(head())).toBe(0);
    waits.failedAlone(card(2), POST, true);
    expect(waits.of(head())).toBe(500);
    elapsed += 1;
    waits.isWell(delivery('card', 3, 'other'), POST);
    expect(waits.of(head())).toBe(0);
  });
});

test.each([
  [1, 2],
  [2, 3],
  [4, 4],
  [100, 8],
])('after %i failures, %i of a lane may be failing at once', (failures, many) => {
  expect(atOnce(failures)).toBe(many);
});

test('a storm is drawn anew every other second, every second for people; its first message waits for nothing', () => {
  elapsed = 10 * SECOND;
  waits.isWell(delivery('storm', 3), POST);
  const redraw = head({ kind: 'storm', work: 'storm:3', method: UPDATE });
  expect(waits.of(redraw)).toBe(2 * SECOND);
  expect(waits.of({ ...redraw, priority: PRIORITY.human })).toBe(SECOND);
  expect(waits.of({ ...redraw, method: POST })).toBe(0);
  expect(waits.of({ ...redraw, work: 'storm:4' })).toBe(0);
});

test('nothing is kept of what has long been over', () => {
  waits.failedAlone(card(1), POST, true);
  waits.failedAlone(card(1), POST, true);
  elapsed += HOUR;
  waits.tidy();
  expect(waits.failedAlone(card(1), POST, true).wait).toBe(500);
});
