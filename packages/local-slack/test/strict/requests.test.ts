import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../src/index.ts';
import { demandAcceptedArguments } from '../../src/web-api/accepted-arguments.ts';
import { METHODS } from '../../src/web-api/methods/all.ts';
import { Cleanup, clientOf, failure, start } from '../start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await start(cleanup);
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

interface Sent {
  body: string | FormData | URLSearchParams;
  type?: string;
  bearer?: string;
}

async function post(method: string, { body, type, bearer = slack.workspace().botToken }: Sent) {
  const headers = { ...(type && { 'content-type': type }), ...(bearer && { authorization: `Bearer ${bearer}` }) };
  const answer = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', body, headers });
  return (await answer.json()) as Record<string, unknown>;
}

const JSON_UTF8 = 'application/json; charset=utf-8';
const hi = { channel: '#incidents', text: 'hi' };

// https://docs.slack.dev/apis/web-api/using-the-slack-web-api#authentication
describe('a token', () => {
  it('counts in the header and in a form', async () => {
    const body = new URLSearchParams({ token: slack.workspace().botToken });
    expect(await post('auth.test', { body, bearer: '' })).toMatchObject({ ok: true });
    expect(await post('auth.test', { body: '{}', type: JSON_UTF8 })).toMatchObject({ ok: true });
  });

  it('does not count inside a JSON body, nor in the address', async () => {
    const token = slack.workspace().botToken;
    const body = JSON.stringify({ ...hi, token });
    expect(await post('chat.postMessage', { body, type: JSON_UTF8, bearer: '' })).toMatchObject({
      error: 'not_authed',
    });
    expect(await (await fetch(`${slack.apiUrl}auth.test?token=${token}`)).json()).toMatchObject({
      error: 'not_authed',
    });
  });

  // https://docs.slack.dev/reference/methods/auth.test
  it('of the app works with auth.test', async () => {
    expect(await clientOf(slack, slack.appToken).auth.test()).toMatchObject({
      ok: true,
      app_name: 'OpsKnight',
      app_id: expect.stringMatching(/^A/),
    });
  });
});

// `invalid_charset`, `invalid_form_data` and their like are on every method's page, such as
// https://docs.slack.dev/reference/methods/chat.postMessage#errors.
describe('a body', () => {
  it('may be a multipart form', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(hi)) body.set(name, value);
    expect(await post('chat.postMessage', { body })).toMatchObject({ ok: true, message: { text: 'hi' } });
  });

  it.each([
    ['a charset that Slack does not read', '{}', 'application/json; charset=utf-16', 'invalid_charset'],
    ['a broken multipart form', 'oops', 'multipart/form-data; boundary=x', 'invalid_form_data'],
    ['broken JSON', '{', JSON_UTF8, 'invalid_json'],
    ['a type that Slack does not read', '<a/>', 'application/xml', 'invalid_post_type'],
  ])('is refused for %s', async (_, body, type, error) => {
    expect(await post('auth.test', { body, type })).toEqual({ ok: false, error });
  });

  it('in JSON without a charset is taken with a warning: missing_charset', async () => {
    const body = JSON.stringify(hi);
    expect(await post('chat.postMessage', { body, type: 'application/json' })).toMatchObject({
      ok: true,
      warning: 'missing_charset',
      response_metadata: { warnings: ['missing_charset'] },
    });
    expect(await post('chat.postMessage', { body, type: JSON_UTF8 })).not.toHaveProperty('warning');
  });
});

describe('arguments', () => {
  it.each([
    ['an unknown argument', 'chat.postMessage', { ...hi, colour: 'red' }, 'invalid_arg_name'],
    ['a name that is none', 'auth.test', { 'a-b': '1' }, 'invalid_arg_name'],
    [
      'a list of people where ids are written with commas',
      'conversations.open',
      { users: ['U1'] },
      'invalid_array_arg',
    ],
  ])('%s: %s %j', async (_, method, args, error) => {
    expect(await post(method, { body: JSON.stringify(args), type: JSON_UTF8 })).toEqual({ ok: false, error });
  });

  it('that come twice in a form, or as `name[]`, are lists', async () => {
    for (const body of ['channel=%23incidents&text=a&text=b', 'channel=%23incidents&text%5B%5D=a']) {
      expect(await post('chat.postMessage', { body, type: 'application/x-www-form-urlencoded' })).toMatchObject({
        error: 'invalid_array_arg',
      });
    }
  });

  it('may hold the team_id that Bolt sends with everything', async () => {
    expect(await client.apiCall('auth.test', { team_id: slack.workspace().teamId })).toMatchObject({ ok: true });
  });

  // https://docs.slack.dev/reference/methods/conversations.list and users.conversations: "Must be an integer under 1000";
  // the page of conversations.members gives no number, that of the pagination 1,000: here the smaller.
  it.each(['conversations.list', 'users.conversations', 'conversations.members'])(
    '%s takes a limit below 1,000',
    async (method) => {
      slack.workspace().channel('general').inviteBot();
      const channel = method === 'conversations.members' ? { channel: slack.workspace().channel('general').id } : {};
      expect(await client.apiCall(method, { ...channel, limit: 999 })).toMatchObject({ ok: true });
      expect(await failure(client.apiCall(method, { ...channel, limit: 1000 }))).toMatchObject({
        error: 'invalid_limit',
      });
    },
  );
});

it.each([...METHODS.keys(), 'oauth.v2.access'])('%s takes only the arguments that are on its page', (method) => {
  expect(() => demandAcceptedArguments(method, { colour: 'red' })).toThrow('invalid_arg_name');
});
