import { beforeEach, expect, test } from '@jest/globals';
import { MINUTE } from '../../../src/lib/clock.ts';
import type { DeliveryStore } from '../../../src/notifications/queue/store.ts';
import type { StormStore } from '../../../src/notifications/storms/store.ts';
import { workKey } from '../../../src/notifications/types.ts';
import type { Fixture } from './fixture.ts';
import type { HandCourier } from './hand-courier.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
services: [{ name: Payments, channel: "#incidents" }, { name: Search, channel: "#incidents" }]
`;
const ALL = { limit: 100, offset: 0 };

export function storms(fixture: () => Fixture): void {
  let world: Fixture;
  let storms: StormStore;
  let deliveries: DeliveryStore;
  let courier: HandCourier;
  beforeEach(async () => {
    world = fixture();
    ({ storms, deliveries } = world.storage);
    courier = world.courier;
    await world.apply(SETTINGS);
  });

  /** The courier looks whether what is next is one of many. */
  const gather = async () => {
    const delivery = await courier.next();
    return deliveries.gather(delivery, (await courier.jobOf(delivery)).place, world.clock.time);
  };
  const stormId = async (number = 1) => {
    const [card] = await deliveries.cardsOf(number);
    return card?.stormId ?? 0;
  };
  /** @returns its id. */
  const storm = async (count = 6) => {
    await world.openMany(count);
    expect(await gather()).toBe(true);
    return stormId();
  };
  const numbers = async (id: number, order: 'needed' | 'opened') =>
    (await storms.members(id, { order, ...ALL })).map(({ number }) => number);

  test('five new incidents that wait for a channel are five cards, six are one storm', async () => {
    await world.openMany(5);
    expect(await gather()).toBe(false);
    expect(await courier.heads()).toEqual(['post INC-1 in #incidents']);
    await world.open({ title: 'one more' });
    expect(await gather()).toBe(true);
    expect(await courier.heads()).toEqual(['post the storm in #incidents']);
    expect(await numbers(await stormId(), 'opened')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await gather()).toBe(false);
  });

  test('incidents of a storm are shown where its message is, and it is brought up to date for them', async () => {
    const id = await storm();
    const posted = await courier.sendNext('post the storm in #incidents');
    expect(await deliveries.cardsOf(3)).toMatchObject([{ stormId: id, ...posted }]);
    await world.acknowledge(3);
    await world.acknowledge(4);
    expect(await courier.sendAll()).toEqual(['update the storm in #incidents', 'say lines of the storm in #incidents']);
  });

  test('what comes while it is on joins it; after a while of quiet the next has a card of its own', async () => {
    const id = await storm();
    await courier.sendAll();
    world.passes(5_000);
    await world.open({ title: 'late' });
    expect(await gather()).toBe(true);
    expect(await courier.sendAll()).toEqual(['update the storm in #incidents']);
    expect(await numbers(id, 'opened')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    world.passes(MINUTE);
    await world.open({ title: 'later' });
    expect(await gather()).toBe(false);
    expect(await courier.sendAll()).toEqual(['post INC-8 in #incidents']);
  });

  test('what may be in Slack already stays a card', async () => {
    await world.openMany(7);
    await courier.begin(await courier.next('post INC-1 in #incidents'));
    const second = await courier.next();
    expect(second.inDoubtSince).not.toBeNull();
    await deliveries.settledAsUnsent(second.id);
    expect(await deliveries.gather(second, (await courier.jobOf(second)).place, world.clock.time)).toBe(true);
    expect(await stormId(1)).toBe(0);
    expect(await numbers(await stormId(2), 'opened')).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('lines of its thread go together, the same at every attempt; later ones are another message', async () => {
    await storm();
    await courier.sendNext('post the storm in #incidents');
    await world.acknowledge(1);
    await world.acknowledge(2);
    const delivery = await courier.next('say lines of the storm in #incidents');
    const saying = async () => {
      const { lines } = await courier.begin(delivery);
      return lines.map(({ event }) => `${event.fact.kind} INC-${event.incidentNumber}`);
    };
    expect(await saying()).toEqual(['acknowledged INC-1', 'acknowledged INC-2']);
    await world.acknowledge(3);
    expect(await saying()).toEqual(['acknowledged INC-1', 'acknowledged INC-2']);
    await deliveries.finish(delivery, null, world.clock.time);
    const rest = await courier.next('say lines of the storm in #incidents');
    expect((await courier.begin(rest)).lines.map(({ event }) => event.incidentNumber)).toEqual([3]);
    await deliveries.finish(rest, null, world.clock.time);
    expect(await courier.sendAll()).toEqual(['update the storm in #incidents']);
  });

  test('its message moves with its thread when the channel is closed', async () => {
    const id = await storm();
    await world.acknowledge(1);
    await deliveries.reroute(await courier.messageOf(await courier.next()), '#search');
    expect(await courier.heads()).toEqual(['post the storm in #search']);
    expect(await courier.sendAll()).toEqual(['post the storm in #search', 'say lines of the storm in #search']);
    expect(await deliveries.cardsOf(6)).toMatchObject([{ stormId: id, target: '#search', reroutedFrom: '#incidents' }]);
  });

  test('its message is posted anew when it is gone, or may not be changed; what comes after that is no part of it', async () => {
    const id = await storm();
    await courier.sendNext();
    await world.acknowledge(1);
    const gone = await courier.messageOf(await courier.next('update the storm in #incidents'));
    await deliveries.repost(gone);
    expect(await courier.sendAll()).toEqual(['post the storm in #incidents', 'say lines of the storm in #incidents']);
    for (const editing of ['reposted', 'closed']) {
      await world.does({ type: editing === 'closed' ? 'acknowledge' : 'reopen' }, 1);
      const refused = await courier.messageOf(await courier.next('update the storm in #incidents'));
      await deliveries.editRefused(refused);
      const work = workKey('storm', id);
      expect(await deliveries.job({ kind: 'storm', work, thread: work, detail: null })).toMatchObject({
        place: { editing },
      });
      await courier.sendAll();
    }
    await world.open({ title: 'late' });
    expect(await gather()).toBe(false);
    expect(await courier.sendAll()).toEqual(['post INC-7 in #incidents']);
  });

  test('what may be said in its thread already puts all of it in doubt', async () => {
    await storm();
    await courier.sendNext();
    await world.acknowledge(1);
    const [message, lines] = [
      await courier.next('update the storm in #incidents'),
      await courier.next('say lines of the storm in #incidents'),
    ];
    const ref = await courier.messageOf(message);
    expect(await deliveries.isThreadInDoubt(ref, message.id)).toBe(false);
    await courier.begin(lines);
    expect(await deliveries.isThreadInDoubt(ref, message.id)).toBe(true);
    expect(await deliveries.isThreadInDoubt(ref, lines.id)).toBe(false);
  });

  test('it is summed up by status, and what is not over by urgency and service', async () => {
    const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
    for (const title of ['a', 'b']) await world.open({ title, serviceId: search });
    for (const title of ['c', 'd', 'e']) await world.open({ title, serviceId: payments, urgency: 'MEDIUM' });
    await world.open({ title: 'f', urgency: 'LOW' });
    await gather();
    await world.acknowledge(1);
    await world.resolve(3);
    await world.snooze(6);
    expect(await storms.summary(await stormId())).toEqual({
      total: 6,
      hidden: 0,
      byStatus: { OPEN: 3, ACKNOWLEDGED: 1, SNOOZED: 1, RESOLVED: 1, MERGED: 0 },
      byUrgency: { HIGH: 2, MEDIUM: 2, LOW: 1 },
      byService: [
        { name: 'Payments', count: 2 },
        { name: 'Search', count: 2 },
        { name: null, count: 1 },
      ],
    });
  });

  test('a row that goes on as another incident is neither open nor resolved, and its storm is over with the rest', async () => {
    const id = await storm();
    await world.open({ title: 'outside' });
    for (let number = 1; number <= 5; number++) await world.resolve(number);
    await world.merge(6, 7);
    expect(await storms.summary(id)).toMatchObject({ byStatus: { OPEN: 0, RESOLVED: 5, MERGED: 1 }, byService: [] });
    expect(await storms.ending(id)).toMatchObject({ by: [{ count: 5 }] });
    expect(await storms.members(id, { order: 'needed', limit: 9, offset: 0 })).toHaveLength(6);
  });

  test('what needs somebody comes first, or rows keep their place; a page at a time', async () => {
    await world.openMany(5);
    await world.open({ title: 'low', urgency: 'LOW' });
    await gather();
    const id = await stormId();
    await world.acknowledge(1);
    await world.resolve(2);
    await world.snooze(3);
    expect(await numbers(id, 'needed')).toEqual([4, 5, 1, 3, 6, 2]);
    expect(await numbers(id, 'opened')).toEqual([1, 2, 3, 4, 5, 6]);
    const page = await storms.members(id, { order: 'needed', limit: 2, offset: 1 });
    expect(page).toEqual([await world.storage.incidents.get(5), await world.storage.incidents.get(1)]);
  });

  test('that all be acknowledged is asked for once per request, and is about what was open then', async () => {
    const id = await storm();
    await world.acknowledge(2);
    await world.resolve(3);
    const jane = world.person('jane');
    const command = { type: 'acknowledge' } as const;
    const ask = (requestKey: string) =>
      storms.ask({ stormId: id, command, filter: {}, actor: jane, requestKey }, world.viewer('jane'), world.clock.time);
    const answers = await Promise.all([ask('a'), ask('a')]);
    expect(answers.toSorted()).toEqual([4, null]);
    await world.open({ title: 'one more' });
    await gather();
    const request = await storms.nextRequest();
    if (!request) throw new Error('nothing is to be acknowledged');
    expect(request).toMatchObject({ stormId: id, actor: jane, requestKey: 'a', throughNumber: 6 });
    expect(await storms.stillToDo(request, 0, 3)).toEqual([1, 4, 5]);
    expect(await storms.stillToDo(request, 5, 3)).toEqual([6]);
    await world.acknowledge(4);
    expect(await storms.stillToDo(request, 0, 100)).toEqual([1, 5, 6]);
    await storms.fulfilled(request.id);
    expect(await storms.nextRequest()).toBeNull();
    expect(await ask('a')).toBeNull();
  });

  test('there is nothing to acknowledge where nothing is open', async () => {
    const id = await storm();
    for (const number of [1, 2, 3, 4, 5, 6]) await world.acknowledge(number);
    const jane = world.person('jane');
    const request = {
      stormId: id,
      command: { type: 'acknowledge' },
      filter: {},
      actor: jane,
      requestKey: 'a',
    } as const;
    expect(await storms.ask(request, world.viewer('jane'), world.clock.time)).toBe(0);
    expect(await storms.nextRequest()).toBeNull();
  });

  test('that some be resolved is about those of a service and an urgency that are not over', async () => {
    await world.apply('services: [{ name: Payments }]');
    const serviceId = await world.serviceId('Payments');
    await world.openMany(4, { title: 'high', serviceId, urgency: 'HIGH' });
    await world.openMany(2, { title: 'low', serviceId, urgency: 'LOW' });
    await world.openMany(2, { title: 'other', urgency: 'HIGH' });
    await gather();
    const id = await stormId();
    await world.acknowledge(1);
    await world.resolve(2);
    const eyes = { viewer: world.viewer('jane') };
    const filter = { serviceId, urgency: 'HIGH' } as const;
    expect(await storms.summary(id, eyes, filter)).toMatchObject({ total: 4, byStatus: { OPEN: 2, RESOLVED: 1 } });
    expect(await storms.summary(id, eyes, { serviceId: 'none' })).toMatchObject({ total: 2 });
    expect(await storms.services(id, eyes, 10)).toEqual([null, { id: serviceId, name: 'Payments' }]);
    const page = { order: 'opened', limit: 10, offset: 1, filter } as const;
    expect((await storms.members(id, page, eyes)).map(({ number }) => number)).toEqual([2, 3, 4]);
    const command = { type: 'resolve', note: 'Router replaced' } as const;
    const request = { stormId: id, command, filter, actor: world.person('jane'), requestKey: 'a' };
    expect(await storms.ask(request, eyes.viewer, world.clock.time)).toBe(3);
    const asked = await storms.nextRequest();
    if (!asked) throw new Error('nothing is to be resolved');
    expect(asked).toMatchObject({ command, filter, throughNumber: 4 });
    expect(await storms.stillToDo(asked, 0, 10)).toEqual([1, 3, 4]);
  });
}
