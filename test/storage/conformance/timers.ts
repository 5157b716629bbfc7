import { beforeEach, expect, test } from '@jest/globals';
import type { IncidentTimer } from '../../../src/incidents/timers.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { TimerStore } from '../../../src/timers/store.ts';
import type { Fixture } from './fixture.ts';

const FAR = 1_000 * HOUR;

export function timers(fixture: () => Fixture): void {
  let world: Fixture;
  let timers: TimerStore<IncidentTimer>;
  beforeEach(() => {
    world = fixture();
    timers = world.storage.timers;
  });

  const due = async (after: number, limit = 100) =>
    (await timers.due(world.clock.time + after, limit)).map(
      ({ incidentNumber, kind, dueAt }) =>
        `INC-${incidentNumber} ${kind} in ${(dueAt - world.clock.time) / MINUTE} minutes`,
    );
  const asleep = async (title: string, minutes: number) => {
    const { number } = await world.open({ title });
    await world.snooze(number, world.clock.time + minutes * MINUTE);
    return number;
  };

  test('they are due at their moment, earliest first, as many as are asked for', async () => {
    await asleep('a', 30);
    await asleep('b', 10);
    await asleep('c', 20);
    expect(await due(9 * MINUTE)).toEqual([]);
    expect(await due(10 * MINUTE)).toEqual(['INC-2 wake in 10 minutes']);
    expect(await due(FAR, 2)).toEqual(['INC-2 wake in 10 minutes', 'INC-3 wake in 20 minutes']);
    expect(await due(FAR)).toHaveLength(3);
  });

  test('the next one is the first after a moment', async () => {
    const now = world.clock.time;
    expect(await timers.nextDueAt(0)).toBeNull();
    await asleep('a', 30);
    await asleep('b', 10);
    expect(await timers.nextDueAt(0)).toBe(now + 10 * MINUTE);
    expect(await timers.nextDueAt(now + 10 * MINUTE)).toBe(now + 30 * MINUTE);
    expect(await timers.nextDueAt(now + 30 * MINUTE)).toBeNull();
  });

  test('an incident has one of each kind: set again, it is the same at another time', async () => {
    await world.apply(
      'services: [{ name: Payments, sla: { HIGH: { acknowledge: 5m, resolve: 2h } } }]\nworkspace: { acknowledge_reminder: 30m }',
    );
    const { number } = await world.open({ serviceId: await world.serviceId('Payments') });
    await world.open({ title: 'another', serviceId: await world.serviceId('Payments') });
    await world.resolve(2);
    expect(await due(FAR)).toEqual(['INC-1 sla_acknowledge in 5 minutes', 'INC-1 sla_resolve in 120 minutes']);
    await world.snooze(number, world.clock.time + HOUR);
    expect(await due(FAR)).toEqual(['INC-1 wake in 60 minutes']);
    await world.snooze(number, world.clock.time + 2 * HOUR);
    expect(await due(FAR)).toEqual(['INC-1 wake in 120 minutes']);
    await world.acknowledge(number);
    expect(await due(FAR)).toEqual(['INC-1 remind in 30 minutes', 'INC-1 sla_resolve in 120 minutes']);
  });

  test('they are cancelled by the change that leaves nothing to wait for', async () => {
    const number = await asleep('a', 10);
    await world.resolve(number);
    expect(await due(FAR)).toEqual([]);
  });

  test('one with nothing left to do is discarded, unless it was set to another time meanwhile', async () => {
    const number = await asleep('a', 10);
    await asleep('b', 20);
    const [stale] = await timers.due(world.clock.time + FAR, 1);
    if (!stale) throw new Error('nothing is due');
    await world.snooze(number, world.clock.time + 15 * MINUTE);
    await timers.discard(stale);
    expect(await due(FAR)).toEqual(['INC-1 wake in 15 minutes', 'INC-2 wake in 20 minutes']);
    const [current] = await timers.due(world.clock.time + FAR, 1);
    await timers.discard(current ?? stale);
    await timers.discard(current ?? stale);
    expect(await due(FAR)).toEqual(['INC-2 wake in 20 minutes']);
  });
}
