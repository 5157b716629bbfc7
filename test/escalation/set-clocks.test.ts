import { describe, expect, test } from '@jest/globals';
import type { TimerKind } from '../../src/incidents/timers.ts';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { JANE, QuietHouse } from './quiet-house.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  sla: { HIGH: { acknowledge: 20m, resolve: 3h } }
  acknowledge_reminder: 30m
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Smith, email: bob@example.com }
escalation_policies:
  - { name: payments, steps: [{ after: 10m, notify: [user:bob@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments }
`;
const NOON = '2026-01-07T11:00:00Z';

const open = () => QuietHouse.open(NOON, SETTINGS, { 'jane@example.com': 'jane', 'bob@example.com': 'bob' });

/** The minutes, since the house was opened, at which timers of a kind have fired. */
function minutes({ fired }: QuietHouse, kind: TimerKind): number[] {
  return fired.filter((one) => one.kind === kind).map(({ age }) => age / MINUTE);
}

describe('an escalation of ten minutes is due after ten minutes', () => {
  test('when the wall clock is set an hour ahead meanwhile, and set back again', async () => {
    const house = await open();
    await house.open('Set before');
    await house.passes(2 * MINUTE);
    await house.wallClockIsSet(HOUR);
    expect(minutes(house, 'escalate')).toEqual([]);
    await house.passes(MINUTE);
    await house.open('Set in between');
    await house.passes(MINUTE);
    await house.wallClockIsSet(-HOUR);
    await house.passes(30 * MINUTE);
    expect(minutes(house, 'escalate')).toEqual([10, 13]);
    expect(minutes(house, 'sla_acknowledge')).toEqual([20, 23]);
  });

  test('when it is set before anybody notices, also for what begins before that', async () => {
    const house = await open();
    await house.open('Before');
    await house.wallClockIsSet(-HOUR, false);
    await house.passes(SECOND);
    await house.open('After');
    await house.noticesTheClock();
    await house.passes(30 * MINUTE);
    expect(minutes(house, 'escalate')).toEqual([10, 10 + 1 / 60]);
    expect(minutes(house, 'sla_acknowledge')).toEqual([20, 20 + 1 / 60]);
  });

  test.each([-HOUR, HOUR, -25 * HOUR])('when it is set by %d ms while the app is down', async (setBy) => {
    const house = await open();
    await house.open('In the dark');
    await house.passes(3 * MINUTE);
    await house.isDownFor(2 * MINUTE, { setBy });
    await house.passes(30 * MINUTE);
    expect(minutes(house, 'escalate')).toEqual([10]);
    expect(minutes(house, 'sla_acknowledge')).toEqual([20]);
  });

  test('and does not wait for a machine that sleeps: what it slept through is due when it wakes', async () => {
    const house = await open();
    const { number } = await house.open('At night');
    await house.sleepsFor(HOUR);
    await house.open('In the morning');
    await house.noticesTheClock();
    await house.passes(30 * MINUTE);
    expect(minutes(house, 'escalate')).toEqual([60, 70]);
    expect((await house.incident(number)).breached).toEqual(['acknowledge']);
    expect(minutes(house, 'sla_acknowledge')).toEqual([80]);
  });
});

test('set back while the machine is started anew, the clock goes on from where it was last seen', async () => {
  const house = await open();
  await house.open('In the dark');
  await house.passes(3 * MINUTE);
  await house.noticesTheClock();
  await house.isDownFor(2 * MINUTE, { setBy: -HOUR, reboots: true });
  await house.passes(30 * MINUTE);
  expect(minutes(house, 'escalate')).toEqual([12]);
});

test('after a start of the machine the wall clock is believed: what is overdue by it is due', async () => {
  const house = await open();
  await house.open('In the dark');
  await house.isDownFor(12 * MINUTE, { reboots: true });
  expect(minutes(house, 'escalate')).toEqual([12]);
});

describe('deadlines and reminders', () => {
  test.each([-HOUR, HOUR])('keep their pace when the wall clock is set by %d ms', async (by) => {
    const house = await open();
    const { number } = await house.open('Taken');
    await house.passes(5 * MINUTE);
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(MINUTE);
    await house.wallClockIsSet(by);
    await house.passes(200 * MINUTE);
    expect(minutes(house, 'remind')).toEqual([35]);
    expect(minutes(house, 'take_back')).toEqual([65]);
    expect(minutes(house, 'sla_resolve')).toEqual([180]);
    // It was acknowledged in time, and stays so.
    expect((await house.incident(number)).breached).toEqual(['resolve']);
    const { openedAt, firstAcknowledgedAt } = await house.incident(number);
    expect(firstAcknowledgedAt).toBe(openedAt + 5 * MINUTE);
  });

  test('stand still for as long as a snooze really lasts, however the wall clock is set during it and after it', async () => {
    const house = await open();
    const { number } = await house.open('Later');
    await house.passes(4 * MINUTE);
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 30 * MINUTE });
    await house.passes(6 * MINUTE);
    await house.wallClockIsSet(5 * HOUR); // its end is skipped, and so has come
    expect(minutes(house, 'wake')).toEqual([10]);
    await house.passes(MINUTE);
    await house.wallClockIsSet(-5 * HOUR);
    await house.passes(200 * MINUTE);
    expect(minutes(house, 'escalate')).toEqual([20]);
    expect(minutes(house, 'sla_acknowledge')).toEqual([26]);
    expect(minutes(house, 'sla_resolve')).toEqual([186]);
  });

  test('a snooze waits for the time on the wall: set back by an hour, it lasts an hour longer, and deadlines with it', async () => {
    const house = await open();
    const { number } = await house.open('Later');
    await house.passes(4 * MINUTE);
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 30 * MINUTE });
    await house.passes(6 * MINUTE);
    await house.wallClockIsSet(-HOUR);
    await house.passes(400 * MINUTE);
    expect(minutes(house, 'wake')).toEqual([94]);
    expect(minutes(house, 'sla_acknowledge')).toEqual([110]);
  });

  test('of an incident that is over stand still until it is reopened, however the wall clock is set meanwhile', async () => {
    for (const by of [-5 * HOUR, 5 * HOUR]) {
      const house = await open();
      const { number } = await house.open('Back again');
      await house.passes(15 * MINUTE);
      await house.does(JANE, number, { type: 'resolve', note: null });
      await house.passes(5 * MINUTE);
      await house.wallClockIsSet(by);
      await house.passes(10 * MINUTE);
      await house.does(JANE, number, { type: 'reopen' });
      await house.passes(200 * MINUTE);
      expect(minutes(house, 'sla_acknowledge')).toEqual([35]);
      expect(minutes(house, 'sla_resolve')).toEqual([195]);
    }
  });
});
