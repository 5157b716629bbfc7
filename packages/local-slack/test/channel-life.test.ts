import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, eventsOf, failure, startWithMore } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

const MORE = {
  scopes: ['channels:manage', 'groups:write'],
  events: ['channel_left', 'group_left', 'message.channels', 'message.groups'],
};

beforeEach(async () => {
  slack = await startWithMore(cleanup, MORE);
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const bot = () => ws().botUserId;
const kinds = () => eventsOf(slack).map(({ type, subtype }) => (subtype ? `${type}/${subtype}` : type));
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;

// A conversation that a bot cannot see does not exist for it: `channel_not_found`
// (https://docs.slack.dev/reference/methods/conversations.info#errors).
const reads: [string, (channel: string) => Promise<unknown>][] = [
  ['conversations.info', (channel) => client.conversations.info({ channel })],
  ['conversations.history', (channel) => client.conversations.history({ channel })],
  ['conversations.members', (channel) => client.conversations.members({ channel })],
  ['chat.postMessage', (channel) => client.chat.postMessage({ channel, text: 't' })],
];

describe('archiving', () => {
  // https://docs.slack.dev/reference/methods/conversations.unarchive: "Bot tokens cannot currently be used", since
  // archiving takes the bot out (https://github.com/slack-go/slack/issues/1066).
  it.each(reads)('puts bots out, so that a private channel is gone for %s, and stays so', async (_, call) => {
    const leads = ws().channel('leads');
    leads.archive();
    expect(await codeOf(call(leads.id))).toBe('channel_not_found');
    leads.unarchive();
    expect(leads.hasBot).toBe(false);
    expect(await codeOf(call(leads.id))).toBe('channel_not_found');
    leads.inviteBot();
    await call(leads.id);
  });

  it('of a public channel leaves it visible and takes posts no more', async () => {
    const general = ws().channel('general');
    general.inviteBot();
    general.archive();
    expect((await client.conversations.info({ channel: general.id })).channel).toMatchObject({
      is_archived: true,
      is_member: false,
    });
    expect(await codeOf(client.chat.postMessage({ channel: general.id, text: 't' }))).toBe('is_archived');
    expect(await codeOf(client.conversations.history({ channel: general.id }))).toBe('not_in_channel');
    expect(general.channel.members).toContain(ws().member('bob').id);
  });

  it('tells the app of the archive and of its own leaving', () => {
    ws().channel('leads').archive();
    ws().channel('leads').unarchive(); // private, and the bot is out
    ws().channel('general').archive();
    expect(kinds()).toEqual(['message/channel_archive', 'group_archive', 'group_left', 'channel_archive']);
  });

  it('cannot be undone by a bot', async () => {
    const channel = (await client.conversations.create({ name: 'war-room' })).channel?.id ?? '';
    expect(await codeOf(client.conversations.unarchive({ channel }))).toBe('not_archived');
    await client.conversations.archive({ channel });
    expect(await codeOf(client.conversations.archive({ channel }))).toBe('already_archived');
    expect(await codeOf(client.conversations.unarchive({ channel }))).toBe('not_in_channel');
    const hidden = (await client.conversations.create({ name: 'hidden', is_private: true })).channel?.id ?? '';
    await client.conversations.archive({ channel: hidden });
    expect(await codeOf(client.conversations.unarchive({ channel: hidden }))).toBe('channel_not_found');
    expect(await codeOf(client.conversations.archive({ channel: hidden }))).toBe('channel_not_found');
  });
});

describe('who is in a channel', () => {
  // https://docs.slack.dev/reference/events/channel_left and group_left
  it('is told of the bot itself as channel_left and group_left, never as member_left_channel', () => {
    const [general, leads] = [ws().channel('general'), ws().channel('leads')];
    general.inviteBot();
    general.kickBot({ by: ws().member('bob') });
    leads.kickBot();
    const left = eventsOf(slack).filter(({ type }) => String(type).endsWith('_left'));
    expect(left).toMatchObject([
      { type: 'channel_left', channel: general.id, actor_id: ws().member('bob').id },
      { type: 'group_left', channel: leads.id },
    ]);
    expect(kinds()).not.toContain('member_left_channel');
  });

  it('changes by kick and leave, as far as Slack lets a bot', async () => {
    const channel = (await client.conversations.create({ name: 'war-room' })).channel?.id ?? '';
    const [jane, bob] = [ws().member('jane').id, ws().member('bob').id];
    await client.conversations.invite({ channel, users: `${jane},${bob}` });
    await client.conversations.kick({ channel, user: bob });
    const kick = (user: string, where = channel) => codeOf(client.conversations.kick({ channel: where, user }));
    expect(await kick(bob)).toBe('not_in_channel');
    expect(await kick(bot())).toBe('cant_kick_self');
    expect(await kick('U0NOBODY00')).toBe('user_not_found');
    ws().channel('general').inviteBot();
    expect(await kick(jane, ws().channel('general').id)).toBe('cant_kick_from_general');

    expect(await codeOf(client.conversations.leave({ channel: ws().channel('general').id }))).toBe(
      'cant_leave_general',
    );
    expect(await client.conversations.leave({ channel })).toMatchObject({ ok: true });
    expect(await client.conversations.leave({ channel })).toMatchObject({ ok: true, not_in_channel: true });
    expect(kinds()).toContain('channel_left');
    const alone = (await client.conversations.create({ name: 'alone', is_private: true })).channel?.id ?? '';
    expect(await codeOf(client.conversations.leave({ channel: alone }))).toBe('last_member');
  });
});

describe('what a channel is', () => {
  // https://docs.slack.dev/reference/methods/conversations.rename: only its creator or an admin
  it('is renamed only by who made it, to a free and well-formed name', async () => {
    const channel = (await client.conversations.create({ name: 'war-room' })).channel?.id ?? '';
    const rename = (name: string, where = channel) => client.conversations.rename({ channel: where, name });
    expect(await rename('peace-room')).toMatchObject({ channel: { name: 'peace-room' } });
    expect(await codeOf(rename('general'))).toBe('name_taken');
    expect(await codeOf(rename('Peace Room'))).toBe('invalid_name_specials');
    expect(await codeOf(rename('---'))).toBe('invalid_name_punctuation');
    expect(await codeOf(rename('other', ws().channel('leads').id))).toBe('not_authorized');
    expect(eventsOf(slack).find(({ type }) => type === 'channel_rename')).toMatchObject({
      channel: { id: channel, name: 'peace-room' },
    });
  });

  // https://docs.slack.dev/reference/events/message/channel_convert_to_private
  it('made private keeps its id and those in it, and only they hear of it, as a message', async () => {
    const [inside, outside] = [ws().channel('general'), ws().channel('incidents')];
    inside.inviteBot();
    const before = eventsOf(slack).length;
    inside.makePrivate();
    outside.makePrivate();
    expect(eventsOf(slack).slice(before)).toMatchObject([
      { type: 'message', subtype: 'channel_convert_to_private', channel: inside.id, channel_type: 'group' },
    ]);
    expect((await client.conversations.info({ channel: inside.id })).channel).toMatchObject({ is_private: true });
    expect(await codeOf(client.conversations.info({ channel: outside.id }))).toBe('channel_not_found');
  });

  it('deleted is told of where the bot could see it', async () => {
    const channel = ws().channel('incidents').id;
    ws().channel('incidents').delete();
    ws().channel('leads').delete();
    ws().channel('secret').delete();
    expect(kinds()).toEqual(['channel_deleted', 'group_deleted']);
    expect(await codeOf(client.conversations.info({ channel }))).toBe('channel_not_found');
  });

  // https://docs.slack.dev/reference/events/message#subtypes
  it('is written into it as Slack writes it', async () => {
    const channel = (await client.conversations.create({ name: 'war-room' })).channel?.id ?? '';
    const bob = ws().member('bob');
    await client.conversations.invite({ channel, users: bob.id });
    await client.conversations.setTopic({ channel, topic: 'Database down' });
    await client.conversations.rename({ channel, name: 'db-down' });
    await client.conversations.kick({ channel, user: bob.id });
    expect(ws().channel('db-down').remarks()).toEqual([
      '@bob has joined the channel',
      'set the channel topic: Database down',
      '@opsknight has renamed the channel from "war-room" to "db-down"',
      '@bob was removed from the channel by @opsknight',
    ]);
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages.map(({ subtype }) => subtype)).toEqual([
      'channel_leave',
      'channel_name',
      'channel_topic',
      'channel_join',
    ]);
    expect(messages[3]).toMatchObject({ user: bob.id, inviter: bot() });
    expect(await codeOf(client.chat.update({ channel, ts: messages[0]?.ts ?? '', text: 't' }))).toBe(
      'cant_update_message',
    );
    expect(ws().channel('db-down').messages()).toEqual([]);
  });
});

describe('people of every kind', () => {
  const people = {
    workspaces: [
      {
        name: 'Acme',
        members: [
          { name: 'bob-elsewhere', email: 'bob@example.com', stranger: { team: 'Partner' } },
          { name: 'ann-elsewhere', email: 'ann@partner.example', stranger: { team: 'Partner' } },
          { name: 'bob-before', email: 'bob@example.com', deleted: true },
          { name: 'bob', email: 'bob@example.com' },
          { name: 'guest', email: 'guest@example.com', guest: 'single_channel' as const },
        ],
        channels: [{ name: 'general' }],
      },
      { name: 'Moved', members: [{ name: 'bob', email: 'bob@example.com' }] },
    ],
  };

  it('can have one address: strangers, deactivated accounts, other workspaces', async () => {
    const mixed = await startWithMore(cleanup, {}, people);
    const one = mixed.workspace('Acme');
    const lookup = (email: string) => clientOf(mixed).users.lookupByEmail({ email });
    expect((await lookup('bob@example.com')).user?.id).toBe(one.member('bob').id);
    expect((await lookup('guest@example.com')).user).toMatchObject({ is_ultra_restricted: true });
    expect(await codeOf(lookup('ann@partner.example'))).toBe('users_not_found');
    const teams = ['bob-elsewhere', 'ann-elsewhere'].map((name) => one.member(name).member.teamId);
    expect(new Set([...teams, one.teamId, mixed.workspace('Moved').teamId]).size).toBe(3);
    const gone = await clientOf(mixed).users.info({ user: one.member('bob-before').id });
    expect(gone.user).toMatchObject({ deleted: true });
  });
});
