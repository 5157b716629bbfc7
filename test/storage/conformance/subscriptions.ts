import { beforeEach, expect, test } from '@jest/globals';
import { exportSettings } from '../../../src/settings/export.ts';
import type { SubscriptionStore } from '../../../src/settings/store.ts';
import type { Fixture } from './fixture.ts';

const ALL = { urgencies: null, services: null, labels: null };
const HIGH = { ...ALL, urgencies: ['HIGH' as const] };
const CHANNEL = 'C0LEADS01';

export function subscriptions(fixture: () => Fixture): void {
  let world: Fixture;
  let store: SubscriptionStore;
  const jane = () => world.person('jane');
  const channel = () => ({ connectionId: world.connectionId, id: CHANNEL });

  beforeEach(async () => {
    world = fixture();
    store = world.storage.subscriptions;
    await world.apply('workspace: { default_channel: "#incidents" }');
  });

  test('a channel hears of what it is subscribed to, once for each request and each filter, until that ends', async () => {
    const key = world.newKey();
    expect(await store.subscribe(CHANNEL, HIGH, jane(), key)).toBe('made');
    expect(await store.subscribe(CHANNEL, ALL, jane(), key)).toBe('there');
    expect(await store.subscribe(CHANNEL, HIGH, world.person('bob'), world.newKey())).toBe('there');
    await world.open();
    expect(await world.courier.sendAll()).toEqual(['post INC-1 in #incidents', `post INC-1 in ${CHANNEL}`]);
    expect(await store.unsubscribe(CHANNEL, ALL, jane(), world.newKey())).toBe(0);
    expect(await store.unsubscribe(CHANNEL, null, jane(), world.newKey())).toBe(1);
    await world.open({ title: 'later' });
    expect(await world.courier.sendAll()).toEqual(['post INC-2 in #incidents']);
    const entries = await world.storage.audit.list({ limit: 2 });
    expect(entries).toMatchObject([
      { section: 'subscriptions', before: { channel: CHANNEL, urgencies: ['HIGH'] }, after: null },
      { section: 'subscriptions', before: null, after: { channel: CHANNEL, urgencies: ['HIGH'] } },
    ]);
  });

  test('what waits for Slack when it ends is owed no longer, unless something else wants it there', async () => {
    await store.subscribe(CHANNEL, HIGH, jane(), world.newKey());
    await world.open();
    await store.subscribe(CHANNEL, ALL, jane(), world.newKey());
    await store.unsubscribe(CHANNEL, HIGH, jane(), world.newKey());
    await world.open({ title: 'both' });
    await store.unsubscribe(CHANNEL, null, jane(), world.newKey());
    expect(await world.courier.sendAll()).toEqual(['post INC-1 in #incidents', 'post INC-2 in #incidents']);
  });

  test('a card that Slack may have been given is dropped when it turns out that it has not', async () => {
    await store.subscribe(CHANNEL, ALL, jane(), world.newKey());
    await world.open();
    const card = await world.courier.next(`post INC-1 in ${CHANNEL}`);
    await world.courier.begin(card);
    await store.unsubscribe(CHANNEL, null, jane(), world.newKey());
    expect((await world.courier.jobOf(card)).place).toMatchObject({ isCalledOff: true });
  });

  test('the bot is put out of the channel: it ends, and whoever subscribed it is told', async () => {
    await store.subscribe(CHANNEL, ALL, jane(), world.newKey());
    await store.subscribe(CHANNEL, HIGH, jane(), world.newKey());
    await store.end(channel());
    expect(await world.courier.sendAll()).toEqual(['tell UJANE: subscription_ended']);
  });

  test('a channel that only listens is closed: nothing goes elsewhere, and whoever subscribed it is told once', async () => {
    await store.subscribe(CHANNEL, ALL, jane(), world.newKey());
    for (const number of [1, 2]) {
      await world.open({ title: `number ${number}` });
      const message = await world.courier.messageOf(await world.courier.next(`post INC-${number} in ${CHANNEL}`));
      const closed = await world.storage.deliveries.stopListening(message, 'is_archived', world.clock.time);
      expect(closed).toBe(true);
    }
    expect(await world.courier.sendAll()).toEqual([
      'post INC-1 in #incidents',
      'post INC-2 in #incidents',
      'tell UJANE: subscription_closed',
    ]);
  });

  test('what belongs to a channel, or calls it, goes to the fallback instead', async () => {
    await world.open();
    const message = await world.courier.messageOf(await world.courier.next('post INC-1 in #incidents'));
    expect(await world.storage.deliveries.stopListening(message, 'is_archived', world.clock.time)).toBe(false);
  });

  test('an export has it, and applies to no change; a file that leaves it out leaves it as it is', async () => {
    await store.subscribe(CHANNEL, { ...HIGH, labels: { team: 'payments' } }, jane(), world.newKey());
    const { servicesInUse: _, ...current } = await world.storage.settingsWriter.read();
    const exported = exportSettings(current);
    expect(exported).toContain('team: payments');
    expect(await world.apply(exported, { prune: true })).toEqual([]);
    await world.apply('workspace: { default_channel: "#payments" }', { prune: true });
    await world.open({ details: { labels: { team: 'payments' } } });
    expect(await world.courier.sendAll()).toEqual(['post INC-1 in #payments', `post INC-1 in ${CHANNEL}`]);
  });
}
