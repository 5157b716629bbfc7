import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, eventsOf, failure, startWithMore } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;
let channel: string;
let ts: string;

const MORE = {
  scopes: ['reactions:read', 'reactions:write', 'pins:read', 'pins:write', 'bookmarks:read', 'bookmarks:write'],
  events: ['message.channels', 'reaction_added', 'reaction_removed', 'pin_added', 'pin_removed'],
};

const ws = () => slack.workspace();
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;
const events = (type: string) => eventsOf(slack).filter((event) => event.type === type);

beforeEach(async () => {
  slack = await startWithMore(cleanup, MORE);
  client = clientOf(slack);
  ws().channel('incidents').inviteBot();
  channel = ws().channel('incidents').id;
  ts = (await client.chat.postMessage({ channel, text: 'Disk full' })).ts ?? '';
});
afterEach(() => cleanup.run());

// https://docs.slack.dev/reference/methods/reactions.remove#errors, reactions.get#errors, pins.add#errors
const named: [string, (channel: string, timestamp?: string) => Promise<unknown>][] = [
  [
    'reactions.remove',
    (channel, timestamp) => client.apiCall('reactions.remove', { channel, timestamp, name: 'eyes' }),
  ],
  ['reactions.get', (channel, timestamp) => client.apiCall('reactions.get', { channel, timestamp })],
  ['pins.add', (channel, timestamp) => client.apiCall('pins.add', { channel, timestamp })],
  ['pins.remove', (channel, timestamp) => client.apiCall('pins.remove', { channel, timestamp })],
];

describe('a message that is named by channel and timestamp', () => {
  it.each(named)('has to be there for %s', async (_, call) => {
    expect(await codeOf(call(channel))).toBe('no_item_specified');
    expect(await codeOf(call(channel, 'yesterday'))).toBe('bad_timestamp');
    expect(await codeOf(call(channel, '1.000001'))).toBe('message_not_found');
    expect(await codeOf(call('C0NOWHERE0', ts))).toBe('channel_not_found');
  });
});

describe('reactions', () => {
  // https://docs.slack.dev/reference/events/reaction_added and reaction_removed
  it('are told of as they come and go, by whomever', async () => {
    const jane = ws().member('jane');
    const card = await ws().channel('incidents').waitForMessage('Disk full');
    await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    jane.react(card, 'eyes');
    expect(card.reactions).toEqual({ eyes: ['opsknight', 'jane'] });
    jane.react(card, 'eyes');
    await client.reactions.remove({ channel, timestamp: ts, name: 'eyes' });
    expect(card.reactions).toEqual({});
    const item = { type: 'message', channel, ts };
    const about = { reaction: 'eyes', item, item_user: ws().botUserId };
    expect(events('reaction_added')).toMatchObject([
      { ...about, user: ws().botUserId },
      { ...about, user: jane.id },
    ]);
    expect(events('reaction_removed')).toMatchObject([{ ...about, user: jane.id }, { user: ws().botUserId }]);
  });

  it('of others are not removed by the bot', async () => {
    ws()
      .member('jane')
      .react(await ws().channel('incidents').waitForMessage('Disk full'), 'eyes');
    expect(await codeOf(client.reactions.remove({ channel, timestamp: ts, name: 'eyes' }))).toBe('no_reaction');
    const got = await client.reactions.get({ channel, timestamp: ts });
    expect(got.message).toMatchObject({ ts, reactions: [{ name: 'eyes', count: 1, users: [ws().member('jane').id] }] });
  });

  it('are heard of only where the bot is', async () => {
    const jane = ws().member('jane');
    jane.react(jane.says('#general', 'Good morning'), 'wave');
    expect(events('reaction_added')).toEqual([]);
  });
});

describe('pins', () => {
  // https://docs.slack.dev/reference/methods/pins.add and https://docs.slack.dev/reference/events/pin_added
  it('are listed newest first, and told of', async () => {
    const other = ws().member('jane').says('#incidents', 'Call the landlord');
    await client.pins.add({ channel, timestamp: ts });
    ws().member('jane').pin(other);
    const items = (await client.pins.list({ channel })).items ?? [];
    expect(items).toMatchObject([
      { type: 'message', created_by: ws().member('jane').id, message: { ts: other.ts, pinned_to: [channel] } },
      { type: 'message', channel, created_by: ws().botUserId, message: { ts, text: 'Disk full' } },
    ]);
    ws().member('jane').pin(other);
    expect(
      ws()
        .channel('incidents')
        .pins.map((pin) => pin.ts),
    ).toEqual([ts]);
    expect(events('pin_added')).toMatchObject([
      { user: ws().botUserId, channel_id: channel, item_user: ws().botUserId, pin_count: 1 },
      { user: ws().member('jane').id, pin_count: 2 },
    ]);
    expect(events('pin_removed')).toMatchObject([{ channel_id: channel, has_pins: true, pin_count: 1 }]);
  });

  it('are made once, by those in the channel, of what somebody said', async () => {
    await client.pins.add({ channel, timestamp: ts });
    expect(await codeOf(client.pins.add({ channel, timestamp: ts }))).toBe('already_pinned');
    await client.pins.remove({ channel, timestamp: ts });
    expect(await codeOf(client.pins.remove({ channel, timestamp: ts }))).toBe('no_pin');
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages[0]).toMatchObject({ subtype: 'pinned_item' });
    expect(await codeOf(client.pins.add({ channel, timestamp: messages[0]?.ts ?? '' }))).toBe('not_pinnable');
    const outside = ws().member('jane').says('#general', 'Good morning');
    const call = client.pins.add({ channel: ws().channel('general').id, timestamp: outside.ts });
    expect(await codeOf(call)).toBe('not_in_channel');
  });
});

describe('bookmarks', () => {
  const add = (more: object = {}) =>
    client.apiCall('bookmarks.add', {
      channel_id: channel,
      type: 'link',
      title: 'Runbook',
      link: 'https://wiki.example.com/db',
      ...more,
    });

  // https://docs.slack.dev/reference/methods/bookmarks.add#errors
  it.each([
    [{ type: 'file' }, 'invalid_bookmark_type'],
    [{ link: undefined }, 'invalid_link'],
    [{ link: 'wiki.example.com' }, 'invalid_link'],
    [{ emoji: 'two words' }, 'invalid_emoji'],
    [{ emoji: 'no_such_emoji' }, 'invalid_emoji'],
    [{ channel_id: 'C0NOWHERE0' }, 'channel_not_found'],
    [{ title: undefined }, 'invalid_arguments'],
  ])('with %j are refused as %s', async (more, code) => {
    expect(await codeOf(add(more))).toBe(code);
  });

  it('are added, edited, listed and removed', async () => {
    await add({ emoji: ':books:' });
    ws().member('jane').bookmark('#incidents', 'Dashboard', 'https://grafana.example.com');
    const listed = (await client.bookmarks.list({ channel_id: channel })).bookmarks ?? [];
    expect(listed).toMatchObject([
      { title: 'Runbook', link: 'https://wiki.example.com/db', emoji: ':books:', app_id: expect.any(String) },
      { title: 'Dashboard', last_updated_by_user_id: ws().member('jane').id, app_id: null },
    ]);
    const bookmark = { channel_id: channel, bookmark_id: listed[0]?.id ?? '' };
    await client.bookmarks.edit({ ...bookmark, title: 'Old runbook' });
    expect(ws().channel('incidents').bookmarks).toMatchObject({ 'Old runbook': 'https://wiki.example.com/db' });
    await client.bookmarks.remove(bookmark);
    expect(await codeOf(client.bookmarks.remove(bookmark))).toBe('not_found');
    expect(await codeOf(add({ channel_id: ws().channel('general').id }))).toBe('permission_denied');
  });

  it('of a channel are at most 100', async () => {
    const { bookmarks } = ws().model;
    const content = { title: 't', link: 'https://example.com', emoji: undefined };
    for (let n = 0; n < 100; n++) bookmarks.add(channel, content, ws().botUserId, true);
    expect(await codeOf(add())).toBe('too_many_bookmarks');
  });
});

describe('messages that change', () => {
  // https://docs.slack.dev/reference/events/message/message_changed and message_deleted
  it('are told of with what they were before', async () => {
    const jane = ws().member('jane');
    const said = jane.says('#incidents', 'On it');
    jane.edit(said, 'On it now');
    jane.delete(said);
    await client.chat.update({ channel, ts, text: 'Disk free again' });
    const changes = events('message').filter(({ hidden }) => hidden);
    expect(changes).toMatchObject([
      {
        subtype: 'message_changed',
        channel,
        channel_type: 'channel',
        message: { ts: said.ts, text: 'On it now', edited: { user: jane.id } },
        previous_message: { ts: said.ts, text: 'On it' },
      },
      { subtype: 'message_deleted', deleted_ts: said.ts, previous_message: { text: 'On it now' } },
      { subtype: 'message_changed', message: { ts, text: 'Disk free again' }, previous_message: { text: 'Disk full' } },
    ]);
  });

  it('are their own: people change and delete only theirs, but admins delete any', async () => {
    const said = ws().member('jane').says('#incidents', 'Mine');
    expect(() => ws().member('bob').edit(said, 'Ours')).toThrow('Only who wrote');
    expect(() => ws().member('bob').delete(said)).toThrow('Only who wrote');
    ws()
      .member('jane')
      .delete(await ws().channel('incidents').waitForMessage('Disk full'));
    expect(await codeOf(client.chat.update({ channel, ts, text: 't' }))).toBe('message_not_found');
  });
});
