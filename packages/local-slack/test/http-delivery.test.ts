import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '@slack/bolt';
import { signedHeaders } from '../src/delivery/signature.ts';
import type { LocalSlack } from '../src/index.ts';
import { freePort, manifestWith } from './manifests.ts';
import { Cleanup, clientOf, silent, startWith } from './start.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

interface Request {
  headers: IncomingHttpHeaders;
  body: string;
}

/** What an app answers to a request; `undefined` for never. */
type Answer = { status?: number; headers?: Record<string, string>; body?: string } | undefined;

let slack: LocalSlack;
let heard: Request[];
let answer: (request: Request) => Answer;

/** Gives back the challenge, and counts it among nothing. */
function verified({ body }: Request): Answer | false {
  const parsed: unknown = body.startsWith('{') ? JSON.parse(body) : {};
  const { type, challenge } = parsed as { type?: string; challenge?: string };
  return type === 'url_verification' ? { body: challenge } : false;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

beforeEach(async () => {
  heard = [];
  answer = (request) => verified(request) || {};
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const asked = { headers: request.headers, body };
      heard.push(asked);
      const given = answer(asked);
      if (given) response.writeHead(given.status ?? 200, given.headers).end(given.body ?? '');
    });
  });
  const port = await listen(server);
  cleanup.add(async () => {
    server.closeAllConnections();
    server.close();
  });
  const manifest = await manifestWith({ events: ['message.channels'] });
  slack = await startWith(cleanup, manifest, {
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
    timing: { ackDeadlineMs: 1_000, eventRetryDelaysMs: [0, 1, 1] },
  });
  slack.workspace().channel('incidents').inviteBot();
  await slack.changes.waitFor(
    () => (slack.envelopes.every(({ outcome }) => outcome !== 'waiting') ? true : undefined),
    () => 'the greeting is still under way',
  );
});

const jane = () => slack.workspace().member('jane');
const hears = (count: number) =>
  slack.changes.waitFor(
    () => (slack.envelopes.filter(({ outcome }) => outcome !== 'waiting').length >= count ? true : undefined),
    () => `${slack.envelopes.length} sent`,
  );
const retries = () => heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

// https://docs.slack.dev/apis/events-api/using-http-request-urls
describe('over HTTP, an event', () => {
  it('comes after a challenge that was given back, and is signed', async () => {
    const [challenge, ...events] = heard;
    expect(JSON.parse(challenge?.body ?? '')).toMatchObject({ type: 'url_verification', token: expect.any(String) });
    expect(events.map(({ body }) => (JSON.parse(body) as { event: { type: string } }).event.type).toSorted()).toEqual([
      'member_joined_channel',
      'message',
    ]);
    for (const { headers, body } of heard) {
      expect(headers).toMatchObject(
        signedHeaders(slack.credentials.signingSecret, body, headers['x-slack-request-timestamp']?.toString()),
      );
      expect(headers['content-type']).toBe('application/json');
    }
  });

  it.each([
    ['http_error', { status: 500 }],
    ['http_timeout', undefined],
  ] as [string, Answer][])(
    'comes again three times after %s, with its number and the reason',
    async (reason, given) => {
      heard = [];
      answer = () => given;
      const before = slack.envelopes.length;
      jane().says('#incidents', 'Anybody?');
      await hears(before + 4);
      expect(retries()).toEqual([
        [undefined, undefined],
        ['1', reason],
        ['2', reason],
        ['3', reason],
      ]);
      const ids = new Set(heard.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id));
      expect(ids.size).toBe(1);
    },
  );

  it('does not come again when the app asks for that', async () => {
    heard = [];
    answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    const before = slack.envelopes.length;
    jane().says('#incidents', 'One');
    await hears(before + 1);
    answer = () => ({});
    jane().says('#incidents', 'Two');
    await hears(before + 2);
    expect(retries()).toHaveLength(2);
  });
});

describe('over HTTP, what people do', () => {
  it('comes as forms', async () => {
    heard = [];
    answer = () => ({ body: 'Nobody is on call.' });
    await jane().command('#incidents', '/opsknight oncall now');
    await jane().seesEphemeral('Nobody is on call.');
    const form = Object.fromEntries(new URLSearchParams(heard[0]?.body));
    expect(form).toMatchObject({ command: '/opsknight', text: 'oncall now', user_id: jane().id });
    expect(heard[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    await jane().shortcut('Create Incident');
    const payload = new URLSearchParams(heard[1]?.body).get('payload') ?? '{}';
    expect(JSON.parse(payload)).toMatchObject({ type: 'shortcut', callback_id: 'create_incident' });
  });

  it.each([
    ['dispatch_failed', { status: 404 }],
    ['operation_timeout', undefined],
  ] as [string, Answer][])('fails before their eyes with %s', async (code, given) => {
    answer = () => given;
    await expect(jane().command('#incidents', '/opsknight')).rejects.toThrow(code);
  });
});

it('an address that does not give back the challenge gets no events', async () => {
  const port = await freePort();
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(String(chunk)));
    request.on('end', () => response.end('ok'));
  });
  server.listen(port, '127.0.0.1');
  cleanup.add(async () => {
    server.close();
  });
  const manifest = await manifestWith({ events: ['message.channels'] });
  slack = await startWith(cleanup, manifest, { requestUrl: `http://127.0.0.1:${port}/` });
  slack.workspace().channel('incidents').inviteBot();
  await hears(1);
  expect(bodies.every((body) => body.includes('url_verification'))).toBe(true);
});

it('an app that names no address hears nothing', async () => {
  const manifest = await manifestWith({ events: ['message.channels'], settings: { socket_mode_enabled: false } });
  slack = await startWith(cleanup, manifest);
  slack.workspace().channel('incidents').inviteBot();
  await expect(jane().command('#incidents', '/opsknight')).rejects.toThrow('dispatch_failed');
  expect(slack.envelopes).toEqual([]);
});

it('a real Bolt app without sockets answers clicks, commands and events', async () => {
  const port = await freePort();
  const manifest = await manifestWith({ events: ['message.channels'] });
  slack = await startWith(cleanup, manifest, { requestUrl: `http://127.0.0.1:${port}/slack/events` });
  const app = new App({
    token: slack.workspace().botToken,
    signingSecret: slack.credentials.signingSecret,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  app.message('ping', async ({ say }) => {
    await say('pong');
  });
  app.action('take', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Taken', replace_original: true });
  });
  cleanup.add(() => app.stop());
  await app.start(port);
  slack.workspace().channel('incidents').inviteBot();
  jane().says('#incidents', 'ping');
  await slack.workspace().channel('incidents').waitForMessage('pong');
  const take = { type: 'button' as const, action_id: 'take', text: { type: 'plain_text' as const, text: 'Take it' } };
  const blocks = [{ type: 'actions' as const, elements: [take] }];
  await clientOf(slack).chat.postMessage({ channel: '#incidents', text: 'card', blocks });
  const card = slack.workspace().channel('incidents').messages().at(-1);
  if (!card) throw new Error('no card');
  await jane().click(card, 'Take it');
  await card.becomes({ text: 'Taken' });
});
