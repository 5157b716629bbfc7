import { beforeEach, expect, test } from '@jest/globals';
import { applySettings } from '../../src/settings/apply.ts';
import type { Channel, ConnectionStore } from '../../src/slack/directory/store.ts';
import { sqliteConnectionStore } from '../../src/storage/sqlite/connections.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { tempDatabase } from './temp-database.ts';

const OWNER = { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' };

let connections: ConnectionStore;
let connectionId: number;

beforeEach(async () => {
  connections = sqliteConnectionStore(tempDatabase());
  connectionId = (await connections.primary()).id;
});

function channel(values: Partial<Channel> = {}): Channel {
  return {
    connectionId,
    id: 'C1',
    name: 'incidents',
    isPrivate: false,
    isArchived: false,
    isMember: true,
    isGone: false,
    ...values,
  };
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

const find = (id: string) => connections.channel(connectionId, id);
const meant = (name: string) => connections.channelByName(connectionId, name);

test('a token of another workspace puts the channels of the one before out of sight; what was private stays so', async () => {
  await connections.identify(connectionId, OWNER);
  const secret = channel({ id: 'C2', name: 'secret', isPrivate: true });
  await connections.replaceChannels(connectionId, [channel(), secret], 5);
  await connections.identify(connectionId, OWNER);
  expect(await meant('incidents')).toMatchObject({ id: 'C1' });
  await connections.identify(connectionId, { ...OWNER, teamId: 'T2' });
  expect(await meant('incidents')).toBeNull();
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
  expect(await meant('incidents')).toMatchObject({ id: 'C1' });
  await connections.saveChannel(channel({ id: 'C2' }), 5);
  expect(await meant('incidents')).toMatchObject({ id: 'C2' });
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
  const database = tempDatabase();
  const store = sqliteConnectionStore(database);
  const { id } = await store.primary();
  const settings = 'services: [{ name: Payroll, channel: "#payroll" }, { name: Legal, channel: "#legal" }]';
  await applySettings(sqliteSettingsWriter(database), settings, { prune: false, dryRun: false });
  const named = (values: Partial<Channel>) => channel({ connectionId: id, isPrivate: true, ...values });
  await store.saveChannel(named({ id: 'C1', name: 'payroll' }), 5);
  await store.saveChannel(named({ id: 'C2', name: 'legal' }), 5);
  await store.saveChannel(named({ id: 'C3', name: 'other' }), 5);
  await store.loseChannel(id, 'C1', 'unseen', 6);
  await store.saveChannel(named({ id: 'C2', name: 'legal-old' }), 6);
  await store.saveChannel(named({ id: 'C3', name: 'other-old' }), 6);
  for (const name of ['payroll', 'legal', 'other']) {
    await store.saveChannel(named({ id: `C-${name}`, name, isPrivate: false }), 7);
  }
  const meanings = await Promise.all(['payroll', 'legal', 'other'].map((name) => store.channelByName(id, name)));
  expect(meanings.map((one) => one?.id)).toEqual(['C1', 'C2', 'C-other']);
});

test('a channel that is only known to be there counts as private', async () => {
  await connections.loseChannel(connectionId, 'C9', 'unseen', 5);
  expect(await find('C9')).toMatchObject({ isPrivate: true, isGone: true });
});
