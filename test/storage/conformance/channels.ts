import { beforeEach, expect, test } from '@jest/globals';
import type { Channel, ConnectionStore } from '../../../src/slack/directory/store.ts';
import { type Fixture, OWNER } from './fixture.ts';

export function channels(fixture: () => Fixture): void {
  let connections: ConnectionStore;
  let connectionId: number;

  beforeEach(() => {
    connections = fixture().storage.connections;
    connectionId = fixture().connectionId;
  });

  const channel = (values: Partial<Channel> = {}) => fixture().channel({ name: 'support', ...values });

  test('the connection of the environment is made once, and is what Slack has said of it', async () => {
    const owner = { ...OWNER, teamName: 'Acme Ltd', botId: null };
    const identified = { id: connectionId, ...owner, installationId: null, name: null, endedAt: null, endReason: null };
    expect(await connections.identify(connectionId, owner)).toEqual(identified);
    expect(await connections.primary()).toEqual(identified);
    expect(await (await fixture().another()).connections.primary()).toEqual(identified);
  });

  const find = (id: string) => connections.channel(connectionId, id);
  const meant = (name: string) => connections.channelByName(connectionId, name);

  test('a token of another workspace puts the channels of the one before out of sight; what was private stays so', async () => {
    const secret = channel({ id: 'C2', name: 'secret', isPrivate: true });
    await connections.replaceChannels(connectionId, [channel(), secret], 5);
    await connections.identify(connectionId, OWNER);
    expect(await meant('support')).toMatchObject({ id: 'C1' });
    await connections.identify(connectionId, { ...OWNER, teamId: 'T2' });
    expect(await meant('support')).toBeNull();
    expect(await find('C2')).toEqual({ ...secret, isGone: true, isMember: false });
    expect(await connections.channelsListedAt(connectionId)).toBeNull();
  });

  test('what a new list of channels leaves out is out of sight, and private from then on', async () => {
    const secret = channel({ id: 'C4', name: 'secret', isPrivate: true });
    await connections.replaceChannels(connectionId, [channel(), channel({ id: 'C2', name: 'old' }), secret], 5);
    await connections.saveMembers(connectionId, 'C4', ['U1'], 5);
    await connections.replaceChannels(connectionId, [channel({ name: 'renamed' }), channel({ id: 'C3' })], 6);
    expect(await find('C1')).toEqual(channel({ name: 'renamed' }));
    expect(await find('C2')).toMatchObject({ isGone: true, isPrivate: true });
    expect(await find('C4')).toMatchObject({ isGone: true, isPrivate: true });
    expect(await connections.channelsOf(connectionId, 'U1')).toEqual(new Set(['C4']));
    expect(await meant('old')).toMatchObject({ id: 'C2', isGone: true }); // nothing public takes its place
    expect(await connections.channelsListedAt(connectionId)).toBe(6);
  });

  test('a list that names a channel twice, as pages may, keeps what came last', async () => {
    await connections.replaceChannels(connectionId, [channel(), channel({ name: 'renamed' })], 5);
    expect(await find('C1')).toEqual(channel({ name: 'renamed' }));
  });

  test('of channels with one name, one that is not archived is meant', async () => {
    await connections.saveChannel(channel({ id: 'C1', isArchived: true }), 5);
    expect(await meant('support')).toMatchObject({ id: 'C1' });
    await connections.saveChannel(channel({ id: 'C2' }), 5);
    expect(await meant('support')).toMatchObject({ id: 'C2' });
    expect(await meant('nowhere')).toBeNull();
  });

  test('a channel is known as Slack last described it, and never forgotten', async () => {
    await connections.saveChannel(channel(), 5);
    await connections.saveChannel(channel({ isPrivate: true }), 5);
    expect(await connections.privateChannels(connectionId)).toEqual([channel({ isPrivate: true })]);
    await connections.loseChannel(connectionId, 'C1', 'deleted', 6);
    const lost = channel({ isPrivate: true, isGone: true, isMember: false });
    expect(await connections.privateChannels(connectionId)).toEqual([lost]);
    await connections.saveChannel(channel(), 7);
    expect(await connections.privateChannels(connectionId)).toEqual([]);
  });

  test('a name that the settings give to a private channel keeps meaning it when it is lost or renamed', async () => {
    await fixture().apply('services: [{ name: Payroll, channel: "#payroll" }, { name: Legal, channel: "#legal" }]');
    const named = (values: Partial<Channel>) => channel({ isPrivate: true, ...values });
    await connections.saveChannel(named({ id: 'C1', name: 'payroll' }), 5);
    await connections.saveChannel(named({ id: 'C2', name: 'legal' }), 5);
    await connections.saveChannel(named({ id: 'C3', name: 'other' }), 5);
    await connections.loseChannel(connectionId, 'C1', 'unseen', 6);
    await connections.saveChannel(named({ id: 'C2', name: 'legal-old' }), 6);
    await connections.saveChannel(named({ id: 'C3', name: 'other-old' }), 6);
    for (const name of ['payroll', 'legal', 'other']) {
      await connections.saveChannel(named({ id: `C-${name}`, name, isPrivate: false }), 7);
    }
    const meanings = await Promise.all(['payroll', 'legal', 'other'].map((name) => meant(name)));
    expect(meanings.map((one) => one?.id)).toEqual(['C1', 'C2', 'C-other']);
  });

  test('members are those who were read last, without who has left since', async () => {
    const secret = channel({ id: 'C4', name: 'secret', isPrivate: true });
    await connections.saveChannel(secret, 5);
    expect(await connections.membersRead(connectionId)).toEqual([{ channelId: 'C4', at: null }]);
    await connections.saveMembers(connectionId, 'C4', ['U1', 'U2'], 6);
    await connections.saveMembers(connectionId, 'C4', ['U2', 'U3', 'U3'], 7);
    await connections.removeMember(connectionId, 'C4', 'U3');
    const seenBy = async (id: string) => [...(await connections.channelsOf(connectionId, id))];
    expect(await Promise.all(['U1', 'U2', 'U3'].map(seenBy))).toEqual([[], ['C4'], []]);
    expect(await connections.membersRead(connectionId)).toEqual([{ channelId: 'C4', at: 7 }]);
    await connections.loseChannel(connectionId, 'C4', 'unseen', 8);
    expect(await connections.membersRead(connectionId)).toEqual([]);
    expect(await seenBy('U2')).toEqual(['C4']);
  });

  test('those that incidents belong to are told from the others, as far as Slack shows them', async () => {
    await fixture().apply(
      'workspace: { default_channel: "#incidents" }\nservices: [{ name: Web, channel: "#search" }]',
    );
    await fixture().open();
    await fixture().open({ title: 'of the web', serviceId: await fixture().serviceId('Web') });
    const homes = async () => (await connections.homeChannels(connectionId)).map(({ name }) => name).sort();
    expect(await homes()).toEqual(['incidents', 'search']);
    expect((await connections.publicChannels(connectionId)).map(({ name }) => name).sort()).toEqual([
      'incidents',
      'payments',
      'search',
    ]);
    await connections.loseChannel(connectionId, 'C-search', 'deleted', 6);
    expect(await homes()).toEqual(['incidents']);
  });

  test('a channel that is only known to be there counts as private', async () => {
    await connections.loseChannel(connectionId, 'C9', 'unseen', 5);
    expect(await find('C9')).toMatchObject({ isPrivate: true, isGone: true });
  });
}
