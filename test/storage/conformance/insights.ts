import { beforeEach, expect, test } from '@jest/globals';
import type { Outcome, OutcomeQuery } from '../../../src/insights/store.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Fixture } from './fixture.ts';

export function insights(fixture: () => Fixture): void {
  let world: Fixture;
  beforeEach(() => {
    world = fixture();
  });

  async function outcomes(query: Partial<OutcomeQuery> = {}): Promise<Outcome[]> {
    const all: Outcome[] = [];
    const portions = world.storage.insights.outcomes({ from: 0, to: Number.MAX_SAFE_INTEGER, ...query });
    for await (const portion of portions) all.push(...portion);
    return all;
  }

  test('what has come of incidents is told, the oldest first, of a span of time and of a service', async () => {
    await world.apply('services: [{ name: Payments, sla: { HIGH: { acknowledge: 5m } } }]');
    const serviceId = await world.serviceId('Payments');
    const start = world.clock.time;
    await world.open({ title: 'a', serviceId });
    await world.open({ title: 'b', urgency: 'LOW' });
    world.passes(10 * MINUTE);
    await world.acknowledge(1);
    world.passes(HOUR - 10 * MINUTE);
    await world.resolve(1);
    await world.open({ title: 'c', serviceId });
    const nothing = { acknowledgedAt: null, resolvedAt: null, hasMissed: false };
    const a = {
      openedAt: start,
      urgency: 'HIGH',
      serviceId,
      acknowledgedAt: start + 10 * MINUTE,
      resolvedAt: start + HOUR,
      hasMissed: true,
    };
    const b = { ...nothing, openedAt: start, urgency: 'LOW', serviceId: null };
    const c = { ...nothing, openedAt: start + HOUR, urgency: 'HIGH', serviceId };
    expect(await outcomes()).toEqual([a, b, c]);
    expect(await outcomes({ from: start, to: start + HOUR })).toEqual([a, b]);
    expect(await outcomes({ from: start + 1 })).toEqual([c]);
    expect(await outcomes({ to: start })).toEqual([]);
    expect(await outcomes({ serviceId })).toEqual([a, c]);
    expect(await outcomes({ serviceId: null })).toEqual([b]);
  });

  test('each incident is told once, however many opened at the same moment', async () => {
    await world.openMany(30);
    expect(await outcomes()).toHaveLength(30);
  });
}
