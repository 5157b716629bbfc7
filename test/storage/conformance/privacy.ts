import { beforeEach, expect, test } from '@jest/globals';
import { decidePair } from '../../../src/incidents/pair.ts';
import { relive } from '../../../src/incidents/past.ts';
import type { Eyes, IncidentStore } from '../../../src/incidents/store.ts';
import { STATUSES } from '../../../src/incidents/types.ts';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Channel, ConnectionStore } from '../../../src/slack/directory/store.ts';
import { type Fixture, MONITOR } from './fixture.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", subscriptions: [{ channel: "#search" }] }
users: [{ name: Bob, email: bob@example.com }]
escalation_policies: [{ name: bob, steps: [{ after: 1m, notify: [user:bob@example.com] }] }]
services: [{ name: Payroll, channel: "#payroll", escalation_policy: bob }, { name: Lost, channel: "#not-there" }]
`;
const ALL = { statuses: STATUSES, order: 'newest', limit: 100, offset: 0 } as const;

/** INC-1 is everybody's, INC-2 belongs to the private channel #payroll. */
export function privacy(fixture: () => Fixture): void {
  let world: Fixture;
  let incidents: IncidentStore;
  let connections: ConnectionStore;
  let payroll: Channel;
  beforeEach(async () => {
    world = fixture();
    ({ incidents, connections } = world.storage);
    await world.apply(SETTINGS);
    payroll = world.channel({ id: 'C-payroll', name: 'payroll', isPrivate: true });
    await connections.saveChannel(payroll, world.clock.time);
    await world.open({ title: 'of everybody' });
    await world.open({ title: 'of payroll', serviceId: await world.serviceId('Payroll') });
  });

  const outsider = () => world.viewer('carol');
  const member = () => world.viewer('dan', { privateChannelIds: ['C-payroll'] });
  const seenBy = async (viewer: Eyes) => {
    const { incidents: listed, total } = await incidents.list({ ...ALL, viewer });
    const numbers = listed.map(({ number }) => number).sort();
    const counts = await incidents.countLive(viewer);
    const visible = await Promise.all([1, 2, 3].map((number) => incidents.isVisible(number, viewer)));
    // Whichever way somebody looks, it is the same that they see.
    expect([total, counts.OPEN + counts.ACKNOWLEDGED]).toEqual([numbers.length, numbers.length]);
    expect(visible).toEqual([1, 2, 3].map((number) => numbers.includes(number)));
    return numbers;
  };

  test('what belongs to a private channel is for its members, in lists, counts and by number', async () => {
    expect(await seenBy(outsider())).toEqual([1]);
    expect(await seenBy('anyone')).toEqual([1]);
    expect(await seenBy(member())).toEqual([1, 2]);
    expect(await seenBy(world.viewer('dan', { privateChannelIds: ['C-other'] }))).toEqual([1]);
    // Who is an admin may see what they are told they may, and no more while the channel is in sight.
    expect(await seenBy(world.viewer('ann', { isAdmin: true }))).toEqual([1]);
    expect((await incidents.list(ALL)).total).toBe(2);
    expect(await incidents.countLive()).toMatchObject({ OPEN: 2 });
    const { connectionId } = world;
    expect(await incidents.privateHome(1, connectionId)).toBeNull();
    expect(await incidents.privateHome(2, connectionId)).toEqual({
      channelId: 'C-payroll',
      isOutOfSight: false,
      rooms: [],
    });
  });

  test('incidents of the past are kept as they went, tell nobody, and are hidden where their channel is private', async () => {
    await world.courier.sendAll();
    const report = world.report({ title: 'long ago', serviceId: await world.serviceId('Payroll') });
    const at = world.clock.time - 10 * DAY;
    const deeds = [
      { at: at + MINUTE, actor: world.person('dan'), command: { type: 'acknowledge' } as const },
      { at: at + HOUR, actor: world.person('dan'), command: { type: 'resolve', note: 'Restarted' } as const },
    ];
    await incidents.addPast([relive(report, { at, actor: MONITOR }, deeds, { heard: [], sla: {} })]);
    expect(await incidents.get(3)).toMatchObject({
      title: 'long ago',
      openedAt: at,
      firstAcknowledgedAt: at + MINUTE,
      state: { status: 'RESOLVED', at: at + HOUR, note: 'Restarted' },
    });
    expect(await world.story(3)).toEqual(['triggered', 'acknowledged', 'resolved']);
    expect(await world.courier.heads()).toEqual([]);
    expect(await incidents.isVisible(3, outsider())).toBe(false);
    expect(await incidents.isVisible(3, member())).toBe(true);
    expect((await world.open({ title: 'now' })).number).toBe(4);
  });

  test.each<[string, (channel: Channel) => Promise<void>]>([
    ['archived', (channel) => connections.saveChannel({ ...channel, isArchived: true }, 5)],
    ['deleted', () => connections.loseChannel(world.connectionId, 'C-payroll', 'deleted', 5)],
    ['out of sight', () => connections.loseChannel(world.connectionId, 'C-payroll', 'unseen', 5)],
    ['left out of the next list', () => connections.replaceChannels(world.connectionId, [], 5)],
  ])('it stays private when the channel is %s', async (_, lose) => {
    await lose(payroll);
    expect(await seenBy(outsider())).not.toContain(2);
    expect(await seenBy(member())).toContain(2);
    expect(await incidents.privateHome(2, world.connectionId)).toEqual({
      channelId: 'C-payroll',
      isOutOfSight: true,
      rooms: [],
    });
  });

  test('members of its own private channel see it, whatever becomes of that, until everybody could read it', async () => {
    const { connectionId } = world;
    const room = world.channel({ id: 'C-room', name: 'inc-2', isPrivate: true });
    await connections.saveChannel(room, 5);
    await connections.saveMembers(connectionId, 'C-room', [world.person('dan').slackUserId], 5);
    const made = { kind: 'channel_made', connectionId, channelId: 'C-room', name: 'inc-2' } as const;
    const dan = world.viewer('dan', { privateChannelIds: ['C-room'] });
    expect(await seenBy(dan)).toEqual([1]);
    await world.does({ type: 'note_channel', fact: made }, 2, { kind: 'clock' });
    expect(await seenBy(dan)).toEqual([1, 2]);
    expect(await seenBy(outsider())).toEqual([1]);
    expect((await world.storage.deliveries.cardsOf(2)).map(({ target }) => target)).toEqual(['#payroll', 'C-room']);
    await connections.saveChannel({ ...room, isArchived: true }, 6);
    expect(await seenBy(dan)).toEqual([1, 2]);
    // An admin may look into the channels that are lost; an incident that still has its own is none of theirs for that.
    expect(await seenBy(world.viewer('ann', { isAdmin: true, privateChannelIds: ['C-room'] }))).toEqual([1]);
    await connections.saveChannel({ ...room, isPrivate: false }, 7);
    expect(await seenBy(dan)).toEqual([1]);
    await connections.saveChannel(room, 8);
    expect(await seenBy(dan)).toEqual([1]);
  });

  test('a channel that it had before it was private lets nobody see it', async () => {
    const { connectionId } = world;
    await connections.saveChannel(world.channel({ id: 'C-room', name: 'inc-1', isPrivate: true }), 5);
    await connections.saveMembers(connectionId, 'C-room', [world.person('dan').slackUserId], 5);
    const made = { kind: 'channel_made', connectionId, channelId: 'C-room', name: 'inc-1' } as const;
    await world.does({ type: 'note_channel', fact: made }, 1, { kind: 'clock' });
    await connections.saveMembers(connectionId, 'C-payroll', [world.person('ann').slackUserId], 5);
    await world.does({ type: 'mark_private', connectionId, channelId: 'C-payroll' }, 1, world.person('ann'));
    expect(await seenBy(world.viewer('dan', { privateChannelIds: ['C-room'] }))).toEqual([]);
    expect(await incidents.privateHome(1, connectionId)).toMatchObject({ channelId: 'C-payroll', rooms: [] });
  });

  test('it is everybody’s once Slack says that the channel is public, and hidden again when it is made private', async () => {
    await connections.saveChannel({ ...payroll, isPrivate: false }, 5);
    expect(await seenBy(outsider())).toEqual([1, 2]);
    const incidentsChannel = await connections.channelByName(world.connectionId, 'incidents');
    if (!incidentsChannel) throw new Error('there is no #incidents');
    await connections.saveChannel({ ...incidentsChannel, isPrivate: true }, 6);
    expect(await seenBy(outsider())).toEqual([2]);
  });

  test('who was paged for it sees it, by the address or the account', async () => {
    const viewer = world.viewer('bob');
    expect(await seenBy(viewer)).toEqual([1]);
    await world.does({ type: 'escalate' }, 2, { kind: 'clock' });
    expect(await seenBy(viewer)).toEqual([1]); // Slack has not said that bob is bob@example.com
    await world.storage.people.saveIdentities([world.identity('bob')]);
    expect(await seenBy(viewer)).toEqual([1, 2]);
    expect(await seenBy(outsider())).toEqual([1]);
  });

  test('it is shown to no subscriber, and where it is shown only to those who may look there', async () => {
    const { deliveries } = world.storage;
    expect((await deliveries.cardsOf(1)).map(({ target }) => target)).toEqual(['#incidents', '#search']);
    expect((await deliveries.cardsOf(2)).map(({ target }) => target)).toEqual(['#payroll']);
    await world.courier.sendAll();
    expect(await deliveries.cardsOf(2, member())).toHaveLength(1);
    expect(await deliveries.cardsOf(2, outsider())).toEqual([]);
  });

  test('an incident whose channel nobody knows is everybody’s, until there is one of that name', async () => {
    await world.open({ title: 'of a slip', serviceId: await world.serviceId('Lost') });
    expect(await seenBy(outsider())).toEqual([1, 3]);
    await connections.saveChannel(world.channel({ id: 'C-late', name: 'not-there', isPrivate: true }), 5);
    expect(await seenBy(outsider())).toEqual([1]);
    expect(await incidents.privateHome(3, world.connectionId)).toMatchObject({ channelId: 'C-late' });
  });

  test('it stays with its channel when that is renamed, and when another one takes its name', async () => {
    await connections.saveChannel({ ...payroll, name: 'payroll-old' }, 5);
    await connections.saveChannel(world.channel({ id: 'C-impostor', name: 'payroll' }), 6);
    expect(await seenBy(outsider())).toEqual([1]);
    await world.open({ title: 'of payroll, later', serviceId: await world.serviceId('Payroll') });
    expect(await seenBy(outsider())).toEqual([1]);
    expect(await seenBy(member())).toEqual([1, 2, 3]);
  });

  test('when its channel is closed to the app, it goes nowhere else; the fallback hears that there is something', async () => {
    const { deliveries } = world.storage;
    const delivery = await world.courier.next('post INC-2 in #payroll');
    const message = await world.courier.messageOf(delivery);
    await connections.loseChannel(world.connectionId, 'C-payroll', 'unseen', 5);
    expect(await deliveries.keepPrivate(delivery, message, 'channel_not_found', '#incidents', world.clock.time)).toBe(
      true,
    );
    const cards = await deliveries.cardsOf(2);
    expect(cards.map(({ target, isHome }) => [target, isHome])).toEqual([
      ['#payroll', true],
      ['#incidents', false],
    ]);
    const sent = await world.courier.sendAll();
    expect(sent.filter((words) => words.includes('INC-2'))).toEqual(['post INC-2 in #incidents']);
    expect(await seenBy(outsider())).toEqual([1]);
    // Seen again, it is shown where it belongs.
    await connections.saveChannel(payroll, 6);
    expect(await world.courier.sendAll()).toContain('post INC-2 in #payroll');
  });

  test('of a storm, everybody sees what is everybody’s, and that there is more', async () => {
    const { storms, deliveries } = world.storage;
    await world.courier.sendAll();
    await connections.saveChannel({ ...payroll, isPrivate: false }, 5);
    const serviceId = await world.serviceId('Payroll');
    await world.courier.sendAll();
    await world.openMany(5, { title: 'public', serviceId });
    const [first] = await world.openMany(1, { title: 'last', serviceId });
    const delivery = await world.courier.next(`post INC-${(first?.number ?? 0) - 5} in #payroll`);
    expect(await deliveries.gather(delivery, (await world.courier.jobOf(delivery)).place, world.clock.time)).toBe(true);
    const [card] = await deliveries.cardsOf(first?.number ?? 0);
    const stormId = card?.stormId ?? 0;
    await connections.saveChannel(payroll, 6);
    expect(await storms.summary(stormId)).toMatchObject({ total: 6, hidden: 0 });
    expect(await storms.summary(stormId, { viewer: outsider() })).toMatchObject({ total: 0, hidden: 6 });
    expect(await storms.summary(stormId, { viewer: member() })).toMatchObject({ total: 6, hidden: 0 });
    const { connectionId } = world;
    expect(await storms.summary(stormId, { connectionId, channelId: 'C-payroll', target: '#payroll' })).toMatchObject({
      hidden: 0,
    });
    expect(await storms.summary(stormId, { connectionId, channelId: null, target: '#payroll' })).toMatchObject({
      hidden: 6,
    });
    const page = { order: 'opened', limit: 10, offset: 0 } as const;
    expect(await storms.members(stormId, page, { viewer: outsider() })).toEqual([]);
    expect(await storms.services(stormId, { viewer: outsider() }, 10)).toEqual([]);
    const actor = world.person('carol');
    const all = { stormId, command: { type: 'acknowledge' }, filter: {}, actor, requestKey: 'a' } as const;
    expect(await storms.ask(all, outsider(), world.clock.time)).toBe(0);
  });

  test('what is of a closed project is for those who have a role in it, in lists, counts and by number; and for who is called', async () => {
    await world.apply(`
users: [{ name: Bob, email: bob@example.com }, { name: Eve, email: eve@example.com }, { name: Ann, email: ann@example.com, role: admin }]
services: [{ name: Vault, escalation_policy: bob }]
projects: [{ name: safe, closed: true, services: [Vault], channels: ["#safe"], people: [{ user: eve@example.com, role: viewer }] }]
`);
    const serviceId = await world.serviceId('Vault');
    await world.open({ title: 'of the vault', serviceId });
    const member = world.viewer('eve', { userId: await world.userId('eve@example.com') });
    const bob = { userId: await world.userId('bob@example.com') };
    expect(await seenBy(member)).toEqual([1, 3]);
    expect(await seenBy(world.viewer('ann', { userId: 1, isAdmin: true }))).toEqual([1, 3]);
    for (const eyes of [outsider(), world.viewer('bob', bob), 'anyone'] as const)
      expect(await seenBy(eyes)).toEqual([1]);
    expect(await seenBy({ serviceId: null, reach: 'organisation' })).toEqual([1]);
    expect(await seenBy({ serviceId: null, reach: 'everything' })).toEqual([1, 3]);
    expect(await incidents.isVisible(3, { serviceId, reach: 'organisation' })).toBe(true);
    // Neither the default channel nor a subscription shows it.
    expect((await world.storage.deliveries.cardsOf(3)).map(({ target }) => target)).toEqual(['#safe']);
    // Nor does it become one with what others see.
    const merged = await incidents.changeTogether(3, {}, (own, look) =>
      decidePair(own, { type: 'merge', into: 1 }, { now: world.clock.time, actor: MONITOR, look }),
    );
    expect(merged).toMatchObject({ rejection: { reason: 'other_audience' } });

    await world.storage.people.saveIdentities([world.identity('bob')]);
    await world.does({ type: 'escalate' }, 3, { kind: 'clock' });
    expect(await seenBy(world.viewer('bob', bob))).toEqual([1, 3]);
  });
}
