import { beforeEach, expect, test } from '@jest/globals';
import { DAY } from '../../../src/lib/clock.ts';
import { PRIORITY } from '../../../src/notifications/priority.ts';
import type { NewNotification } from '../../../src/notifications/requested/store.ts';
import type { Fixture } from './fixture.ts';

export function notifications(fixture: () => Fixture): void {
  let made = 0;
  beforeEach(() => {
    made = 0;
  });

  function one(changes: Partial<NewNotification> = {}): NewNotification {
    return {
      id: `n${++made}`,
      connectionId: fixture().connectionId,
      target: '#ops',
      message: { text: 'Hi' },
      create: false,
      isPrivate: false,
      apiKeyId: null,
      createdAt: fixture().clock.now(),
      priority: PRIORITY.rest,
      requestKey: null,
      ...changes,
    };
  }

  test('one is owed until it is posted, and then known with where it is', async () => {
    const { storage, courier } = fixture();
    const id = await storage.notifications.create(one());
    expect(await storage.notifications.get(id)).toMatchObject({ target: '#ops', outcome: { status: 'queued' } });
    expect(await courier.heads()).toEqual(['notify #ops']);
    const delivery = await courier.next();
    await storage.deliveries.finish(delivery, { channelId: 'C1', ts: '1.5' }, fixture().clock.now());
    expect(await courier.heads()).toEqual([]);
    expect(await storage.notifications.get(id)).toMatchObject({
      outcome: { status: 'sent', channelId: 'C1', ts: '1.5' },
    });
    expect(await storage.notifications.countQueued()).toBe(0);
  });

  test('one that is refused is failed, with the reason', async () => {
    const { storage, courier, clock } = fixture();
    const id = await storage.notifications.create(one());
    await storage.deliveries.fail(await courier.next(), 'is_archived', clock.now());
    expect(await storage.notifications.get(id)).toMatchObject({ outcome: { status: 'failed', error: 'is_archived' } });
  });

  test('the same request is one notification, and the more urgent goes first', async () => {
    const { storage, courier } = fixture();
    const first = await storage.notifications.create(one({ requestKey: 'a' }));
    expect(await storage.notifications.create(one({ requestKey: 'a' }))).toBe(first);
    await storage.notifications.create(one({ target: '#urgent', priority: PRIORITY.LOW }));
    expect(await storage.notifications.countQueued()).toBe(2);
    expect(await courier.heads()).toEqual(['notify #urgent', 'notify #ops']);
    await storage.deliveries.finish(await courier.next(), { channelId: 'C1', ts: '1.5' }, fixture().clock.now());
    expect(await storage.notifications.targets(fixture().connectionId)).toEqual(['#urgent']);
  });

  test('what is over is forgotten in the end, and what waits never', async () => {
    const { storage, courier, clock } = fixture();
    const waiting = await storage.notifications.create(one({ target: '#waiting' }));
    const sent = await storage.notifications.create(one());
    await storage.deliveries.finish(await courier.next('notify #ops'), { channelId: 'C1', ts: '1.5' }, clock.now());
    fixture().passes(DAY);
    await storage.notifications.forget(clock.now());
    expect(await storage.notifications.get(sent)).toBeNull();
    expect(await storage.notifications.get(waiting)).not.toBeNull();
  });
}
