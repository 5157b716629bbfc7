import { beforeEach, expect, test } from '@jest/globals';
import type { Channel, ConnectionStore } from '../../src/slack/store.ts';
import { sqliteConnectionStore } from '../../src/store/sqlite/connections.ts';
import { tempDatabase } from './temp-database.ts';

const OWNER = { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' };

let connections: ConnectionStore;
let connectionId: number;

beforeEach(async () => {
  connections = sqliteConnectionStore(tempDatabase());
  connectionId = (await connections.primary()).id;
});

function channel(values: Partial<Channel> = {}): Channel {
  return { connectionId, id: 'C1', name: 'incidents', isPrivate: false, isArchived: false, isMember: true, ...values };
}

test('the connection of the environment is made once', async () => {
  expect(await connections.primary()).toEqual({
    id: connectionId,
    teamId: null,
    teamName: null,
    botUserId: null,
    botId: null,
  });
  expect((await connections.primary()).id).toBe(connectionId);
});

test('Slack tells once whose token it is', async () => {
  const identified = { id: connectionId, ...OWNER };
  expect(await connections.identify(connectionId, OWNER)).toEqual(identified);
  expect(await connections.primary()).toEqual(identified);
});

test('a token of another workspace makes the channels of the one before unknown', async () => {
  await connections.identify(connectionId, OWNER);
  await connections.replaceChannels(connectionId, [channel()], 5);
  await connections.identify(connectionId, OWNER);
  expect(await connections.channel(connectionId, 'C1')).not.toBeNull();
  await connections.identify(connectionId, { ...OWNER, teamId: 'T2' });
  expect(await connections.channel(connectionId, 'C1')).toBeNull();
  expect(await connections.channelsListedAt(connectionId)).toBeNull();
});

test('a new list of channels replaces the old one', async () => {
  await connections.replaceChannels(connectionId, [channel(), channel({ id: 'C2', name: 'old' })], 5);
  await connections.replaceChannels(connectionId, [channel({ name: 'renamed' }), channel({ id: 'C3' })], 6);
  expect(await connections.channel(connectionId, 'C1')).toEqual(channel({ name: 'renamed' }));
  expect(await connections.channel(connectionId, 'C2')).toBeNull();
  expect(await connections.channelsListedAt(connectionId)).toBe(6);
});

test('a list that names a channel twice, as pages may, keeps what came last', async () => {
  await connections.replaceChannels(connectionId, [channel(), channel({ name: 'renamed' })], 5);
  expect(await connections.channel(connectionId, 'C1')).toEqual(channel({ name: 'renamed' }));
});

test('of channels with one name, one that is not archived is meant', async () => {
  await connections.saveChannel(channel({ id: 'C1', isArchived: true }));
  expect(await connections.channelByName(connectionId, 'incidents')).toMatchObject({ id: 'C1' });
  await connections.saveChannel(channel({ id: 'C2' }));
  expect(await connections.channelByName(connectionId, 'incidents')).toMatchObject({ id: 'C2' });
  expect(await connections.channelByName(connectionId, 'nowhere')).toBeNull();
});

test('a channel is known as Slack last described it, until it is removed', async () => {
  await connections.saveChannel(channel());
  await connections.saveChannel(channel({ isPrivate: true }));
  expect(await connections.privateChannels(connectionId)).toEqual([channel({ isPrivate: true })]);
  await connections.removeChannel(connectionId, 'C1');
  expect(await connections.privateChannels(connectionId)).toEqual([]);
});
