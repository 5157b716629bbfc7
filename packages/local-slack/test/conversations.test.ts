import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, failure, start } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await start(cleanup);
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const idOf = (channel: string) => ws().channel(channel).id;

describe('conversations', () => {
  it('lists page by page, only what the bot can see', async () => {
    const names: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of client.paginate('conversations.list', {
      types: 'public_channel,private_channel',
      limit: 3,
    })) {
      pages++;
      const { channels } = page as { channels?: { name?: string }[] };
      names.push(...(channels ?? []).map(({ name }) => name));
    }
    expect(pages).toBe(3);
    expect(names).toEqual([
      'general',
      'incidents',
      'incidents-critical',
      'incidents-all',
      'payment-alerts',
      'leads',
      'old-incidents',
    ]);
    expect((await client.conversations.list({ exclude_archived: true })).channels).toHaveLength(5);
    expect(await failure(client.conversations.list({ cursor: 'bm9wZQ==' }))).toMatchObject({ error: 'invalid_cursor' });
    expect(await failure(client.conversations.list({ limit: 1001 }))).toMatchObject({ error: 'invalid_limit' });
    expect(await failure(client.conversations.list({ types: 'secret' }))).toMatchObject({ error: 'invalid_types' });
  });

  it('tells of channels and who is in them', async () => {
    const info = await client.conversations.info({ channel: idOf('incidents'), include_num_members: true });
    expect(info.channel).toMatchObject({
      name: 'incidents',
      is_private: false,
      is_member: false,
      num_members: 6,
      is_ext_shared: true,
    });
    const members = await client.conversations.members({ channel: idOf('leads'), limit: 2 });
    expect(members.members).toEqual([ws().member('jane').id, ws().member('alice').id]);
    expect(await failure(client.conversations.info({ channel: idOf('secret') }))).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('lets members alone read, newest first', async () => {
    slack.limits.enforced = false; // many posts in a second
    const channel = idOf('incidents');
    const metadata = { event_type: 'delivery', event_payload: { id: 'd7' } };
    const posted: string[] = [];
    for (const text of ['one', 'two', 'three'])
      posted.push((await client.chat.postMessage({ channel, text, metadata })).ts ?? '');
    expect(await failure(client.conversations.history({ channel }))).toMatchObject({ error: 'not_in_channel' });
    await client.conversations.join({ channel });
    const joined = `<@${ws().botUserId}> has joined the channel`;

    const texts = async (args: object) =>
      (await client.conversations.history({ channel, latest: posted[2], inclusive: true, ...args })).messages?.map(
        ({ text }) => text,
      );
    expect(await texts({ latest: undefined })).toEqual([joined, 'three', 'two', 'one']);
    expect(await texts({})).toEqual(['three', 'two', 'one']);
    expect(await texts({ oldest: posted[0], latest: undefined, inclusive: false })).toEqual([joined, 'three', 'two']);
    expect(await texts({ oldest: posted[0], inclusive: true, latest: posted[1] })).toEqual(['two', 'one']);
    const first = await client.conversations.history({ channel, latest: posted[2], inclusive: true, limit: 2 });
    expect(first).toMatchObject({ has_more: true });
    expect(first.messages?.[0]).not.toHaveProperty('metadata');
    const second = await client.conversations.history({
      channel,
      latest: posted[2],
      inclusive: true,
      limit: 2,
      cursor: first.response_metadata?.next_cursor,
      include_all_metadata: true,
    });
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'one', metadata }] });

    await client.chat.postMessage({ channel, text: 'reply', thread_ts: posted[0] });
    const replies = await client.conversations.replies({ channel, ts: posted[0] ?? '' });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['one', 'reply']);
    expect(replies.messages?.[0]).toMatchObject({ reply_count: 1 });
    expect(await texts({})).toHaveLength(3);
    expect(await failure(client.conversations.replies({ channel, ts: '1.000001' }))).toMatchObject({
      error: 'thread_not_found',
    });
  });

  it('joins public channels only', async () => {
    expect(await failure(client.conversations.join({ channel: idOf('leads') }))).toMatchObject({
      error: 'method_not_supported_for_channel_type',
    });
    expect(await failure(client.conversations.join({ channel: idOf('old-incidents') }))).toMatchObject({
      error: 'is_archived',
    });
    await client.conversations.join({ channel: idOf('general') });
    expect(await client.conversations.join({ channel: idOf('general') })).toMatchObject({
      warning: 'already_in_channel',
    });
  });

  it('manages channels with the scopes for it', async () => {
    for (const scope of ['channels:manage', 'groups:write', 'im:write']) ws().model.scopes.add(scope);
    const created = await client.conversations.create({ name: 'inc-42', is_private: true });
    const channel = created.channel?.id ?? '';
    const jane = ws().member('jane').id;
    expect(await client.conversations.invite({ channel, users: jane })).toMatchObject({ ok: true });
    expect(await failure(client.conversations.invite({ channel, users: jane }))).toMatchObject({
      error: 'already_in_channel',
    });
    await client.conversations.setTopic({ channel, topic: 'Database down' });
    await client.conversations.archive({ channel });
    expect(await failure(client.conversations.archive({ channel }))).toMatchObject({ error: 'channel_not_found' });
    expect(await failure(client.conversations.create({ name: 'inc-42' }))).toMatchObject({ error: 'name_taken' });
    expect(await failure(client.conversations.create({ name: 'Inc 42' }))).toMatchObject({
      error: 'invalid_name_specials',
    });
    expect(await client.conversations.open({ users: jane })).toMatchObject({
      channel: { id: expect.stringMatching(/^D/) },
    });
  });

  it('begins with what was said before, threads and reactions included, in the order of time; nobody is told of it', async () => {
    const said = {
      by: 'jane',
      text: 'Release at ten, @bob',
      minutesAgo: 90,
      reactions: { tada: ['bob'] },
      replies: [{ by: 'bob', text: 'I watch', minutesAgo: 80 }],
    };
    const later = { by: 'bob', text: 'Looks good', minutesAgo: 85 };
    const members = [{ name: 'jane' }, { name: 'bob' }];
    const channels = [{ name: 'general', bot: true, messages: [later, said] }];
    const past = await start(cleanup, { workspaces: [{ name: 'Acme', members, channels }] });
    const channel = past.workspace().channel('general');
    const { messages = [] } = await clientOf(past).conversations.history({ channel: channel.id });
    const bob = past.workspace().member('bob').id;
    expect(messages).toMatchObject([
      { text: 'Looks good' },
      { text: `Release at ten, <@${bob}>`, reply_count: 1, reactions: [{ name: 'tada', users: [bob] }] },
    ]);
    expect(Date.now() / 1000 - Number(messages[1]?.ts)).toBeGreaterThan(89 * 60);
    expect(past.envelopes).toEqual([]);
    past.workspace().member('jane').says(channel, 'Now');
    expect(channel.messages().at(-1)?.visible().text).toBe('Now');
  });
});
