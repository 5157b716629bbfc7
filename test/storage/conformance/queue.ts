import { beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../../src/lib/clock.ts';
import { lineOf } from '../../../src/notifications/kinds/line.ts';
import type { DeliveryStore } from '../../../src/notifications/queue/store.ts';
import type { Card, Delivery } from '../../../src/notifications/types.ts';
import type { Fixture } from './fixture.ts';
import type { HandCourier } from './hand-courier.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", subscriptions: [{ channel: "#leads", urgencies: [LOW] }], notify: { events: { note_added: true } } }
users: [{ name: Jane, email: jane@example.com, role: admin }, { name: Bob, email: bob@example.com }]
escalation_policies: [{ name: bob, steps: [{ after: 1m, notify: [user:bob@example.com] }] }]
services: [{ name: Payments, channel: "#payments" }, { name: Search, channel: "#search", escalation_policy: bob }]
`;

export function queue(fixture: () => Fixture): void {
  let world: Fixture;
  let deliveries: DeliveryStore;
  let courier: HandCourier;
  beforeEach(async () => {
    world = fixture();
    deliveries = world.storage.deliveries;
    courier = world.courier;
    await world.apply(SETTINGS);
  });

  const serviceId = (name: string) => world.serviceId(name);
  const cardOf = async (number: number): Promise<Card> => {
    const [card] = await deliveries.cardsOf(number);
    if (!card) throw new Error(`INC-${number} is shown nowhere`);
    return card;
  };
  /** An incident whose card is in Slack. */
  const shown = async () => {
    const { number } = await world.open();
    return { number, posted: await courier.sendNext('post INC-1 in #incidents') };
  };

  describe('what is owed', () => {
    test('for a new incident is a card in every channel that hears of it', async () => {
      await world.open({ urgency: 'LOW' });
      expect(await courier.heads()).toEqual(['post INC-1 in #incidents', 'post INC-1 in #leads']);
      expect((await deliveries.cardsOf(1)).map(({ target, isHome, ts }) => [target, isHome, ts])).toEqual([
        ['#incidents', true, null],
        ['#leads', false, null],
      ]);
    });

    test('for ten changes is one look at the card, and a line each', async () => {
      const { number } = await shown();
      for (let index = 0; index < 5; index++) await world.repeat(number);
      await world.acknowledge(number);
      await world.does({ type: 'reopen' }, number);
      await world.resolve(number);
      expect((await courier.sendAll()).sort()).toEqual([
        'recap resolved of INC-1 in #incidents',
        'say acknowledged of INC-1 in #incidents',
        'say reopened of INC-1 in #incidents',
        'say resolved of INC-1 in #incidents',
        'update INC-1 in #incidents',
      ]);
    });

    test('is on disk: another process finds it', async () => {
      await world.open();
      const other = await world.another();
      const [head] = await other.deliveries.heads([]);
      expect(head?.id).toBe((await courier.next()).id);
    });

    test('is counted, with the moment since when the oldest waits', async () => {
      expect(await deliveries.load()).toEqual({ waiting: 0, oldestAt: null, failed: 0 });
      const oldestAt = world.clock.time;
      await world.open();
      world.passes(MINUTE);
      await world.open({ title: 'later' });
      expect(await deliveries.load()).toEqual({ waiting: 2, oldestAt, failed: 0 });
      await courier.sendAll();
      expect(await deliveries.load()).toEqual({ waiting: 0, oldestAt: null, failed: 0 });
    });

    test('is drawn once more when somebody asks for it, for what is in Slack', async () => {
      const { number } = await shown();
      await world.open({ title: 'not shown yet' });
      await deliveries.redraw(number, world.clock.time);
      await deliveries.redraw(2, world.clock.time);
      expect(await courier.sendAll()).toEqual(['update INC-1 in #incidents', 'post INC-2 in #incidents']);
    });
  });

  describe('whose turn it is', () => {
    test('is said for each channel and each of the two calls, the most urgent first', async () => {
      await world.open({ title: 'low', urgency: 'LOW', serviceId: await serviceId('Payments') });
      await world.open({ title: 'medium', urgency: 'MEDIUM' });
      await world.open({ title: 'high, later' });
      await world.open({ title: 'high', serviceId: await serviceId('Search') });
      expect(await courier.heads()).toEqual([
        'post INC-3 in #incidents',
        'post INC-4 in #search',
        'post INC-1 in #payments',
        'post INC-1 in #leads',
      ]);
      await courier.sendNext('post INC-3 in #incidents');
      await world.acknowledge(3);
      expect(await courier.heads()).toEqual([
        'update INC-3 in #incidents', // an answer to a human
        'post INC-4 in #search',
        'post INC-2 in #incidents',
        'post INC-1 in #payments',
        'post INC-1 in #leads',
      ]);
    });

    test('of what is equally urgent in a channel has the oldest', async () => {
      await world.openMany(5);
      expect(await courier.sendAll()).toEqual([1, 2, 3, 4, 5].map((number) => `post INC-${number} in #incidents`));
    });

    test('is taken by the next when one waits by itself', async () => {
      await world.openMany(2);
      const first = await courier.next();
      expect(await courier.heads([first])).toEqual(['post INC-2 in #incidents']);
      await world.acknowledge(1);
      // Of the same work nothing passes it; a line is another.
      expect(await courier.heads([first])).toEqual(['post INC-2 in #incidents']);
      expect(await courier.heads([first, await courier.next('post INC-2 in #incidents', [first])])).toEqual([
        'say acknowledged of INC-1 in #incidents',
      ]);
    });

    test('comes sooner when a human waits for it, and last for mere repeats', async () => {
      await world.openMany(2);
      await world.acknowledge(2);
      expect(await courier.heads()).toEqual(['post INC-2 in #incidents']);
      await courier.sendAll();
      await world.repeat(1);
      await world.open({ title: 'low', urgency: 'LOW' });
      expect(await courier.heads()).toEqual([
        'post INC-3 in #incidents',
        'post INC-3 in #leads',
        'update INC-1 in #incidents',
      ]);
      await world.acknowledge(1);
      expect((await courier.heads())[0]).toBe('update INC-1 in #incidents');
    });

    test('has first what may be in Slack already', async () => {
      await world.openMany(2);
      const second = await courier.next();
      await courier.begin(second);
      await deliveries.postpone(second, { isUnsent: false, counts: false });
      await world.acknowledge(2);
      expect((await courier.next()).id).toBe(second.id);
    });
  });

  describe('an attempt', () => {
    let delivery: Delivery;
    beforeEach(async () => {
      await world.open();
      delivery = await courier.next();
    });
    const again = async () => courier.next();

    test('has an id of its own, and is in doubt from when it begins, also for the next process', async () => {
      expect(delivery).toMatchObject({ attempts: 0, inDoubtSince: null, createdAt: world.clock.time });
      const first = await deliveries.begin(delivery, 5);
      const other = await world.another();
      expect(await other.deliveries.delivery(delivery.id)).toMatchObject({ uuid: first?.uuid, inDoubtSince: 5 });
      const second = await deliveries.begin(delivery, 6);
      expect([first?.lines, second?.lines]).toEqual([[], []]);
      expect(second?.uuid).not.toBe(first?.uuid);
      expect(await again()).toMatchObject({ uuid: second?.uuid, inDoubtSince: 6 });
    });

    test('that turns out not to be in Slack is no longer in doubt', async () => {
      await courier.begin(delivery);
      await deliveries.settledAsUnsent(delivery.id);
      expect(await again()).toMatchObject({ id: delivery.id, inDoubtSince: null });
    });

    test('that succeeds is owed no more, and its message is changed from then on', async () => {
      const posted = await courier.send(delivery);
      expect(await courier.heads()).toEqual([]);
      expect(await deliveries.delivery(delivery.id)).toBeNull();
      expect(await cardOf(1)).toMatchObject(posted);
      expect(await deliveries.begin(delivery, 5)).toBeNull();
      await world.acknowledge(1);
      expect(await courier.heads()).toEqual(['update INC-1 in #incidents', 'say acknowledged of INC-1 in #incidents']);
      expect((await courier.jobOf(await again())).place).toMatchObject(posted);
    });

    test('does not take with it what changed while it was on its way', async () => {
      await courier.begin(delivery);
      await world.acknowledge(1);
      await deliveries.finish(delivery, { channelId: 'C1', ts: '1.0' }, world.clock.time);
      expect(await courier.sendAll()).toEqual([
        'update INC-1 in #incidents',
        'say acknowledged of INC-1 in #incidents',
      ]);
    });

    test('that is postponed is tried again, and is counted when others go through meanwhile', async () => {
      await courier.begin(delivery);
      await deliveries.postpone(delivery, { isUnsent: true, counts: false });
      expect(await again()).toMatchObject({ id: delivery.id, attempts: 0, inDoubtSince: null });
      await courier.begin(delivery);
      await deliveries.postpone(await again(), { isUnsent: true, counts: true });
      await courier.begin(delivery);
      await deliveries.postpone(await again(), { isUnsent: false, counts: true });
      expect(await again()).toMatchObject({ id: delivery.id, attempts: 2, inDoubtSince: world.clock.time });
    });

    test('that is surely unsent gives way to a newer one that does the same; what is in doubt does not', async () => {
      await courier.begin(delivery);
      await deliveries.postpone(delivery, { isUnsent: true, counts: true });
      await courier.begin(delivery);
      await world.acknowledge(1);
      await deliveries.postpone(await again(), { isUnsent: false, counts: false });
      expect((await again()).id).toBe(delivery.id);
      await deliveries.postpone(await again(), { isUnsent: true, counts: true });
      const newer = await again();
      expect(newer.id).not.toBe(delivery.id);
      expect(newer).toMatchObject({ attempts: 2, inDoubtSince: null });
      expect(await courier.sendAll()).toEqual(['post INC-1 in #incidents', 'say acknowledged of INC-1 in #incidents']);
    });

    test('that Slack refuses for good is listed, newest first, and holds nothing up', async () => {
      await world.open({ title: 'later' });
      await deliveries.fail(delivery, 'is_archived', 10);
      const later = await courier.next('post INC-2 in #incidents');
      await courier.begin(later);
      await deliveries.fail(later, 'too_long', 20);
      expect(await courier.heads()).toEqual([]);
      expect(await deliveries.delivery(delivery.id)).toBeNull();
      expect(await deliveries.begin(delivery, 5)).toBeNull();
      const failed = await deliveries.failed(10);
      expect(failed).toMatchObject([
        { id: later.id, error: 'too_long', failedAt: 20, task: later.task },
        { id: delivery.id, error: 'is_archived', failedAt: 10, task: delivery.task },
      ]);
      expect(await deliveries.failed(1)).toEqual(failed.slice(0, 1));
      expect(await deliveries.load()).toEqual({ waiting: 0, oldestAt: null, failed: 2 });
      await deliveries.forgetFailed(20);
      expect(await deliveries.failed(10)).toEqual(failed.slice(0, 1));
    });
  });

  describe('a line', () => {
    test('waits for the message whose thread it is for, which goes first', async () => {
      await world.open();
      await world.note(1);
      expect(await courier.heads()).toEqual(['post INC-1 in #incidents']);
      const line = await courier.next('say note_added of INC-1 in #incidents', [await courier.next()]);
      expect(await deliveries.isAwaited(await courier.messageOf(line))).toBe(true);
      const posted = await courier.sendNext('post INC-1 in #incidents');
      const message = await courier.messageOf(line);
      expect(message.place).toMatchObject(posted);
      expect(await deliveries.isAwaited(message)).toBe(false);
      expect(await courier.sendAll()).toEqual(['say note_added of INC-1 in #incidents']);
    });

    test('never gives way to another, and they go in their order', async () => {
      const { number } = await shown();
      for (const text of ['a', 'b', 'c']) await world.note(number, text);
      const first = await courier.next('say note_added of INC-1 in #incidents');
      await courier.begin(first);
      await deliveries.postpone(first, { isUnsent: true, counts: false });
      const said: unknown[] = [];
      for (let index = 0; index < 3; index++) {
        const delivery = await courier.next('say note_added of INC-1 in #incidents');
        const job = await courier.jobOf(delivery);
        said.push(lineOf(job)?.fact);
        await courier.send(delivery);
      }
      expect(said).toEqual(['a', 'b', 'c'].map((text) => ({ kind: 'note_added', text })));
      expect(await courier.heads()).toEqual([]);
    });

    test('that may be said already puts its thread in doubt for all others of it', async () => {
      const { number } = await shown();
      await world.acknowledge(number);
      const [line, card] = [
        await courier.next('say acknowledged of INC-1 in #incidents'),
        await courier.next('update INC-1 in #incidents'),
      ];
      const message = await courier.messageOf(card);
      expect(await deliveries.isThreadInDoubt(message, card.id)).toBe(false);
      await courier.begin(line);
      expect(await deliveries.isThreadInDoubt(message, card.id)).toBe(true);
      expect(await deliveries.isThreadInDoubt(message, line.id)).toBe(false);
      await deliveries.settledAsUnsent(line.id);
      expect(await deliveries.isThreadInDoubt(message, card.id)).toBe(false);
    });
  });

  describe('a message', () => {
    test('whose channel is closed moves with its thread to another one, and says from where', async () => {
      const { number } = await world.open({ serviceId: await serviceId('Payments') });
      await world.note(number);
      const message = await courier.messageOf(await courier.next('post INC-1 in #payments'));
      await deliveries.reroute(message, '#incidents');
      expect(await cardOf(number)).toMatchObject({
        target: '#incidents',
        reroutedFrom: '#payments',
        channelId: null,
        ts: null,
      });
      const moved = await courier.messageOf(await courier.next('post INC-1 in #incidents'));
      await deliveries.reroute(moved, '#search');
      expect(await cardOf(number)).toMatchObject({ target: '#search', reroutedFrom: '#payments' });
      expect(await courier.heads()).toEqual(['post INC-1 in #search']); // the line waits in the same lane
      expect(await courier.sendAll()).toEqual(['post INC-1 in #search', 'say note_added of INC-1 in #search']);
    });

    test('that is gone from Slack is posted anew, before anything else there', async () => {
      const { number } = await shown();
      await world.open({ title: 'another' });
      await world.note(number);
      await deliveries.repost({ kind: 'card', place: await cardOf(number) });
      expect(await cardOf(number)).toMatchObject({
        target: '#incidents',
        reroutedFrom: null,
        channelId: null,
        ts: null,
      });
      expect(await courier.sendAll()).toEqual([
        'post INC-1 in #incidents',
        'post INC-2 in #incidents',
        'say note_added of INC-1 in #incidents',
      ]);
    });

    test('that may not be changed is posted anew once, and then left as it is; its thread goes on', async () => {
      const { number } = await shown();
      await world.acknowledge(number);
      const update = await courier.next('update INC-1 in #incidents');
      await courier.begin(update);
      await deliveries.editRefused(await courier.messageOf(update));
      expect(await cardOf(number)).toMatchObject({ editing: 'reposted', ts: null });
      expect(await courier.sendAll()).toEqual(['post INC-1 in #incidents', 'say acknowledged of INC-1 in #incidents']);
      await world.does({ type: 'reopen' }, number);
      const second = await courier.next('update INC-1 in #incidents');
      await courier.begin(second);
      await deliveries.editRefused(await courier.messageOf(second));
      expect(await cardOf(number)).toMatchObject({ editing: 'closed', ts: expect.any(String) });
      await world.resolve(number);
      await deliveries.redraw(number, world.clock.time);
      expect(await courier.sendAll()).toEqual([
        'say reopened of INC-1 in #incidents',
        'say resolved of INC-1 in #incidents',
        'recap resolved of INC-1 in #incidents',
      ]);
    });

    test('that is not to be posted after all goes, with all that is owed to it', async () => {
      await world.openMany(2);
      await world.note(1);
      await deliveries.drop(await cardOf(1));
      expect(await deliveries.cardsOf(1)).toEqual([]);
      expect(await courier.sendAll()).toEqual(['post INC-2 in #incidents']);
    });

    test('is remembered as the latest that Slack has taken', async () => {
      const { connectionId } = world;
      expect(await deliveries.latestMessageAt(connectionId)).toBeNull();
      await world.openMany(2);
      await courier.sendNext();
      world.passes(10 * SECOND);
      const { ts } = await courier.sendNext();
      expect(await deliveries.latestMessageAt(connectionId)).toBe(Number(ts) * 1_000);
      expect(await deliveries.latestMessageAt(connectionId + 1)).toBeNull();
    });
  });

  describe('a page', () => {
    /** The policy calls bob. */
    const called = async () => {
      const { number } = await world.open({ serviceId: await serviceId('Search') });
      await courier.sendAll();
      await world.does({ type: 'escalate' }, number, { kind: 'clock' });
      return number;
    };

    test('is a card in the direct messages of whoever is called, and the channel hears of it', async () => {
      await called();
      expect(await courier.sendAll()).toEqual(['post INC-1 in @bob@example.com', 'say escalated of INC-1 in #search']);
    });

    test('that Slack has not been given yet goes when somebody takes the incident', async () => {
      const number = await called();
      await world.acknowledge(number);
      expect((await courier.sendAll()).filter((words) => words.includes('@bob'))).toEqual([]);
    });

    test('that may be in Slack is called off, and stays until that is known', async () => {
      const number = await called();
      const page = await courier.next('post INC-1 in @bob@example.com');
      await courier.begin(page);
      await world.acknowledge(number);
      expect((await courier.jobOf(page)).place).toMatchObject({ isCalledOff: true });
      const posted = { channelId: 'D1', ts: '1.0' };
      await deliveries.finish(page, posted, world.clock.time);
      expect((await courier.sendAll()).filter((words) => words.includes('@bob'))).toEqual([
        'update INC-1 in @bob@example.com',
      ]);
    });
  });

  describe('a channel that is closed to the app', () => {
    test('is told to the admins once, until the app has posted there again', async () => {
      await world.storage.people.saveIdentities([world.identity('jane'), world.identity('bob')]);
      const close = async (number: number) => {
        const { place } = await courier.jobOf(await courier.next(`post INC-${number} in #incidents`));
        await deliveries.channelClosed(place, 'is_archived', '#search', world.clock.time);
      };
      await world.open();
      await close(1);
      await close(1);
      expect(await courier.sendAll()).toEqual(['post INC-1 in #incidents', 'tell UJANE: channel_closed']);
      await world.open({ title: 'later' });
      await close(2);
      expect(await courier.sendAll()).toEqual(['post INC-2 in #incidents', 'tell UJANE: channel_closed']);
    });

    test('keeps nothing back that is not private', async () => {
      await world.open();
      const delivery = await courier.next();
      const message = await courier.messageOf(delivery);
      expect(await deliveries.keepPrivate(delivery, message, 'is_archived', '#search', world.clock.time)).toBe(false);
      expect(await courier.sendAll()).toEqual(['post INC-1 in #incidents']);
    });
  });
}
