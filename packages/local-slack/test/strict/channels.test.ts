import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../src/index.ts';
import { Cleanup, clientOf, failure, startWithMore } from '../start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await startWithMore(cleanup, { scopes: ['channels:manage', 'groups:write', 'reactions:write'] });
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const idOf = (name: string) => ws().member(name).id;
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;

// https://docs.slack.dev/reference/methods/chat.postEphemeral: "not_in_channel: Cannot post user messages to a channel they
// are not in", which chat:write.public does not change.
it('chat.postEphemeral is refused where the bot is no member', async () => {
  const args = { channel: ws().channel('incidents').id, user: idOf('jane'), text: 'psst' };
  expect(await codeOf(client.chat.postEphemeral(args))).toBe('not_in_channel');
  ws().channel('incidents').inviteBot();
  expect(await client.chat.postEphemeral(args)).toMatchObject({ ok: true });
});

// https://docs.slack.dev/reference/methods/conversations.invite
describe('conversations.invite', () => {
  let channel: string;
  beforeEach(async () => {
    channel = (await client.conversations.create({ name: 'war-room' })).channel?.id ?? '';
  });
  const invite = (...users: string[]) => codeOf(client.conversations.invite({ channel, users: users.join(',') }));

  it('knows no deactivated people', async () => {
    ws().member('bob').deactivate();
    expect(await invite(idOf('bob'))).toBe('user_not_found');
  });

  it('takes a hundred people at most', async () => {
    expect(await invite(...Array.from({ length: 101 }, (_, n) => `U${n}`))).toBe('too_many_users');
  });

  it('takes no people of other organisations', async () => {
    expect(await invite(idOf('jane'), idOf('stranger'))).toBe('no_external_invite_permission');
    expect(ws().channel('war-room').channel.members).not.toContain(idOf('jane'));
  });
});

// https://docs.slack.dev/reference/methods/conversations.create#naming
it.each([
  ['---', 'invalid_name_punctuation'],
  ['_', 'invalid_name_punctuation'],
  ['payments-oncall', 'name_taken'], // a user group's handle: https://docs.slack.dev/reference/methods/usergroups.create
  ['Incidents', 'invalid_name_specials'],
  ['a'.repeat(81), 'invalid_name_maxlength'],
])('a channel cannot be called %s: %s', async (name, error) => {
  expect(await codeOf(client.conversations.create({ name }))).toBe(error);
});

// https://docs.slack.dev/reference/methods/usergroups.users.update
it('a user group takes no people of other organisations', async () => {
  const usergroup = ws().model.userGroups.all[0]?.id ?? '';
  expect(await codeOf(client.usergroups.users.update({ usergroup, users: idOf('stranger') }))).toBe('invalid_users');
});

// https://docs.slack.dev/reference/methods/conversations.open: "user_disabled: A specified user has been disabled"
it('a direct message with somebody deactivated is user_disabled', async () => {
  ws().member('bob').deactivate();
  expect(await codeOf(client.conversations.open({ users: idOf('bob') }))).toBe('user_disabled');
  expect(await codeOf(client.conversations.open({ users: 'U0NOBODY00' }))).toBe('user_not_found');
});

// https://docs.slack.dev/reference/methods/conversations.info#errors
describe('missing_scope comes before channel_not_found', () => {
  it('for a channel that nobody knows', async () => {
    for (const family of ['channels', 'groups', 'im', 'mpim']) ws().model.scopes.delete(`${family}:read`);
    expect(await failure(client.conversations.info({ channel: 'C0NOTTHERE' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:read,groups:read,im:read,mpim:read',
    });
  });

  it('for a private one that the bot is not in', async () => {
    const channel = ws().channel('secret').id;
    expect(await codeOf(client.conversations.info({ channel }))).toBe('channel_not_found');
    ws().model.scopes.delete('groups:read');
    expect(await codeOf(client.conversations.info({ channel }))).toBe('missing_scope');
  });

  it('for one that is to be changed', async () => {
    ws().model.scopes.delete('channels:manage');
    ws().model.scopes.delete('groups:write');
    expect(await codeOf(client.conversations.archive({ channel: 'C0NOTTHERE' }))).toBe('missing_scope');
  });
});

// https://docs.slack.dev/reference/methods/reactions.add: "invalid_name: Value passed for name was invalid"
it('a reaction is an emoji that there is', async () => {
  ws().channel('incidents').inviteBot();
  const { ts = '', channel = '' } = await client.chat.postMessage({ channel: '#incidents', text: 't' });
  expect(await codeOf(client.reactions.add({ channel, timestamp: ts, name: 'no_such_emoji' }))).toBe('invalid_name');
  expect(await client.reactions.add({ channel, timestamp: ts, name: 'eyes' })).toMatchObject({ ok: true });
});
