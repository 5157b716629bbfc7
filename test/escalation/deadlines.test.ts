import { describe, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { JANE, MONITOR, QuietHouse } from './quiet-house.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  sla: { HIGH: { acknowledge: 5m, resolve: 1h }, MEDIUM: { acknowledge: 30m } }
  acknowledge_reminder: 2h
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Smith, email: bob@example.com }
escalation_policies:
  - { name: payments, steps: [{ after: 0s, notify: [user:bob@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments, sla: { HIGH: { acknowledge: 10m } } }
  - { name: Watched, escalation_policy: payments, sla: { HIGH: { acknowledge: 2h, resolve: 1d } }, acknowledge_reminder: 30m }
`;
const NOON = '2026-01-07T11:00:00Z';

const open = () => QuietHouse.open(NOON, SETTINGS, { 'jane@example.com': 'jane', 'bob@example.com': 'bob' });

async function breaches(house: QuietHouse, number: number): Promise<string[]> {
  const story = await house.story(number);
  return story.filter((line) => line.includes('SLA')).map((line) => line.replace(/ <.*/, ''));
}

const TO_ACKNOWLEDGE = '⏱️ SLA breached: was to be acknowledged';
const TO_RESOLVE = '⏱️ SLA breached: was to be resolved';

describe('an SLA target', () => {
  test('is breached at its time, once: the service’s own, or else the default of the urgency', async () => {
    const house = await open();
    const { number } = await house.open('Nobody cares');
    await house.passes(120 * MINUTE);
    expect(await breaches(house, number)).toEqual([`10: ${TO_ACKNOWLEDGE}`, `60: ${TO_RESOLVE}`]);
    const medium = await house.open('Less urgent', 'MEDIUM');
    await house.passes(120 * MINUTE);
    expect(await breaches(house, medium.number)).toEqual([`30: ${TO_ACKNOWLEDGE}`]);
    const low = await house.open('No target', 'LOW');
    await house.passes(120 * MINUTE);
    expect(await breaches(house, low.number)).toEqual([]);
  });

  test('that was met is not breached later', async () => {
    const house = await open();
    const { number } = await house.open('In time');
    await house.passes(9 * MINUTE);
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(50 * MINUTE);
    await house.does(JANE, number, { type: 'resolve', note: null });
    await house.passes(60 * MINUTE);
    expect(await breaches(house, number)).toEqual([]);
  });

  test('stands still while the incident is snoozed', async () => {
    const house = await open();
    const { number } = await house.open('Later');
    await house.passes(4 * MINUTE);
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 30 * MINUTE });
    await house.passes(120 * MINUTE);
    expect(await breaches(house, number)).toEqual([`40: ${TO_ACKNOWLEDGE}`, `90: ${TO_RESOLVE}`]);
  });

  test('and while it was resolved, when it is reopened', async () => {
    const house = await open();
    const { number } = await house.open('Back again');
    await house.does(JANE, number, { type: 'resolve', note: null });
    await house.passes(24 * 60 * MINUTE);
    await house.does(JANE, number, { type: 'reopen' });
    await house.passes(120 * MINUTE);
    expect(await breaches(house, number)).toEqual([`1450: ${TO_ACKNOWLEDGE}`, `1500: ${TO_RESOLVE}`]);
  });

  test('counts from when the incident became as urgent as it is, so that it never passes at that moment', async () => {
    const house = await open();
    const { number } = await house.open('Getting worse', 'MEDIUM');
    await house.passes(20 * MINUTE);
    await house.does(MONITOR, number, { type: 'repeat_alert', urgency: 'HIGH', title: 'worse' });
    await house.passes(120 * MINUTE);
    expect(await breaches(house, number)).toEqual([`30: ${TO_ACKNOWLEDGE}`, `80: ${TO_RESOLVE}`]);
  });

  test('that was missed before the incident became more urgent stays missed, and is not missed again', async () => {
    const house = await open();
    const { number } = await house.open('Getting worse late', 'MEDIUM');
    await house.passes(40 * MINUTE);
    await house.does(MONITOR, number, { type: 'repeat_alert', urgency: 'HIGH', title: 'worse' });
    await house.passes(120 * MINUTE);
    expect(await breaches(house, number)).toEqual([`30: ${TO_ACKNOWLEDGE}`, `100: ${TO_RESOLVE}`]);
  });

  test('does not wait for the app: a snooze that ended while it was down is over at its end', async () => {
    const house = await open();
    const { number } = await house.open('Woken late');
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 15 * MINUTE });
    await house.isDownFor(22 * MINUTE);
    expect((await house.incident(number)).pauses.map(({ from, to }) => (to ?? 0) - from)).toEqual([15 * MINUTE]);
    await house.passes(60 * MINUTE);
    expect(await breaches(house, number)).toEqual([`25: ${TO_ACKNOWLEDGE}`, `75: ${TO_RESOLVE}`]);
  });

  test('also when somebody snoozes again before the wake-up that is overdue', async () => {
    const house = await open();
    const { number } = await house.open('Snoozed twice');
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 15 * MINUTE });
    await house.isDownFor(18 * MINUTE, { fires: false });
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 10 * MINUTE });
    await house.passes(90 * MINUTE);
    expect(await breaches(house, number)).toEqual([`35: ${TO_ACKNOWLEDGE}`, `85: ${TO_RESOLVE}`]);
  });

  test('is never set back by a clock that is: no pause ends before it began', async () => {
    const house = await open();
    const { number } = await house.open('Back in time');
    await house.passes(5 * MINUTE);
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 15 * MINUTE });
    await house.isDownFor(0, { setBy: -30 * MINUTE });
    await house.does(JANE, number, { type: 'reopen' });
    await house.does(JANE, number, { type: 'resolve', note: null });
    await house.isDownFor(0, { setBy: -30 * MINUTE });
    await house.does(JANE, number, { type: 'reopen' });
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 15 * MINUTE });
    const { pauses, openedAt } = await house.incident(number);
    const ends = pauses.flatMap(({ from, to }) => [from, to ?? from]);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends[0]).toBe(openedAt + 5 * MINUTE);
  });

  test('that passed while the app was down is noted when it is back, before anything else', async () => {
    const house = await open();
    const { number } = await house.open('In the dark');
    await house.isDownFor(15 * MINUTE);
    await house.isDownFor(0);
    expect(await breaches(house, number)).toEqual([`15: ${TO_ACKNOWLEDGE}`]);
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.isDownFor(60 * MINUTE);
    await house.does(JANE, number, { type: 'resolve', note: null });
    expect(await breaches(house, number)).toEqual([`15: ${TO_ACKNOWLEDGE}`, `75: ${TO_RESOLVE}`]);
  });

  test.each<[change: string, from: string, to: string, applied: string[], later: string[]]>([
    ['grows', 'acknowledge: 10m', 'acknowledge: 40m', [], [`40: ${TO_ACKNOWLEDGE}`, `60: ${TO_RESOLVE}`]],
    ['shrinks', 'acknowledge: 10m', 'acknowledge: 7m', [], [`7: ${TO_ACKNOWLEDGE}`, `60: ${TO_RESOLVE}`]],
    ['has passed already', 'acknowledge: 10m', 'acknowledge: 4m', [`6: ${TO_ACKNOWLEDGE}`], [`60: ${TO_RESOLVE}`]],
    ['appears', '/* none */', '', [], [`10: ${TO_ACKNOWLEDGE}`, `60: ${TO_RESOLVE}`]],
    ['disappears', ', resolve: 1h', '', [], [`10: ${TO_ACKNOWLEDGE}`]],
  ])(
    'that the operator changes counts for open incidents at once: one that %s',
    async (_, from, to, applied, later) => {
      const house = await open();
      if (to === '')
        await house.apply(SETTINGS.replace('{ HIGH: { acknowledge: 10m } }', '{}').replace('acknowledge: 5m, ', ''));
      if (from === ', resolve: 1h') await house.apply(SETTINGS);
      const { number } = await house.open('Under new rules');
      await house.passes(6 * MINUTE);
      expect(await house.apply(SETTINGS.replace(from, to))).toMatchObject({ newTargets: [number] });
      expect(await breaches(house, number)).toEqual(applied);
      expect(await house.apply(SETTINGS.replace(from, to))).toEqual({});
      await house.passes(120 * MINUTE);
      expect(await breaches(house, number)).toEqual([...applied, ...later]);
    },
  );
});

describe('the owner of an acknowledged HIGH incident', () => {
  const question = '👋 @jane was asked for news, after 30 min of silence';

  test('is asked after a while without activity, and then it is escalated again', async () => {
    const house = await open();
    const { number } = await house.open('Forgotten', 'HIGH', 'Watched');
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(29 * MINUTE);
    await house.does(JANE, number, { type: 'note', text: 'looking' });
    await house.passes(61 * MINUTE);
    expect((await house.story(number)).slice(3)).toEqual([
      `59: ${question}`,
      '89: ↩️ Open again: its owner did not answer',
      '89: ⬆️ Escalated to step 1: paged @bob',
    ]);
    expect(await house.paged(number)).toEqual(['jane@example.com', 'bob@example.com']);
  });

  test('keeps it by saying so, and is asked again later', async () => {
    const house = await open();
    const { number } = await house.open('Still mine', 'HIGH', 'Watched');
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(40 * MINUTE);
    await house.does(JANE, number, { type: 'confirm' });
    await house.passes(35 * MINUTE);
    expect((await house.story(number)).slice(2)).toEqual([
      `30: ${question}`,
      '40: 👍 @jane is still on it',
      `70: ${question}`,
    ]);
    await house.does(JANE, number, { type: 'resolve', note: null });
    await house.passes(240 * MINUTE);
    expect(await house.story(number)).toHaveLength(6);
  });

  test('is left alone when it is less urgent', async () => {
    const house = await open();
    const { number } = await house.open('Not so bad', 'MEDIUM', 'Watched');
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(240 * MINUTE);
    expect((await house.story(number)).filter((line) => line.includes('👋'))).toEqual([]);
  });
});

test('a snooze that is prolonged just as it ends goes on: the earlier end does not wake the incident', async () => {
  const house = await open();
  const { number } = await house.open('Prolonged');
  await house.does(JANE, number, { type: 'snooze', until: house.now() + 10 * MINUTE });
  const [ending] = await house.timersAt(10 * MINUTE);
  if (!ending) throw new Error('no timer is set');
  await house.does(JANE, number, { type: 'snooze', until: house.now() + 60 * MINUTE });
  expect(await house.fires(ending)).toBe(false);
  expect((await house.incident(number)).state.status).toBe('SNOOZED');
  await house.passes(59 * MINUTE);
  expect((await house.incident(number)).state.status).toBe('SNOOZED');
  await house.passes(MINUTE);
  expect((await house.incident(number)).state.status).toBe('OPEN');
});

test('whichever of the two comes first, a snooze that is prolonged at its very end is never both awake and asleep', async () => {
  const house = await open();
  const { number } = await house.open('At the same moment');
  await house.does(JANE, number, { type: 'snooze', until: house.now() + 10 * MINUTE });
  await house.isDownFor(10 * MINUTE, { fires: false });
  const until = house.now() + 60 * MINUTE;
  await Promise.all([house.fireDue(), house.does(JANE, number, { type: 'snooze', until })]);
  const { state } = await house.incident(number);
  expect(state).toMatchObject({ status: 'SNOOZED', until });
  await house.passes(59 * MINUTE);
  expect(await house.incident(number)).toMatchObject({ state });
});
