import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import type { Tier } from '../src/web-api/method.ts';
import { RateLimits } from '../src/web-api/rate-limits.ts';
import { Cleanup, clientOf, failure, start } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await start(cleanup);
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const post = (text: string) => client.chat.postMessage({ channel: '#incidents', text });
const raw = (method: string) =>
  fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.workspace().botToken}` },
  });

describe('faults', () => {
  it('slow an answer down', async () => {
    slack.faults.slow(80, { times: 1 });
    const before = Date.now();
    await post('slow');
    expect(Date.now() - before).toBeGreaterThanOrEqual(75);
  });

  it('answer with a status', async () => {
    slack.faults.rateLimit(7, { method: 'auth.test', times: 1 });
    const limited = await raw('auth.test');
    expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([
      429,
      '7',
      { ok: false, error: 'ratelimited' },
    ]);
    expect(slack.calls.rateLimited('auth.test')).toBe(1);
    slack.faults.httpError(503, { times: 1 });
    expect((await raw('auth.test')).status).toBe(503);
    expect((await raw('auth.test')).status).toBe(200);
  });

  it('lose a reply after the effect, or refuse before it', async () => {
    slack.faults.loseReply({ method: 'chat.postMessage', times: 1 });
    await expect(post('lost')).rejects.toThrow();
    await slack.workspace().channel('incidents').waitForMessage('lost');
    slack.faults.refuse({ method: /^chat\./, times: 1 });
    await expect(post('refused')).rejects.toThrow();
    expect(slack.workspace().channel('incidents').messages()).toHaveLength(1);
    expect(slack.calls.of('chat.postMessage')).toMatchObject([
      { ok: true, httpStatus: 0 },
      { ok: false, httpStatus: 0 },
    ]);
  });

  it('hang', async () => {
    slack.faults.hang({ method: 'auth.test' });
    const call = fetch(`${slack.apiUrl}auth.test`, { signal: AbortSignal.timeout(80) });
    await expect(call).rejects.toThrow('timeout');
  });

  it('hit the calls that they are meant for', async () => {
    const fault = slack.faults.error('fatal_error', {
      method: ['chat.postMessage', 'chat.update'],
      when: ({ text }) => text === 'cursed',
    });
    await post('blessed');
    expect(await failure(post('cursed'))).toMatchObject({ error: 'fatal_error' });
    expect(fault.hits).toBe(1);
    fault.clear();
    await post('cursed');
    slack.faults.error('internal_error', { forMs: 0 });
    await post('that was over at once');
  });

  it('put everything out', async () => {
    slack.faults.outage(true);
    await expect(post('nobody hears')).rejects.toThrow();
    expect(slack.calls.count()).toBe(0);
    slack.faults.outage(false);
    await post('back again');
  });
});

describe('rate limits', () => {
  it('can be switched off', async () => {
    slack.limits.enforced = false;
    for (let n = 0; n < 10; n++) await post(String(n));
    expect(slack.calls.rateLimited()).toBe(0);
  });

  it('answer HTTP 429 and when to come back', async () => {
    const body = () => new URLSearchParams({ token: slack.workspace().botToken, channel: '#incidents', text: 'hi' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', body: body() })),
    );
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers.get('retry-after')).toBe('1');
    expect(slack.calls.rateLimited()).toBe(1);
    await client.chat.postMessage({ channel: '#general', text: 'another channel' });
  });
});

describe('the limits of each tier', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  /** How many calls pass at once, and how many more in the minute after. */
  function allowance(tier: Tier, channel?: string): [number, number] {
    jest.useFakeTimers({ now: 0 });
    const limits = new RateLimits(true);
    const passing = () => {
      let count = 0;
      while (limits.take('T1', 'some.method', tier, channel) === undefined) count++;
      return count;
    };
    const burst = passing();
    jest.setSystemTime(60_000);
    return [burst, passing()];
  }

  it.each([
    [1, [4, 1]],
    [2, [20, 20]],
    [3, [50, 50]],
    [4, [100, 100]],
    ['posting', [3, 3]],
  ] satisfies [Tier, [number, number]][])('tier %s', (tier, expected) => {
    expect(allowance(tier, 'C1')).toEqual(expected);
  });

  it('cap posting over all channels of a workspace', () => {
    jest.useFakeTimers({ now: 0 });
    const limits = new RateLimits(true);
    const channels = Array.from({ length: 61 }, (_, n) => limits.take('T1', 'chat.postMessage', 'posting', `C${n}`));
    expect(channels.filter((seconds) => seconds !== undefined)).toEqual([1]);
    expect(limits.take('T2', 'chat.postMessage', 'posting', 'C1')).toBeUndefined();
  });
});
