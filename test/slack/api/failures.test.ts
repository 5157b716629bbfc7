import { expect, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { isChannelClosed } from '../../../src/notifications/queue/failure.ts';
import { toSlackFailure } from '../../../src/slack/api/failures.ts';

/** What a call becomes that is answered so. */
async function failureOf(answer: Response) {
  const client = new WebClient('xoxb-1', {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: async () => answer,
  });
  const error = await client.chat.postMessage({ channel: 'C1', text: 'hello' }).catch((thrown: unknown) => thrown);
  return toSlackFailure(error);
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

test.each<[string, Response]>([
  ['the page of a proxy', new Response('<html><title>Blocked</title></html>')],
  ['a proxy that says a word', new Response('Forbidden')],
  ['nothing', new Response('')],
  ['an error of something else', json({ message: 'upstream connect error' })],
  ['a code without Slack’s refusal', json({ error: 'not_found' })],
  ['a refusal without a code', json({ ok: false })],
  ['a refusal in words', json({ ok: false, error: 'Access denied by policy.' })],
  ['a list', json([])],
  ['null', json(null)],
  ['a number', json(7)],
])('an answer that is not Slack’s leaves open whether the call took effect: %s', async (_what, answer) => {
  expect(await failureOf(answer)).toMatchObject({ kind: 'in_doubt' });
});

test.each([
  ['channel_not_found', 'refused'],
  ['a_code_of_next_year', 'refused'],
  ['invalid_auth', 'not_admitted'],
  ['accesslimited', 'not_admitted'],
  ['internal_error', 'in_doubt'],
])('Slack’s own %s is %s', async (code, kind) => {
  expect(await failureOf(json({ ok: false, error: code }))).toMatchObject({ kind, code });
});

test('a channel in which the app has no permission to post is closed to it: another one may do', async () => {
  expect(isChannelClosed(await failureOf(json({ ok: false, error: 'no_permission' })))).toBe(true);
});
