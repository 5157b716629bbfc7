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
    ['conversations.create', { name: 'x' }, 'channels:manage'],
    ['conversations.list', { types: 'im' }, 'im:read'],
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
