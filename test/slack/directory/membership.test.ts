import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { type LocalSlack, startLocalSlack } from 'local-slack';
import { MINUTE, SECOND } from '../../../src/lib/clock.ts';
import { ChannelDirectory } from '../../../src/slack/directory/channels.ts';
import { Membership } from '../../../src/slack/directory/membership.ts';
import type { ConnectionStore } from '../../../src/slack/directory/store.ts';
import { MANIFEST } from '../../e2e/settings.ts';
import { HandTurnedClock } from '../../hand-turned-clock.ts';
import { tempStorage } from '../../storage/temp-storage.ts';

const CROWD = Array.from({ length: 450 }, (_, index) => ({ name: `member-${index}` }));
const ACME = {
  name: 'Acme',
  members: [{ name: 'jane' }, { name: 'bob' }, ...CROWD],
  channels: [
    { name: 'incidents', members: ['jane', 'bob'] },
    { name: 'crowd', private: true, members: CROWD.map(({ name }) => name), bot: true },
    { name: 'leads', private: true, members: ['jane'], bot: true },
  ],
};

let slack: LocalSlack;
let clock: HandTurnedClock;
let connections: ConnectionStore;
let client: WebClient;
let channels: ChannelDirectory;
let membership: Membership;

beforeEach(async () => {
  slack = await startLocalSlack({ manifestPath: MANIFEST, workspaces: [ACME] });
  clock = new HandTurnedClock();
  const storage = await tempStorage(clock);
  connections = storage.connections;
  const { id } = await connections.primary();
  client = new WebClient(slack.workspace().botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  channels = new ChannelDirectory(id, client, connections, clock);
  membership = new Membership(id, client, connections, storage.people, channels, clock);
  await channels.refresh();
});
afterEach(async () => {
  await slack.stop();
  slack.violations.demandNone();
});

const channel = (name: string) => slack.workspace().channel(name);
const idOf = (name: string) => slack.workspace().member(name).id;

/** Names of the private channels whose incidents somebody may see. */
async function seenBy(name: string): Promise<string[]> {
  const { privateChannelIds } = await membership.viewer(idOf(name));
  const found = await Promise.all(privateChannelIds.map((id) => channels.byId(id)));
  return found.flatMap((one) => one?.name ?? []);
}

describe('who may see what is private', () => {
  test('every member of a large channel, however many pages of them there are', async () => {
    await membership.refreshStale(); // nobody's patience is at stake here
    expect(await seenBy('member-0')).toEqual(['crowd']);
    expect(await seenBy('member-449')).toEqual(['crowd']);
    expect(await seenBy('jane')).toEqual(['leads']);
    expect(await seenBy('bob')).toEqual([]);
  });

  test('is looked at anew every few minutes', async () => {
    expect(await seenBy('bob')).toEqual([]);
    channel('leads').add(slack.workspace().member('bob'));
    channel('leads').remove(slack.workspace().member('jane'));
    clock.turn(5 * MINUTE);
    await membership.refreshStale();
    expect(await seenBy('bob')).toEqual(['leads']);
    expect(await seenBy('jane')).toEqual([]);
  });

  test('whoever leaves sees nothing from then on, also while Slack can’t be asked', async () => {
    expect(await seenBy('jane')).toEqual(['leads']);
    slack.faults.error('internal_error', { method: 'conversations.members' });
    await membership.left(channel('leads').id, idOf('jane'));
    expect(await seenBy('jane')).toEqual([]);
  });

  test('nor does a reading bring them back that began before they left', async () => {
    expect(await seenBy('jane')).toEqual(['leads']);
    let answer = () => {};
    jest.spyOn(client.conversations, 'members').mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { ok: true, members: [idOf('jane')] };
    });
    const reading = membership.joined(channel('leads').id);
    while (jest.mocked(client.conversations.members).mock.calls.length === 0) await new Promise(setImmediate);
    slack.faults.error('internal_error', { method: 'conversations.members' });
    const left = membership.left(channel('leads').id, idOf('jane'));
    answer();
    await Promise.all([reading, left]);
    expect(await seenBy('jane')).toEqual([]);
  });

  test('is read anew after Slack could not be heard, however lately it was read', async () => {
    expect(await seenBy('jane')).toEqual(['leads']);
    channel('leads').remove(slack.workspace().member('jane'));
    clock.turn(1);
    await membership.catchUp();
    expect(await seenBy('jane')).toEqual([]);
  });

  test('a channel of which Slack does not tell holds up the look at no other', async () => {
    const known = await Promise.all(['crowd', 'incidents'].map((name) => channels.byId(channel(name).id)));
    jest.spyOn(connections, 'homeChannels').mockResolvedValue(known.flatMap((one) => one ?? []));
    channel('incidents').makePrivate();
    slack.faults.error('internal_error', { method: 'conversations.info', times: 1 });
    await expect(channels.refreshHomes()).rejects.toThrow('internal_error');
    expect(await channels.byId(channel('incidents').id)).toMatchObject({ isPrivate: true });
  });

  test.each(['fetch_members_failed', 'invalid_limit', 'internal_error'])(
    'what is known still counts when Slack refuses a page with %s',
    async (code) => {
      expect(await seenBy('jane')).toEqual(['leads']);
      clock.turn(5 * MINUTE);
      slack.faults.error(code, { method: 'conversations.members' });
      expect(await seenBy('jane')).toEqual(['leads']);
    },
  );

  test('nobody, of a channel whose members Slack has never told', async () => {
    slack.faults.error('internal_error', { method: 'conversations.members' });
    expect(await seenBy('jane')).toEqual([]);
  });

  test('nobody waits for what Slack has just refused to tell, and it is asked again a little later', async () => {
    const asked = jest.spyOn(client.conversations, 'members');
    slack.faults.error('internal_error', { method: 'conversations.members', times: 2 });
    expect(await seenBy('jane')).toEqual([]);
    expect(await seenBy('jane')).toEqual([]);
    expect(asked).toHaveBeenCalledTimes(2); // once for each of the two private channels
    clock.turn(5 * SECOND);
    expect(await seenBy('jane')).toEqual(['leads']);
  });

  test('is read anew when the clock was set back', async () => {
    clock.time = 60 * MINUTE;
    expect(await seenBy('jane')).toEqual(['leads']);
    channel('leads').remove(slack.workspace().member('jane'));
    clock.time = 0;
    await membership.refreshStale();
    expect(await seenBy('jane')).toEqual([]);
  });

  test.each([
    ['has thrown the app out', () => channel('leads').kickBot()],
    ['was archived', () => channel('leads').archive()],
    ['was deleted', () => channel('leads').delete()],
  ])('the last members, of a channel that %s', async (_, lose) => {
    expect(await seenBy('jane')).toEqual(['leads']);
    lose();
    clock.turn(5 * MINUTE);
    expect(await seenBy('jane')).toEqual(['leads']);
    await channels.refresh();
    expect(await seenBy('jane')).toEqual(['leads']);
    expect(await seenBy('bob')).toEqual([]);
  });

  test('nobody, of a public channel that was made private without the app in it', async () => {
    const { id } = channel('incidents');
    channel('incidents').makePrivate();
    await channels.refreshOne(id);
    expect(await channels.byId(id)).toMatchObject({ isPrivate: true, isGone: true });
    channel('incidents').inviteBot();
    await channels.refreshOne(id);
    expect(await seenBy('bob')).toEqual(['incidents']);
  });
});
