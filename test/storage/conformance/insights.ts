import { beforeEach, expect, test } from '@jest/globals';
import type { WeekCount } from '../../../src/insights/store.ts';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Fixture } from './fixture.ts';

const WEEK = 7 * DAY;

export function insights(fixture: () => Fixture): void {
  let world: Fixture;
  beforeEach(() => {
    world = fixture();
  });

  const weekly = async (starts: number[]) => {
    const counts = await world.storage.insights.weekly(starts);
    const place = ({ week, urgency, serviceId }: WeekCount) => `${week} ${urgency} ${serviceId}`;
    return counts.toSorted((one, other) => place(one).localeCompare(place(other)));
  };

  test('incidents are counted by the week they were opened in, by urgency and service', async () => {
    await world.apply('services: [{ name: Payments, sla: { HIGH: { acknowledge: 5m } } }]');
    const serviceId = await world.serviceId('Payments');
    const start = world.clock.time;
    await world.open({ title: 'a', serviceId });
    await world.open({ title: 'b', serviceId });
    await world.open({ title: 'c', urgency: 'LOW' });
    world.passes(10 * MINUTE);
    await world.acknowledge(1);
    world.passes(HOUR - 10 * MINUTE);
    await world.resolve(1);
    await world.resolve(3);
    world.passes(WEEK - HOUR);
    await world.open({ title: 'd' });
    const none = { acknowledged: 0, acknowledgeMs: 0, resolved: 0, resolveMs: 0, breached: 0 };
    expect(await weekly([start, start + WEEK])).toEqual([
      {
        week: 0,
        urgency: 'HIGH',
        serviceId,
        incidents: 2,
        acknowledged: 1,
        acknowledgeMs: 10 * MINUTE,
        resolved: 1,
        resolveMs: HOUR,
        breached: 1,
      },
      { ...none, week: 0, urgency: 'LOW', serviceId: null, incidents: 1, resolved: 1, resolveMs: HOUR },
      { ...none, week: 1, urgency: 'HIGH', serviceId: null, incidents: 1 },
    ]);
    expect(await weekly([start + 1])).toEqual([{ ...none, week: 0, urgency: 'HIGH', serviceId: null, incidents: 1 }]);
    expect(await weekly([])).toEqual([]);
  });
}
