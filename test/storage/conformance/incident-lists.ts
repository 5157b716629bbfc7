import { beforeEach, expect, test } from '@jest/globals';
import type {
  IncidentFilter,
  IncidentPart,
  IncidentQuery,
  IncidentStore,
  ListCursor,
} from '../../../src/incidents/store.ts';
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

  /** Reads a list part by part, to its end. @param between What happens meanwhile. */
  async function partByPart(
    list: 'mostUrgent' | 'newest',
    filter: IncidentFilter,
    limit: number,
    between = async () => {},
  ): Promise<number[][]> {
    const parts: number[][] = [];
    let cursor: ListCursor | null = null;
    do {
      const part: IncidentPart = await incidents[list](filter, limit, cursor);
      expect(part.searchedTo).toBeNull();
      parts.push(part.incidents.map(({ number }) => number));
      cursor = part.next;
      await between();
    } while (cursor !== null);
    return parts;
  }

  test('part by part they are in the same order, and none is left out or listed twice', async () => {
    await world.open({ title: 'low', urgency: 'LOW' });
    await world.openMany(4);
    await world.open({ title: 'medium', urgency: 'MEDIUM' });
    await world.acknowledge(2);
    await world.snooze(3);
    const live = { statuses: LIVE_STATUSES };
    expect(await partByPart('mostUrgent', live, 2)).toEqual([
      [4, 5],
      [2, 3],
      [6, 1],
    ]);
    expect(await partByPart('mostUrgent', live, 4)).toEqual([
      [4, 5, 2, 3],
      [6, 1],
    ]);
    expect(await partByPart('mostUrgent', live, 6)).toEqual([[4, 5, 2, 3, 6, 1]]);
    expect(await partByPart('mostUrgent', { statuses: ['OPEN'], urgency: 'HIGH' }, 1)).toEqual([[4], [5]]);
    expect(await partByPart('newest', { statuses: STATUSES }, 4)).toEqual([
      [6, 5, 4, 3],
      [2, 1],
    ]);
    expect(await partByPart('newest', { statuses: ['RESOLVED'] }, 4)).toEqual([[]]);
  });

  test('what opens or is resolved while somebody leafs moves nothing that they have not seen yet', async () => {
    await world.openMany(4);
    const titles = ['new', 'newer'];
    const open = async () => void (await world.open({ title: titles.shift() ?? 'newest' }));
    expect(await partByPart('newest', { statuses: STATUSES }, 2, open)).toEqual([
      [4, 3],
      [2, 1],
    ]);
    const live = { statuses: LIVE_STATUSES };
    const { next } = await incidents.mostUrgent(live, 4, null);
    await world.resolve(4);
    await world.acknowledge(1);
    const rest = await incidents.mostUrgent(live, 4, next);
    expect(rest.incidents.map(({ number }) => number)).toEqual([5, 6, 1]);
  });

  test('those that match are counted by their status', async () => {
    await world.openMany(3);
    await world.open({ title: 'other', urgency: 'LOW' });
    await world.acknowledge(1);
    await world.resolve(2);
    const jane = { connectionId: world.connectionId, slackUserId: 'UJANE' };
    const counts = (filter: Partial<IncidentFilter>) => incidents.countMatching({ statuses: LIVE_STATUSES, ...filter });
    expect(await counts({})).toEqual({ OPEN: 2, ACKNOWLEDGED: 1, SNOOZED: 0 });
    expect(await counts({ text: 'OTHER' })).toEqual({ OPEN: 1, ACKNOWLEDGED: 0, SNOOZED: 0 });
    expect(await counts({ urgency: 'HIGH' })).toEqual({ OPEN: 1, ACKNOWLEDGED: 1, SNOOZED: 0 });
    expect(await counts({ heldBy: jane })).toEqual({ OPEN: 0, ACKNOWLEDGED: 1, SNOOZED: 0 });
    expect(await counts({ statuses: ['OPEN'] })).toEqual({ OPEN: 2, ACKNOWLEDGED: 0, SNOOZED: 0 });
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
    ['of  disk 100%', [1]],
    ['disk temp', []],
  ])('a text such as %s means itself, in any case, or a number', async (text, expected) => {
    await world.open({ title: 'Disk at 100% of it' });
    await world.open({ title: 'disk_usage' });
    await world.open({ title: 'C:\\temp is full' });
    expect(await numbers({ text })).toEqual(expected);
  });
}
