import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { examineEndpoint } from '../../src/doctor/endpoint.ts';
import { App } from './app.ts';

let app: App;
beforeAll(async () => {
  app = await App.start('workspace: { default_channel: "#incidents" }', undefined, { mode: 'http' });
});
afterAll(() => app.stop());

const PATHS = ['/api/slack/events', '/api/slack/actions', '/api/slack/commands', '/api/integrations/slack/commands'];
const FORM = 'application/x-www-form-urlencoded';
const now = () => Math.floor(Date.now() / 1000);

function sign(body: string, { timestamp = String(now()), secret = app.slack.credentials.signingSecret } = {}) {
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
}

function post(path: string, body: string, headers: Record<string, string>) {
  return fetch(`${app.url}${path}`, { method: 'POST', body, headers });
}

/** For headers that `fetch` would not send. */
function raw(headers: string[], body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(
      `${app.url}/api/slack/commands`,
      { method: 'POST', headers: ['host', 'x', ...headers] },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** What the log says of the last request that was refused. */
const lastRefusal = () => app.log.findLast(({ msg }) => String(msg).startsWith("a request to Slack's endpoints"));

function command(text: string, more: Record<string, string> = {}): string {
  const { id: user_id } = app.slack.workspace().member('jane');
  const channel_id = app.slack.workspace().channel('#incidents').id;
  const fields = {
    command: '/opsknight',
    text,
    user_id,
    channel_id,
    trigger_id: '1.2.3',
    ...more,
  };
  return new URLSearchParams(fields).toString();
}

test('people work as over sockets: commands, modals, buttons, menus, the Home tab', async () => {
  const jane = app.slack.workspace().member('jane');
  await jane.command('#incidents', '/opsknight create Disk full');
  const modal = await jane.seesModal('Create incident');
  expect(await modal.submit()).toBe('closed');
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Disk full');
  await jane.click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by @jane' });
  await jane.choose(card, 'Snooze', '1 hour');
  await card.becomes({ text: 'Snoozed until' });
  await jane.command('#incidents', '/opsknight status');
  await jane.seesEphemeral('✅ Slack: connected since');
  await jane.openHome().waitForText('1 snoozed');
  expect(app.slack.socketCount).toBe(0);
});

describe('a request counts as Slack’s by its signature alone', () => {
  const body = () => command('create Forged');
  const other = '0123456789abcdef0123456789abcdef';
  const future = String(now() + 360);
  const past = String(now() - 360);

  test.each<[string, () => Record<string, string>, string]>([
    ['no signature', () => ({}), 'missing'],
    ['no timestamp', () => ({ 'x-slack-signature': sign(body())['x-slack-signature'] }), 'missing'],
    ['a timestamp alone', () => ({ 'x-slack-request-timestamp': String(now()) }), 'missing'],
    ['an empty signature', () => ({ ...sign(body()), 'x-slack-signature': '' }), 'missing'],
    ['the secret of another app', () => sign(body(), { secret: other }), 'wrong'],
    ['the signature of another body', () => sign(command('create Another')), 'wrong'],
    [
      'the signature of another time',
      () => ({ ...sign(body()), 'x-slack-request-timestamp': String(now() - 9) }),
      'wrong',
    ],
    ['a signature of six minutes ago', () => sign(body(), { timestamp: past }), 'old'],
    ['a signature of the future', () => sign(body(), { timestamp: future }), 'old'],
    ['a timestamp that is no number', () => sign(body(), { timestamp: 'NaN' }), 'malformed'],
    ['an endless timestamp', () => sign(body(), { timestamp: 'Infinity' }), 'malformed'],
    [
      'a signature of another version',
      () => ({ ...sign(body()), 'x-slack-signature': `v1=${'0'.repeat(64)}` }),
      'malformed',
    ],
    ['half a signature', () => ({ ...sign(body()), 'x-slack-signature': 'v0=abc' }), 'malformed'],
    [
      'a signature with something behind it',
      () => {
        const signed = sign(body());
        return { ...signed, 'x-slack-signature': `${signed['x-slack-signature']}=x` };
      },
      'malformed',
    ],
  ])('with %s it is refused, and the log says why', async (_, headers, flaw) => {
    for (const path of PATHS) {
      const answer = await post(path, body(), { 'content-type': FORM, ...headers() });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ error: 'This request is not signed by Slack.' });
      expect(lastRefusal()).toMatchObject({ level: 40, signature: flaw });
    }
    expect(await post(PATHS[0] ?? '', body(), { 'content-type': FORM, ...sign(body()) })).toMatchObject({
      status: 200,
    });
  });

  test('two signatures are none, whichever is right', async () => {
    const signed = sign(body());
    const twice = ['x-slack-signature', `v0=${'0'.repeat(64)}`, ...Object.entries(signed).flat()];
    expect(await raw(['content-type', FORM, 'content-length', String(body().length), ...twice], body())).toBe(401);
    expect(lastRefusal()).toMatchObject({ signature: 'malformed' });
  });

  test('what has no signature is not even read, and what is too large is refused', async () => {
    const huge = 'x'.repeat(4 * 1024 * 1024 + 1);
    expect(await post('/api/slack/events', huge, { 'content-type': 'application/json' })).toMatchObject({
      status: 401,
    });
    const signed = { 'content-type': 'application/json', ...sign(huge) };
    expect(await post('/api/slack/events', huge, signed)).toMatchObject({ status: 413 });
    expect(await raw([...Object.entries(signed).flat(), 'transfer-encoding', 'chunked'], huge)).toBe(413);
  });

  test.each([
    ['text/plain', 'hello'],
    ['application/json', 'hello'],
    ['application/json', '[]'],
    ['application/json', 'null'],
    [FORM, 'payload=hello'],
    ['', '{}'],
  ])('a body of %s that says %s is refused though it is signed', async (contentType, text) => {
    const answer = await post('/api/slack/actions', text, { 'content-type': contentType, ...sign(text) });
    expect(answer.status).toBe(400);
  });

  test('anything but POST is refused', async () => {
    for (const path of PATHS) expect((await fetch(`${app.url}${path}`)).status).toBe(405);
  });
});

test('an address is verified by its challenge, if that is signed', async () => {
  const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: 'abc' });
  const type = { 'content-type': 'application/json; charset=utf-8' };
  expect(await post('/api/slack/events', body, type)).toMatchObject({ status: 401 });
  const answer = await post('/api/slack/events', body, { ...type, ...sign(body) });
  expect(await answer.json()).toEqual({ challenge: 'abc' });
});

test('doctor asks at the public address as Slack does', async () => {
  const { signingSecret } = app.slack.credentials;
  const direct = globalThis.fetch;
  const proxy = jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    return direct(String(url).replace('https://opsknight.example.com', app.url), init);
  });
  try {
    const examined = (secret: string) => examineEndpoint('https://opsknight.example.com', secret);
    expect(await examined(signingSecret)).toMatchObject({ state: 'well' });
    expect(await examined(signingSecret.replace(/^./, 'x'))).toMatchObject({
      state: 'wrong',
      what: expect.stringContaining('HTTP 401'),
    });
    proxy.mockRejectedValueOnce(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') }));
    expect(await examined(signingSecret)).toMatchObject({ state: 'wrong', what: expect.stringContaining('ENOTFOUND') });
  } finally {
    proxy.mockRestore();
  }
  expect(await examineEndpoint(app.url, signingSecret)).toMatchObject({
    state: 'wrong',
    remedy: expect.stringContaining('BASE_URL'),
  });
});

test('what Slack sends again, or somebody else who has heard it, is done once and answered the same', async () => {
  const { id: user } = app.slack.workspace().member('jane');
  const before = app.rows('incidents')['incidents'] ?? 0;
  const payload = {
    type: 'view_submission',
    trigger_id: '11.22.33',
    user: { id: user },
    view: {
      id: 'V1',
      callback_id: 'create_incident_modal',
      private_metadata: '',
      state: { values: {} },
    },
  };
  const text = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = { 'content-type': FORM, ...sign(text) };
  const answers = await Promise.all(
    [0, 1, 2].map(async (attempt) => {
      const retry: Record<string, string> =
        attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_timeout' };
      return (await post('/api/slack/actions', text, { ...headers, ...retry })).text();
    }),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('errors');
  expect(app.rows('incidents')['incidents']).toBe(before);

  const alert = app.slack.workspace().channel('#incidents');
  const jane = app.slack.workspace().member('jane');
  await jane.command('#incidents', '/opsknight create Sent again');
  expect(await (await jane.seesModal('Create incident')).submit()).toBe('closed');
  await alert.waitForMessage('Sent again');
  const submitted = app.slack.envelopes.findLast(({ payload }) => payload['type'] === 'view_submission');
  if (!submitted) throw new Error('nothing was submitted');
  for (const sameEnvelope of [true, false]) {
    expect(await app.slack.redeliver(submitted, { sameEnvelope })).toMatchObject({ acknowledged: true });
  }
  expect(app.rows('incidents')['incidents']).toBe(before + 1);
});

test('the log says nothing of the secret or of a signature', () => {
  const log = JSON.stringify(app.log);
  expect(log).not.toContain(app.slack.credentials.signingSecret);
  expect(log).not.toMatch(/v0=/);
});
