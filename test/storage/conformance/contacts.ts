import { beforeEach, expect, test } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../../src/lib/clock.ts';
import type { Fixture } from './fixture.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Bob, email: bob@example.com, contact: [{ sms: "+4930123456", after: 10m }, { email: bob@example.com, after: 5m }] }]
escalation_policies: [{ name: bob, steps: [{ after: 0s, notify: [user:bob@example.com] }] }]
services: [{ name: Payments, escalation_policy: bob }]
`;

export function contacts(fixture: () => Fixture): void {
  beforeEach(() => fixture().apply(SETTINGS));

  /** Bob is paged. */
  async function paged(): Promise<number> {
    const { number } = await fixture().open({ serviceId: await fixture().serviceId('Payments') });
    await fixture().does({ type: 'escalate' }, number);
    return number;
  }

  /** Does what is due, as the scheduler does. */
  async function passes(ms: number): Promise<void> {
    const { clock, storage } = fixture();
    fixture().passes(ms);
    for (const due of await storage.contacts.due(clock.now(), 100)) await storage.contacts.fire(due, clock.now());
  }

  const reaching = async () => (await fixture().courier.heads()).filter((head) => head.startsWith('reach'));

  test('a page that Slack has taken leaves the other methods to their time', async () => {
    const { storage, courier, clock } = fixture();
    await paged();
    const page = await courier.next('post INC-1 in @bob@example.com');
    await storage.deliveries.finish(page, { channelId: 'D1', ts: '1.5' }, clock.now());
    await passes(30 * SECOND);
    expect(await reaching()).toEqual([]);
    expect(await storage.contacts.nextDueAt(clock.now())).toBe(clock.now() + 4.5 * MINUTE);
    await passes(4.5 * MINUTE);
    expect(await reaching()).toEqual(['reach @bob@example.com by email']);
  });

  test('one that Slack has not taken goes out by the next method at once, and then by the one after it', async () => {
    const { storage, clock } = fixture();
    await paged();
    await passes(30 * SECOND);
    await passes(0);
    expect(await reaching()).toEqual(['reach @bob@example.com by email']);
    await passes(30 * SECOND);
    await passes(0);
    expect((await reaching()).sort()).toEqual(['reach @bob@example.com by email', 'reach @bob@example.com by sms']);
    expect(await storage.contacts.nextDueAt(clock.now() - HOUR)).toBe(clock.now() + 30 * SECOND);
  });

  test('each moment has its effect once', async () => {
    const { storage, clock } = fixture();
    await paged();
    fixture().passes(30 * SECOND);
    const [due] = await storage.contacts.due(clock.now(), 100);
    if (!due) throw new Error('nothing is due');
    expect(await storage.contacts.fire(due, clock.now())).toBe(true);
    expect(await storage.contacts.fire(due, clock.now())).toBe(false);
  });

  test('whoever takes the incident calls off all that is still to come', async () => {
    const { storage, clock } = fixture();
    const number = await paged();
    await passes(30 * SECOND);
    await passes(0);
    await fixture().acknowledge(number);
    expect(await reaching()).toEqual([]);
    expect(await storage.contacts.due(clock.now() + HOUR, 100)).toEqual([]);
  });

  test('that somebody was reached is said once, with the end of the delivery', async () => {
    const { storage, courier } = fixture();
    const number = await paged();
    await passes(30 * SECOND);
    await passes(0);
    const delivery = await courier.next('reach @bob@example.com by email');
    const reachedContact = { deliveryId: delivery.id, id: Number(delivery.task.work.split(':')[1]) };
    const fact = { kind: 'contacted', name: 'Bob', method: 'email' } as const;
    const at = { target: '@bob@example.com', eventId: 1 };
    const said = () => fixture().tryTo({ type: 'note_contact', fact, ...at }, number, { reachedContact });
    expect(await said()).toMatchObject({ ok: true });
    expect(await said()).toEqual({ ok: false, reason: 'delivery_gone' });
    expect(await reaching()).toEqual([]);
    const timeline = await storage.incidents.timeline(number);
    expect(timeline.filter((event) => event.fact.kind === 'contacted')).toHaveLength(1);
  });

  test('what is refused for good brings the next method at once, and is used no more', async () => {
    const { storage, courier, clock } = fixture();
    const number = await paged();
    await storage.deliveries.fail(await courier.next('post INC-1 in @bob@example.com'), 'user_disabled', clock.now());
    await passes(30 * SECOND);
    await passes(0);
    const refuse = async (method: 'email' | 'sms') => {
      const { id: deliveryId, task } = await courier.next(`reach @bob@example.com by ${method}`);
      const contact = await storage.contacts.get(Number(task.work.split(':')[1]));
      if (!contact) throw new Error('nothing to refuse');
      const fact = { kind: 'contact_failed', name: 'Bob', method, code: `${method}:x` } as const;
      const { target, eventId, id } = contact;
      return await fixture().tryTo({ type: 'note_contact', fact, target, eventId }, number, {
        refusedContact: { deliveryId, id, code: fact.code },
      });
    };
    expect(await refuse('email')).toMatchObject({ ok: true });
    await passes(0);
    expect(await reaching()).toEqual(['reach @bob@example.com by sms']);
    expect(await refuse('sms')).toMatchObject({ ok: true });
    expect(await reaching()).toEqual([]);
    await passes(HOUR);
    expect(await reaching()).toEqual([]);
  });

  test('when the wall clock is set, what is due stays as far away as it is', async () => {
    const { storage, clock } = fixture();
    await paged();
    const before = await storage.contacts.nextDueAt(clock.now());
    const adopt = () => ({ boot: null, ahead: 0, slept: 0, seenAt: 0 });
    await storage.clock.moveAlong({ by: -3 * HOUR, at: clock.now(), adopt });
    expect(await storage.contacts.nextDueAt(clock.now() - 4 * HOUR)).toBe((before ?? 0) - 3 * HOUR);
  });

  test('links are signed with one secret for good', async () => {
    const { storage } = fixture();
    const secret = await storage.contacts.linkSecret();
    expect(secret).toHaveLength(43);
    expect(await storage.contacts.linkSecret()).toBe(secret);
  });
}
