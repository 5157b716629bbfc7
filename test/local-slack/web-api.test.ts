import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../src/local-slack/index.ts';
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

describe('tokens and scopes', () => {
  it('tells the bot who it is', async () => {
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      team: 'Acme',
      team_id: ws().teamId,
      user_id: ws().botUserId,
      bot_id: expect.stringMatching(/^B/),
      response_metadata: { scopes: expect.arrayContaining(['chat:write']) },
    });
  });

  it.each([
    ['no token', '', 'auth.test', 'not_authed'],
    ['a wrong token', 'xoxb-wrong', 'auth.test', 'invalid_auth'],
    ['no such method', 'bot', 'chat.shout', 'unknown_method'],
    ['the app token where the bot token belongs', 'app', 'chat.postMessage', 'not_allowed_token_type'],
    ['the bot token where the app token belongs', 'bot', 'apps.connections.open', 'not_allowed_token_type'],
  ])('refuses %s', async (_, whose, method, error) => {
    const token = { bot: ws().botToken, app: slack.appToken }[whose] ?? whose;
    expect(await failure(clientOf(slack, token).apiCall(method))).toMatchObject({ ok: false, error });
  });

  it('refuses a revoked token', async () => {
    ws().revokeToken();
    expect(await failure(client.auth.test())).toMatchObject({ error: 'token_revoked' });
    ws().uninstall();
    expect(await failure(client.auth.test())).toMatchObject({ error: 'account_inactive' });
    ws().restoreToken();
    expect(await client.auth.test()).toMatchObject({ ok: true });
    slack.revokeAppToken();
    expect(await failure(clientOf(slack, slack.appToken).apps.connections.open())).toMatchObject({
      error: 'token_revoked',
    });
  });

  const needing: [string, Record<string, string>, string][] = [
    ['conversations.open', { users: 'U1' }, 'im:write'],
    ['conversations.create', { name: 'x' }, 'channels:manage'],
    ['conversations.list', { types: 'im' }, 'im:read'],
    ['usergroups.list', {}, 'usergroups:read'],
    ['usergroups.users.update', {}, 'usergroups:write'],
    ['reactions.add', {}, 'reactions:write'],
    ['team.info', {}, 'team:read'],
    ['chat.postMessage', { channel: '#incidents', text: 't', username: 'Someone' }, 'chat:write.customize'],
  ];
  it.each(needing)('%s %j is beyond the manifest', async (method, args, needed) => {
    expect(await failure(client.apiCall(method, args))).toMatchObject({
      error: 'missing_scope',
      needed,
      provided: expect.stringContaining('chat:write'),
    });
  });

  it('takes arguments from forms, JSON and, for reading, from the query', async () => {
    const call = (path: string, init: RequestInit) =>
      fetch(`${slack.apiUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${ws().botToken}`, ...init.headers },
      });
    const json = { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' } };
    const text = JSON.stringify({ channel: '#incidents', text: 'hi' });
    expect(await (await call('chat.postMessage', { ...json, body: text })).json()).toMatchObject({ ok: true });
    const user = ws().member('jane').id;
    expect(await (await call(`users.info?user=${user}`, {})).json()).toMatchObject({
      ok: true,
      user: { name: 'jane' },
    });
    // Reading methods do not look into JSON bodies (https://docs.slack.dev/apis/web-api/using-the-slack-web-api).
    expect(await (await call('users.info', { ...json, body: JSON.stringify({ user }) })).json()).toMatchObject({
      error: 'user_not_found',
    });
    expect(await (await call('chat.postMessage?channel=x', {})).json()).toMatchObject({ error: 'invalid_arguments' });
    expect(await (await call('auth.test', { method: 'POST', body: 'x' })).json()).toMatchObject({
      error: 'invalid_post_type',
    });
    const inBody = new URLSearchParams({ token: ws().botToken });
    expect(await (await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', body: inBody })).json()).toMatchObject({
      ok: true,
    });
  });
});

describe('chat.postMessage', () => {
  it('posts by id, by name and to a person', async () => {
    const byName = await client.chat.postMessage({ channel: '#incidents', text: 'a &amp; b' });
    expect(byName).toMatchObject({
      channel: idOf('incidents'),
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: { text: 'a &amp; b', bot_id: expect.any(String), user: ws().botUserId },
    });
    expect(ws().channel('incidents').messages()[0]?.visible().text).toBe('a & b');
    const direct = await client.chat.postMessage({ channel: ws().member('bob').id, text: 'for you' });
    expect(direct.channel).toMatch(/^D/);
    await ws().member('bob').dm().waitForMessage('for you');
  });

  const bad: [string, Record<string, unknown>, string][] = [
    ['an unknown channel', { channel: 'C0NOTTHERE', text: 't' }, 'channel_not_found'],
    ['no channel', { text: 't' }, 'channel_not_found'],
    ['a private channel the bot is not in', { channel: '#secret', text: 't' }, 'channel_not_found'],
    ['a private channel by its name', { channel: '#leads', text: 't' }, 'channel_not_found'],
    ['an archived channel', { channel: '#old-incidents', text: 't' }, 'is_archived'],
    ['nothing to say', { channel: '#incidents' }, 'no_text'],
    ['blank text', { channel: '#incidents', text: ' ' }, 'no_text'],
    ['an empty attachment', { channel: '#incidents', attachments: [{ color: 'good' }] }, 'no_text'],
    ['text over 40,000', { channel: '#incidents', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no list', { channel: '#incidents', blocks: '{"type":"divider"}' }, 'invalid_blocks_format'],
    ['blocks that are no JSON', { channel: '#incidents', blocks: '[oops' }, 'invalid_blocks_format'],
    ['101 attachments', { channel: '#incidents', attachments: Array(101).fill({ text: 't' }) }, 'too_many_attachments'],
    ['a wrong thread', { channel: '#incidents', text: 't', thread_ts: '1700000000.000001' }, 'thread_not_found'],
    ['a thread that is no ts', { channel: '#incidents', text: 't', thread_ts: 'now' }, 'invalid_thread_ts'],
    [
      'metadata without payload',
      { channel: '#incidents', text: 't', metadata: { event_type: 'a' } },
      'invalid_metadata_format',
    ],
    [
      'metadata that nests deep',
      { channel: '#incidents', text: 't', metadata: { event_type: 'a', event_payload: { b: { c: {} } } } },
      'invalid_metadata_schema',
    ],
    [
      'metadata with null',
      { channel: '#incidents', text: 't', metadata: { event_type: 'a', event_payload: { b: null } } },
      'invalid_metadata_schema',
    ],
    [
      'too much metadata',
      { channel: '#incidents', text: 't', metadata: { event_type: 'a', event_payload: { b: 'x'.repeat(8000) } } },
      'metadata_too_large',
    ],
  ];
  it.each(bad)('refuses %s', async (_, args, error) => {
    expect(await failure(client.apiCall('chat.postMessage', args))).toMatchObject({ error });
  });

  it('says where blocks are wrong', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    expect(await failure(client.apiCall('chat.postMessage', { channel: '#incidents', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: { messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'] },
    });
    const attachments = [{ blocks }];
    expect(await failure(client.apiCall('chat.postMessage', { channel: '#incidents', attachments }))).toMatchObject({
      error: 'invalid_attachments',
    });
    const long = Array.from({ length: 5 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(2900) },
    }));
    expect(await failure(client.apiCall('chat.postMessage', { channel: '#incidents', blocks: long }))).toMatchObject({
      error: 'msg_blocks_too_long',
    });
  });

  it('needs membership without chat:write.public', async () => {
    ws().model.scopes.delete('chat:write.public');
    expect(await failure(client.chat.postMessage({ channel: '#incidents', text: 't' }))).toMatchObject({
      error: 'not_in_channel',
    });
    ws().channel('incidents').inviteBot();
    expect(await client.chat.postMessage({ channel: '#incidents', text: 't' })).toMatchObject({ ok: true });
  });

  it('puts replies in threads, where the channel does not show them', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: '#incidents', text: 'root' });
    const reply = await client.chat.postMessage({ channel: '#incidents', text: 'reply', thread_ts: ts });
    await client.chat.postMessage({ channel: '#incidents', text: 'reply to a reply', thread_ts: reply.ts });
    await client.chat.postMessage({ channel: '#incidents', text: 'loud', thread_ts: ts, reply_broadcast: true });
    const channel = ws().channel('incidents');
    expect(channel.messages().map((one) => one.visible().text)).toEqual(['root', 'loud']);
    expect(channel.messageBy('root')?.thread()).toHaveLength(3);
  });
});

describe('chat.update, chat.delete, chat.postEphemeral, chat.getPermalink', () => {
  const post = async (more: object = {}) => {
    const { ts = '', channel = '' } = await client.chat.postMessage({ channel: '#incidents', text: 'before', ...more });
    return { ts, channel };
  };
  const divider = { type: 'divider' as const };

  it('replaces what is given and keeps what is not', async () => {
    const metadata = { event_type: 'a', event_payload: { b: 'c' } };
    const message = await post({ blocks: [divider], attachments: [{ text: 'attached' }], metadata });
    const shown = ws().channel('incidents').messages()[0];
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'after' } }];
    await client.chat.update({ ...message, blocks });
    expect(shown?.visible().text).toBe('after\nattached');
    expect(shown?.metadata).toEqual(metadata);
    expect(shown?.isEdited).toBe(true);
    await client.chat.update({ ...message, text: 'new text' });
    expect(shown?.visible().text).toBe('after\nattached');
    // Empty lists and an empty object take away what was there.
    await client.apiCall('chat.update', { ...message, text: 'only text', blocks: [], attachments: [], metadata: {} });
    expect(shown?.visible().text).toBe('only text');
    expect(shown?.metadata).toBeUndefined();
  });

  it('changes only messages that exist and are its own', async () => {
    const message = await post();
    const others = ws().member('jane').says('#incidents', 'mine');
    const { channel } = message;
    expect(await failure(client.chat.update({ channel, ts: '1.000001', text: 't' }))).toMatchObject({
      error: 'message_not_found',
    });
    expect(await failure(client.chat.update({ channel, ts: others.ts, text: 't' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await failure(client.chat.delete({ channel, ts: others.ts }))).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await failure(client.chat.update({ ...message, channel: '#incidents', text: 't' }))).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await failure(client.chat.update({ ...message, text: 'x'.repeat(4001) }))).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await failure(client.apiCall('chat.update', { ...message }))).toMatchObject({ error: 'no_text' });
    await client.chat.delete(message);
    expect(await failure(client.chat.update({ ...message, text: 't' }))).toMatchObject({ error: 'message_not_found' });
    const last = await post();
    ws().channel('incidents').archive();
    expect(await failure(client.chat.update({ ...last, text: 't' }))).toMatchObject({ error: 'is_inactive' });
  });

  it('shows ephemeral messages to one member and to no API', async () => {
    const jane = ws().member('jane');
    const args = { channel: '#incidents', user: jane.id, text: 'for your eyes' };
    const { message_ts: ts = '' } = await client.chat.postEphemeral(args);
    const seen = await jane.seesEphemeral('your eyes');
    expect(seen.ts).toBe(ts);
    expect(ws().channel('incidents').messages()).toEqual([]);
    expect(await failure(client.chat.update({ channel: idOf('incidents'), ts, text: 't' }))).toMatchObject({
      error: 'message_not_found',
    });
    await expect(ws().member('bob').click(seen, 'Any', { timeoutMs: 20 })).rejects.toThrow('only somebody else sees');
    const outsider = { ...args, channel: '#general', user: ws().member('guest').id };
    expect(await failure(client.chat.postEphemeral(outsider))).toMatchObject({ error: 'user_not_in_channel' });
  });

  it('links to messages', async () => {
    const { ts, channel } = await post();
    expect(await client.chat.getPermalink({ channel, message_ts: ts })).toMatchObject({
      permalink: `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`,
    });
  });
});

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
    const channel = idOf('incidents');
    const metadata = { event_type: 'delivery', event_payload: { id: 'd7' } };
    const posted: string[] = [];
    for (const text of ['one', 'two', 'three'])
      posted.push((await client.chat.postMessage({ channel, text, metadata })).ts ?? '');
    expect(await failure(client.conversations.history({ channel }))).toMatchObject({ error: 'not_in_channel' });
    await client.conversations.join({ channel });

    const texts = async (args: object) =>
      (await client.conversations.history({ channel, ...args })).messages?.map(({ text }) => text);
    expect(await texts({})).toEqual(['three', 'two', 'one']);
    expect(await texts({ oldest: posted[0] })).toEqual(['three', 'two']);
    expect(await texts({ oldest: posted[0], inclusive: true, latest: posted[1] })).toEqual(['two', 'one']);
    const first = await client.conversations.history({ channel, limit: 2 });
    expect(first).toMatchObject({ has_more: true });
    expect(first.messages?.[0]).not.toHaveProperty('metadata');
    const second = await client.conversations.history({
      channel,
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
    expect(await failure(client.conversations.archive({ channel }))).toMatchObject({ error: 'already_archived' });
    expect(await failure(client.conversations.create({ name: 'inc-42' }))).toMatchObject({ error: 'name_taken' });
    expect(await failure(client.conversations.create({ name: 'Inc 42' }))).toMatchObject({
      error: 'invalid_name_specials',
    });
    expect(await client.conversations.open({ users: jane })).toMatchObject({
      channel: { id: expect.stringMatching(/^D/) },
    });
  });
});

describe('people', () => {
  it('are found by id and by e-mail', async () => {
    const jane = ws().member('jane');
    expect((await client.users.info({ user: jane.id })).user).toMatchObject({
      name: 'jane',
      tz: 'Europe/Berlin',
      is_admin: true,
      is_restricted: false,
      profile: { email: 'jane@example.com', real_name: 'Jane Doe' },
    });
    expect((await client.users.lookupByEmail({ email: 'JANE@example.com' })).user?.id).toBe(jane.id);
    jane.deactivate();
    expect(await failure(client.users.lookupByEmail({ email: 'jane@example.com' }))).toMatchObject({
      error: 'users_not_found',
    });
    expect((await client.users.info({ user: jane.id })).user).toMatchObject({ deleted: true });
    expect(await failure(client.users.info({ user: 'U0' }))).toMatchObject({ error: 'user_not_found' });
    const guest = await client.users.info({ user: ws().member('guest').id });
    expect(guest.user).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    const stranger = await client.users.info({ user: ws().member('stranger').id });
    expect(stranger.user).toMatchObject({ is_stranger: true });
    expect(stranger.user?.team_id).not.toBe(ws().teamId);
  });

  it('hide their e-mail from apps without the scope', async () => {
    ws().model.scopes.delete('users:read.email');
    const { members } = await client.users.list({ limit: 2 });
    expect(members).toHaveLength(2);
    expect(members?.every(({ profile }) => profile?.email === undefined)).toBe(true);
  });

  it('are kept in user groups', async () => {
    ws().model.scopes.add('usergroups:read').add('usergroups:write');
    const { usergroups } = await client.usergroups.list({ include_users: true });
    const usergroup = usergroups?.[0]?.id ?? '';
    expect(usergroups?.[0]).toMatchObject({ handle: 'payments-oncall', users: [ws().member('jane').id] });
    await client.usergroups.users.update({ usergroup, users: ws().member('bob').id });
    expect((await client.usergroups.users.list({ usergroup })).users).toEqual([ws().member('bob').id]);
    expect(await failure(client.usergroups.users.update({ usergroup, users: 'U0' }))).toMatchObject({
      error: 'invalid_users',
    });
  });
});

it('keeps a log of calls without tokens', async () => {
  await client.auth.test();
  await failure(client.users.info({ user: 'U0' }));
  expect(slack.calls.count()).toBe(2);
  expect(slack.calls.of('users.info')).toMatchObject([
    { args: { user: 'U0' }, ok: false, error: 'user_not_found', httpStatus: 200, teamId: ws().teamId },
  ]);
  slack.calls.clear();
  expect(slack.calls.count('auth.test')).toBe(0);
});
