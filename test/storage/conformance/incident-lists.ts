import { beforeEach, expect, test } from '@jest/globals';
import type { IncidentQuery, IncidentStore } from '../../../src/incidents/store.ts';
import { LIVE_STATUSES, STATUSES } from '../../../src/incidents/types.ts';
import { HOUR } from '../../../src/lib/clock.ts';
import type { Fixture } from './fixture.ts';

const ALL: IncidentQuery = { statuses: STATUSES, order: 'newest', limit: 100, offset: 0 };

export function incidentLists(fixture: () => Fixture): void {
  let world: Fixture;
  let incidents: IncidentStore;
  beforeEach(() => {
    world = fixture();
    incidents = world.storage.incidents;
  });

  const numbers = async (query: Partial<IncidentQuery>) =>
    (await incidents.list({ ...ALL, ...query })).incidents.map(({ number }) => number);

  test('what is most urgent comes first, then what nobody works on, then the oldest; or the newest, when asked for', async () => {
    await world.open({ title: 'low', urgency: 'LOW' });
    await world.open({ title: 'high, taken' });
    await world.open({ title: 'high, asleep' });
    await world.open({ title: 'high' });
    await world.open({ title: 'high, later' });
    await world.open({ title: 'medium', urgency: 'MEDIUM' });
    await world.acknowledge(2);
    await world.snooze(3);
    expect(await numbers({ order: 'most_urgent' })).toEqual([4, 5, 2, 3, 6, 1]);
    expect(await numbers({ order: 'newest' })).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('a page has its part, and the number of all that match', async () => {
    await world.openMany(5);
    const page = await incidents.list({ ...ALL, limit: 2, offset: 2 });
    expect([page.incidents.map(({ number }) => number), page.total]).toEqual([[3, 2], 5]);
    expect(page.incidents[0]).toEqual(await incidents.get(3));
    expect(await incidents.list({ ...ALL, offset: 9 })).toEqual({ incidents: [], total: 5 });
  });

  test('they are found by status, urgency, service and who has them', async () => {
    await world.apply('services: [{ name: Payments }]');
    const serviceId = await world.serviceId('Payments');
    await world.openMany(4);
    await world.open({ title: 'of payments', serviceId, urgency: 'MEDIUM' });
    await world.acknowledge(1);
    await world.resolve(2);
    await world.does({ type: 'snooze', until: world.clock.time + HOUR }, 3, world.person('bob'));
    expect(await numbers({ statuses: LIVE_STATUSES })).toEqual([5, 4, 3, 1]);
    expect(await numbers({ statuses: ['RESOLVED'] })).toEqual([2]);
    expect(await numbers({ urgency: 'MEDIUM' })).toEqual([5]);
    expect(await numbers({ serviceId })).toEqual([5]);
    const { connectionId } = world;
    expect(await numbers({ heldBy: { connectionId, slackUserId: 'UJANE' } })).toEqual([2, 1]);
    expect(await numbers({ statuses: LIVE_STATUSES, heldBy: { connectionId, slackUserId: 'UJANE' } })).toEqual([1]);
    expect(await numbers({ heldBy: { connectionId: connectionId + 1, slackUserId: 'UJANE' } })).toEqual([]);
    expect(await incidents.countLive()).toEqual({ OPEN: 2, ACKNOWLEDGED: 1, SNOOZED: 1 });
  });

  test.each([
    ['100%', [1]],
    ['_', [2]],
    ['\\', [3]],
    ['DISK', [2, 1]],
    ['INC-3', [3]],
    ['3', [3]],
    ["'; --", []],
  ])('a text such as %s means itself, in any case, or a number', async (text, expected) => {
    await world.open({ title: 'Disk at 100% of it' });
    await world.open({ title: 'disk_usage' });
    await world.open({ title: 'C:\\temp is full' });
    expect(await numbers({ text })).toEqual(expected);
  });
}
