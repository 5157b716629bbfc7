import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App } from './app.ts';

const SETTINGS = 'workspace: { default_channel: "#incidents" }';
/** More channels than fit on one page of a list, so that the last is on another. */
const CHANNELS = 250;

interface Shown {
  id: string;
  status: 'queued' | 'sent' | 'failed';
  channel: string;
  channel_id?: string;
  ts?: string;
  error?: string;
  remedy?: string;
}

let app: App;
let key: string;

beforeAll(async () => {
  app = await App.start(
    SETTINGS,
    (slack) => {
      const workspace = slack.workspace();
      const jane = workspace.member('jane');
      for (let index = 1; index <= CHANNELS; index++) workspace.createChannel(`team-${index}`, { by: jane });
    },
    { isPaced: false },
  );
  const made = newApiKey();
  key = made.key;
  await app.withStorage(({ keys }) =>
    keys.create({ by: OPERATOR, ...made, name: 'ci', serviceId: null, at: systemClock.now() }),
  );
});
afterEach(() => app.slack.faults.clear());
afterAll(() => app.stop());

async function send(body: object): Promise<string> {
  const answer = await fetch(`${app.url}/api/notifications`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify(body),
  });
  const { id, status } = (await answer.json()) as Shown;
  expect([answer.status, status]).toEqual([202, 'queued']);
  return id;
}

async function shown(id: string): Promise<Shown> {
  const headers = { Authorization: `Bearer ${key}`, Connection: 'close' };
  return (await (await fetch(`${app.url}/api/notifications/${id}`, { headers })).json()) as Shown;
}

/** What has become of it once that is known. */
async function outcome(id: string): Promise<Shown> {
  await until(async () => (await shown(id)).status !== 'queued');
  return shown(id);
}

const channel = (name: string) => app.slack.workspace().channel(name);
const saying = (name: string, words: string) =>
  channel(name)
    .messages()
    .filter((message) => message.visible().text.includes(words));

describe('a notification', () => {
  test('reaches a channel from the last page of the list, which the app joins', async () => {
    const result = await outcome(await send({ channel: `team-${CHANNELS}`, message: 'Backup *done*' }));
    const [message] = saying(`team-${CHANNELS}`, 'Backup done');
    expect(result).toEqual({
      id: result.id,
      status: 'sent',
      channel: `#team-${CHANNELS}`,
      channel_id: channel(`team-${CHANNELS}`).id,
      ts: message?.ts,
    });
    expect(message?.visible().text).toContain('🟢');
    expect(channel(`team-${CHANNELS}`).hasBot).toBe(true);
  });

  test('reaches a channel that is named by its id', async () => {
    const { id } = channel('team-2');
    expect(await outcome(await send({ channel: id, message: 'By its id' }))).toMatchObject({
      status: 'sent',
      channel: id,
    });
    expect(saying('team-2', 'By its id')).toHaveLength(1);
  });

  test('is said in a channel that is made for it, public or private', async () => {
    const open = await outcome(await send({ channel: 'deploys', message: 'First', create_channel: true }));
    expect(open).toMatchObject({ status: 'sent', channel_id: channel('deploys').id });
    expect(channel('deploys').channel.kind).toBe('public');
    const closed = await outcome(
      await send({ channel: '#vault', message: 'First', create_channel: true, private: true }),
    );
    expect(closed).toMatchObject({ status: 'sent', channel_id: channel('vault').id });
    expect(channel('vault').channel.kind).toBe('private');
    expect(await outcome(await send({ channel: 'vault', message: 'Second', private: true }))).toMatchObject({
      status: 'sent',
    });
  });

  test('finds the channel whose making was answered by nobody', async () => {
    app.slack.faults.loseReply({ method: 'conversations.create', times: 1 });
    expect(await outcome(await send({ channel: 'made-unheard', message: 'Hi', create_channel: true }))).toMatchObject({
      status: 'sent',
    });
    expect(saying('made-unheard', 'Hi')).toHaveLength(1);
  });

  test.each([
    ['a channel that is missing', { channel: 'nowhere' }, 'channel_not_found', 'create_channel'],
    ['a private channel without the app', { channel: 'secret' }, 'channel_not_found', '/invite @OpsKnight'],
    ['its name', { channel: 'secret', create_channel: true }, 'name_taken', '/invite @OpsKnight'],
    ['an id that is nobody’s', { channel: 'C0NOBODYS1' }, 'channel_not_found', 'create_channel'],
    ['a public channel, being private', { channel: 'team-3', private: true }, 'channel_is_public', 'private'],
  ])('fails for %s, and says what to do', async (_, to, error, remedy) => {
    const result = await outcome(await send({ ...to, message: 'Lost' }));
    expect(result).toMatchObject({ status: 'failed', error, remedy: expect.stringContaining(remedy) });
  });

  test('fails for an archived channel, and says what to do', async () => {
    channel('team-4').archive();
    expect(await outcome(await send({ channel: 'team-4', message: 'Lost' }))).toMatchObject({
      status: 'failed',
      error: 'is_archived',
      remedy: expect.stringContaining('Unarchive'),
    });
  });

  test('fails when the app lacks the scope to make a channel', async () => {
    app.slack.faults.error('missing_scope', { method: 'conversations.create' });
    expect(await outcome(await send({ channel: 'unmade', message: 'x', create_channel: true }))).toMatchObject({
      status: 'failed',
      error: 'may_not_create',
      remedy: expect.stringContaining('opsknight manifest'),
    });
  });

  test('waits while Slack is away, and is posted once, also when the answer to it is lost', async () => {
    app.slack.faults.outage(true);
    const id = await send({ channel: 'team-5', message: 'After the outage', priority: 'high' });
    expect(await shown(id)).toMatchObject({ status: 'queued' });
    app.slack.faults.clear();
    app.slack.faults.loseReply({ method: 'chat.postMessage', times: 1 });
    expect(await outcome(id)).toMatchObject({ status: 'sent' });
    expect(saying('team-5', 'After the outage')).toHaveLength(1);
  });

  test('mentions nobody, whatever it says, and its links work without a word', async () => {
    const block = { type: 'section', text: { type: 'mrkdwn', text: 'and @here' } };
    const button = { type: 'button', text: { type: 'plain_text', text: 'Build' }, url: 'https://ci.example.com/1' };
    const message = `Hey <!channel> <@${app.slack.workspace().member('jane').id}>`;
    await outcome(await send({ channel: 'team-6', message, blocks: [block, { type: 'actions', elements: [button] }] }));
    const [posted] = saying('team-6', 'Hey');
    expect(posted?.mentions).toEqual([]);
    expect(posted?.visible().text).toContain('Hey <!channel>');
    if (posted) await app.slack.workspace().member('jane').click(posted, 'Build');
  });
});
