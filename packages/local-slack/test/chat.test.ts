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
    ['an archived channel', { channel: '#old-incidents', text: 't' }, 'is_archived'],
    ['nothing to say', { channel: '#incidents' }, 'no_text'],
    ['blank text', { channel: '#incidents', text: ' ' }, 'no_text'],
    ['an empty attachment', { channel: '#incidents', attachments: [{ color: 'good' }] }, 'no_text'],
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
    slack.limits.enforced = false; // four posts in a second
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
    ws().channel('incidents').inviteBot();
    ws().channel('general').inviteBot();
    const args = { channel: '#incidents', user: jane.id, text: 'for your eyes' };
    const { message_ts: ts = '' } = await client.chat.postEphemeral(args);
    const seen = await jane.seesEphemeral('your eyes');
    expect(seen.ts).toBe(ts);
    expect(ws().channel('incidents').messageBy('for your eyes')).toBeUndefined();
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
      permalink: `${slack.url}/archives/${channel}/p${ts.replace('.', '')}`,
    });
  });
});
