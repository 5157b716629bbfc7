import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App, type Installation } from '@slack/bolt';
import type { LocalSlack, LocalSlackOptions } from '../src/index.ts';
import { freePort, manifestWith } from './manifests.ts';
import { Cleanup, clientOf, failure, silent, startWith } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
afterEach(() => cleanup.run());

const REDIRECT = 'https://app.example.com/slack/oauth_redirect';
const ws = (name?: string) => slack.workspace(name);
const jane = () => ws().member('jane');
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;

async function startUninstalled(settings: object = {}, options: Partial<LocalSlackOptions> = {}): Promise<void> {
  const manifest = await manifestWith({
    events: ['app_uninstalled', 'tokens_revoked'],
    redirects: [REDIRECT],
    settings,
  });
  const members = [
    { name: 'jane', admin: true },
    { name: 'guest', guest: 'multi_channel' as const },
  ];
  const workspaces = ['Acme', 'Globex'].map((name) => ({
    name,
    members,
    channels: [{ name: `${name}-ops` }],
    installed: false,
  }));
  slack = await startWith(cleanup, manifest, { workspaces, ...options });
}

function link(query: Record<string, string> = {}): string {
  const params = new URLSearchParams({ client_id: slack.credentials.clientId, scope: 'chat:write', ...query });
  return `${slack.url}/oauth/v2/authorize?${params}`;
}

const codeIn = (address: string) => new URL(address).searchParams.get('code') ?? '';

/** A call without a token, as it is answered. */
async function access(args: Record<string, string>): Promise<Record<string, unknown>> {
  const { clientId, clientSecret } = slack.credentials;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...args });
  const response = await fetch(`${slack.apiUrl}oauth.v2.access`, { method: 'POST', body });
  const answer: unknown = await response.json();
  return { ...(answer as object) };
}

async function install(workspace = ws(), query: Record<string, string> = {}, orgWide = false): Promise<string> {
  const code = codeIn(workspace.member('jane').authorize(link(query), { orgWide }));
  return String((await access({ code })).access_token);
}

describe('an app that is not installed', () => {
  beforeEach(() => startUninstalled());

  it('has no token, and its bot is nobody', async () => {
    expect(ws().isInstalled).toBe(false);
    expect(() => ws().botToken).toThrow('not installed in Acme');
    expect(await codeOf(clientOf(slack, 'xoxb-made-up').auth.test())).toBe('invalid_auth');
  });

  // https://docs.slack.dev/reference/methods/oauth.v2.access#response
  it('gets a token for the code that the browser brings back', async () => {
    const address = jane().authorize(link({ state: 'abc', redirect_uri: `${REDIRECT}/after` }));
    expect(address).toMatch(/^https:\/\/app\.example\.com\/slack\/oauth_redirect\/after\?code=[^&]+&state=abc$/);
    const answer = await access({ code: codeIn(address), redirect_uri: `${REDIRECT}/after` });
    expect(answer).toMatchObject({
      ok: true,
      token_type: 'bot',
      scope: 'chat:write',
      bot_user_id: ws().botUserId,
      team: { id: ws().teamId, name: 'Acme' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: jane().id },
    });
    expect(await clientOf(slack, String(answer.access_token)).auth.test()).toMatchObject({ team_id: ws().teamId });
    expect(ws('Globex').isInstalled).toBe(false);
  });

  it('takes the client id and secret from the Authorization header as well', async () => {
    const code = codeIn(jane().authorize(link()));
    const { clientId, clientSecret } = slack.credentials;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const response = await fetch(`${slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      body: new URLSearchParams({ code }),
      headers: { authorization },
    });
    expect(await response.json()).toMatchObject({ ok: true });
  });

  it('gets nothing when the person cancels', () => {
    const address = jane().authorize(link({ state: 'abc' }), { allow: false });
    expect(address).toBe(`${REDIRECT}?error=access_denied&state=abc`);
    expect(ws().isInstalled).toBe(false);
  });

  // What the authorize page says instead of asking.
  it.each([
    [{ client_id: '1.1' }, 'Invalid client_id'],
    [{ scope: '' }, 'No scopes'],
    [{ scope: 'chat:write,admin' }, 'Invalid permissions requested'],
    [{ redirect_uri: 'https://elsewhere.example.com/' }, 'redirect_uri did not match'],
    [{ redirect_uri: `${REDIRECT}er` }, 'redirect_uri did not match'],
  ])('is not even asked about with %j', (query, words) => {
    expect(() => jane().authorize(link(query))).toThrow(words);
  });

  it('is not installed by guests', () => {
    expect(() => ws().member('guest').authorize(link())).toThrow('may not install');
  });

  // https://docs.slack.dev/reference/methods/oauth.v2.access#errors
  it.each([
    ['invalid_client_id', { client_id: '1.1' }],
    ['bad_client_secret', { client_secret: 'guess' }],
    ['invalid_code', { code: 'guess' }],
    ['bad_redirect_uri', { redirect_uri: 'https://app.example.com/other' }],
    ['invalid_grant_type', { grant_type: 'password' }],
    ['invalid_refresh_token', { grant_type: 'refresh_token', refresh_token: 'xoxe-1-guess' }],
  ])('answers %s', async (code, args) => {
    const good = { code: codeIn(jane().authorize(link())) };
    expect(await access({ ...good, ...args })).toEqual({ ok: false, error: code });
    expect(ws().isInstalled).toBe(false);
  });

  it('exchanges a code once, and with the redirect_uri that it named before', async () => {
    const code = codeIn(jane().authorize(link()));
    expect(await access({ code })).toMatchObject({ ok: true });
    expect(await access({ code })).toEqual({ ok: false, error: 'invalid_code' });
    const named = codeIn(jane().authorize(link({ redirect_uri: REDIRECT })));
    expect(await access({ code: named })).toEqual({ ok: false, error: 'bad_redirect_uri' });
  });
});

it('a code is no good after its time', async () => {
  await startUninstalled({}, { timing: { codeLifetimeMs: -1 } });
  expect(await access({ code: codeIn(jane().authorize(link())) })).toEqual({ ok: false, error: 'invalid_code' });
});

// https://docs.slack.dev/reference/methods/api.test and bots.info
it('api.test takes no token, and bots.info knows the bot of the app', async () => {
  slack = await startWith(cleanup, await manifestWith({}));
  const test = async (query: string): Promise<unknown> => (await fetch(`${slack.apiUrl}api.test?${query}`)).json();
  expect(await test('foo=bar')).toEqual({ ok: true, args: { foo: 'bar' } });
  expect(await test('error=my_error')).toMatchObject({ ok: false, error: 'my_error' });
  const { bot } = await clientOf(slack).bots.info({ bot: ws().model.botId });
  expect(bot).toMatchObject({ id: ws().model.botId, user_id: ws().botUserId, name: 'OpsKnight' });
  expect(await codeOf(clientOf(slack).bots.info({ bot: 'B0NOBODY00' }))).toBe('bot_not_found');
});

describe('an app in several workspaces', () => {
  beforeEach(() => startUninstalled());

  it('has a token for each, and keeps it when it is installed once more, with the scopes of both times', async () => {
    const [one, other] = [await install(ws('Acme')), await install(ws('Globex'))];
    expect(one).not.toBe(other);
    expect(await clientOf(slack, other).auth.test()).toMatchObject({ team: 'Globex' });
    expect(await install(ws('Acme'), { scope: 'channels:read' })).toBe(one);
    expect([...ws('Acme').model.scopes]).toEqual(['chat:write', 'channels:read']);
  });

  // https://docs.slack.dev/reference/methods/auth.revoke and apps.uninstall
  it('goes from one alone: by auth.revoke or apps.uninstall, and is told', async () => {
    const [one, other] = [await install(ws('Acme')), await install(ws('Globex'))];
    expect(await clientOf(slack, one).auth.revoke({ test: true })).toMatchObject({ revoked: false });
    expect(await clientOf(slack, one).auth.revoke()).toMatchObject({ revoked: true });
    expect(await codeOf(clientOf(slack, one).auth.test())).toBe('token_revoked');
    const { clientId: client_id, clientSecret: client_secret } = slack.credentials;
    const uninstall = (args: object) => clientOf(slack, other).apps.uninstall({ client_id, client_secret, ...args });
    expect(await codeOf(uninstall({ client_id: '1.1' }))).toBe('invalid_client_id');
    expect(await codeOf(uninstall({ client_secret: 'guess' }))).toBe('bad_client_secret');
    await uninstall({});
    expect(await codeOf(clientOf(slack, other).auth.test())).toBe('account_inactive');
    const first = slack.envelopes.filter(({ retryAttempt }) => retryAttempt === 0);
    const told = first.map(({ payload }) => [payload.team_id, (payload.event as { type: string }).type]);
    expect(told).toEqual(
      [ws('Acme'), ws('Globex')].flatMap(({ teamId }) => [
        [teamId, 'tokens_revoked'],
        [teamId, 'app_uninstalled'],
      ]),
    );
    expect(await install(ws('Acme'))).not.toBe(one);
    expect(await codeOf(clientOf(slack, one).auth.test())).toBe('token_revoked');
  });
});

// https://docs.slack.dev/authentication/using-token-rotation
describe('tokens that are rotated', () => {
  const rotated = async (timing = {}) => {
    await startUninstalled({ token_rotation_enabled: true }, { timing });
    return access({ code: codeIn(jane().authorize(link())) });
  };
  const refresh = (token: unknown) => access({ grant_type: 'refresh_token', refresh_token: String(token) });
  const test = (answer: Record<string, unknown>) => clientOf(slack, String(answer.access_token)).auth.test();

  it('come with a refresh token, good once, for the next ones; two of them work at a time', async () => {
    const first = await rotated();
    expect(first).toMatchObject({ access_token: expect.stringMatching(/^xoxe\.xoxb-1-/), expires_in: 43_200 });
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ ok: true, refresh_token: expect.stringMatching(/^xoxe-1-/) });
    expect(await refresh(first.refresh_token)).toEqual({ ok: false, error: 'invalid_refresh_token' });
    await test(first);
    const third = await refresh(second.refresh_token);
    expect(await codeOf(test(first))).toBe('token_revoked');
    await test(second);
    await test(third);
  });

  it('expire', async () => {
    const first = await rotated({ tokenLifetimeMs: -1 });
    expect(await codeOf(test(first))).toBe('token_expired');
    expect(await refresh(first.refresh_token)).toMatchObject({ ok: true });
  });
});

// https://docs.slack.dev/enterprise/organization-ready-apps
describe('an app that is installed for a whole organization', () => {
  let token: string;
  const SCOPE = { scope: 'chat:write,channels:read,chat:write.public,commands' };
  beforeEach(async () => {
    await startUninstalled({ org_deploy_enabled: true }, { enterprise: 'Initech' });
    token = await install(ws('Acme'), SCOPE, true);
  });

  it('has one token and one bot user for every workspace', async () => {
    const client = clientOf(slack, token);
    expect(await client.auth.test()).toMatchObject({ team: 'Initech', is_enterprise_install: true });
    const { teams = [] } = await client.auth.teams.list();
    expect(teams).toEqual([ws('Acme'), ws('Globex')].map(({ teamId: id, name }) => ({ id, name })));
    expect(ws('Acme').botUserId).toBe(ws('Globex').botUserId);
  });

  it('says which workspace it means, unless the channel tells', async () => {
    const client = clientOf(slack, token);
    expect(await codeOf(client.conversations.list())).toBe('missing_argument');
    expect(await codeOf(client.conversations.list({ team_id: 'T0ELSEWHERE' }))).toBe('team_access_not_granted');
    const { channels = [] } = await client.conversations.list({ team_id: ws('Globex').teamId });
    expect(channels.map(({ name }) => name)).toEqual(['Globex-ops']);
    const channel = channels[0]?.id ?? '';
    await client.chat.postMessage({ channel, text: 'Hello' });
    await ws('Globex').channel('Globex-ops').waitForMessage('Hello');
  });

  it('hears of the organization in everything', async () => {
    const enterprise = ws().model.enterprise?.id;
    const globex = ws('Globex');
    // Nobody listens; what is sent can be seen all the same.
    await globex
      .member('jane')
      .command('#Globex-ops', '/opsknight')
      .catch(() => undefined);
    globex.uninstall();
    expect(slack.envelopes.map(({ payload }) => payload)).toMatchObject([
      { enterprise_id: enterprise, is_enterprise_install: 'true', team_id: globex.teamId },
      {
        context_enterprise_id: enterprise,
        authorizations: [{ enterprise_id: enterprise, is_enterprise_install: true }],
      },
      { event: { type: 'app_uninstalled' } },
    ]);
  });

  it('takes an admin', async () => {
    const members = [{ name: 'bob' }];
    await startUninstalled(
      { org_deploy_enabled: true },
      { enterprise: 'Initech', workspaces: [{ name: 'Acme', members, installed: false }] },
    );
    expect(() => ws().member('bob').authorize(link(), { orgWide: true })).toThrow('may not install');
  });
});

it('a real Bolt app is installed by its own install page, and acts with what it has stored', async () => {
  const port = await freePort();
  const redirect = `http://127.0.0.1:${port}/slack/oauth_redirect`;
  const manifest = await manifestWith({ redirects: [redirect] });
  slack = await startWith(cleanup, manifest, {
    workspaces: [{ name: 'Acme', members: [{ name: 'jane' }], channels: [{ name: 'ops' }], installed: false }],
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
  });
  const stored = new Map<string, Installation>();
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({
    ...slack.credentials,
    scopes: ['chat:write', 'chat:write.public', 'commands'],
    logger: silent,
    clientOptions,
    redirectUri: redirect,
    installationStore: {
      storeInstallation: async (installation) => {
        stored.set(installation.team?.id ?? '', installation);
      },
      fetchInstallation: async ({ teamId }) => {
        const found = stored.get(teamId ?? '');
        if (!found) throw new Error('not installed');
        return found;
      },
    },
    installerOptions: {
      authorizationUrl: `${slack.url}/oauth/v2/authorize`,
      directInstall: true,
      stateVerification: false,
      clientOptions,
      redirectUriPath: '/slack/oauth_redirect',
    },
  });
  app.command('/opsknight', async ({ ack, say }) => {
    await ack();
    await say('Here I am');
  });
  cleanup.add(() => app.stop());
  await app.start(port);

  const installPage = await fetch(`http://127.0.0.1:${port}/slack/install`, { redirect: 'manual' });
  const back = jane().authorize(installPage.headers.get('location') ?? '');
  expect((await fetch(back)).ok).toBe(true);
  expect(stored.get(ws().teamId)?.bot?.token).toBe(ws().botToken);
  await jane().command('#ops', '/opsknight hello');
  await ws().channel('ops').waitForMessage('Here I am');
});
