import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import { startHouse } from './support.ts';

const ALERT = JSON.stringify({ msg: 'Testing' });

test('a webhook says its key as it can: bearer token, password, the token of GitLab, or behind its address', async () => {
  const house = await startHouse();
  const answerTo = async (headers: Record<string, string>, query = '') => {
    const response = await fetch(`${house.url}/api/integrations/uptime-kuma${query}`, {
      method: 'POST',
      headers: { Connection: 'close', ...headers },
      body: ALERT,
    });
    return response.status;
  };
  const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  expect(await answerTo({ Authorization: `Bearer ${house.key}` })).toBe(202);
  expect(await answerTo(basic(`opsknight:${house.key}`))).toBe(202);
  expect(await answerTo({ 'X-Gitlab-Token': house.key })).toBe(202);
  expect(await answerTo({}, `?key=${house.key}`)).toBe(202);

  expect(await answerTo(basic(`${house.key}:`))).toBe(401);
  expect(await answerTo(basic(house.key))).toBe(401);
  expect(await answerTo({ Authorization: 'Basic %' })).toBe(401);
  expect(await answerTo({ 'X-Gitlab-Token': 'opk_wrong' })).toBe(401);
  expect(await answerTo({}, '?key=opk_wrong')).toBe(401);
  expect(await answerTo({}, '?key=')).toBe(401);
  // Where a header can say it, nothing else does.
  expect(
    (await fetch(`${house.url}/api/incidents?key=${house.key}`, { headers: { Connection: 'close' } })).status,
  ).toBe(401);
  expect(house.logLines.join()).not.toContain(house.key);
});

const SECRET = "It's a Secret to Everybody";
const hex = (body: string | Buffer, secret: string | Buffer = SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex');

/** The key has to come with a signature. */
async function startSigned(environment: Record<string, string> = { HOOK_SECRET: SECRET }) {
  const house = await startHouse({ environment });
  await house.applySettings(`
senders: [{ name: PROMETHEUS, secret_env: HOOK_SECRET }]
webhooks: [{ name: any, title: "{title}" }]
`);
  const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const url = `${house.url}/api/integrations/${path}?key=${house.key}`;
    return (await fetch(url, { method: 'POST', headers: { Connection: 'close', ...headers }, body })).status;
  };
  return { house, send };
}

test('a body is signed as GitHub documents it', () => {
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  expect(`sha256=${hex('Hello, World!')}`).toBe(signature);
});

test.each([
  ['github', 'X-Hub-Signature-256', 'sha256=', { zen: 'Keep it logically awesome.' }],
  ['sentry', 'Sentry-Hook-Signature', '', { action: 'triggered', data: { event: { issue_id: '1', title: 'x' } } }],
  ['webhook', 'X-Hub-Signature-256', 'sha256=', { title: 'Bäckerei' }],
])('where %s has to sign, only what is signed so counts', async (path, header, prefix, payload) => {
  const { house, send } = await startSigned();
  const body = JSON.stringify(payload);
  const spaced = JSON.stringify(payload, null, 2);
  const right = { [header]: prefix + hex(body) };
  for (const headers of [{}, { [header]: '' }, { [header]: prefix }, { [header]: `${prefix}${hex(body, 'other')}` }]) {
    expect(await send(path, body, headers)).toBe(403);
  }
  expect(await send(path, spaced, right)).toBe(403);
  expect(await house.store.get(1)).toBeNull();
  expect(await send(path, body, right)).toBe(202);
  expect(await send(path, `\uFEFF${body}`, { [header]: prefix + hex(`\uFEFF${body}`) })).not.toBe(403);
  expect(await send(path, 'x', { [header]: prefix + hex('x') })).toBe(400);
});

test('what GitHub sends as a form is read, and signed, as such', async () => {
  const { send } = await startSigned();
  const type = 'application/x-www-form-urlencoded';
  const body = `${new URLSearchParams({ payload: JSON.stringify({ zen: 'a+b & c=d' }) })}`;
  expect(await send('github', body, { 'Content-Type': type, 'X-Hub-Signature-256': `sha256=${hex(body)}` })).toBe(202);
  expect(await send('github', 'payload=', { 'X-Hub-Signature-256': `sha256=${hex('payload=')}` })).toBe(400);
  expect(await send('webhook', body, { 'X-Hub-Signature-256': `sha256=${hex(body)}` })).toBe(400);
});

test('what is signed as Standard Webhooks are counts for a while only, by any of its signatures', async () => {
  const { house, send } = await startSigned();
  const body = JSON.stringify({ object_kind: 'push' });
  const signedAt = (at: number, key: string | Buffer = SECRET) => {
    const time = String(Math.floor(at / SECOND));
    const signature = createHmac('sha256', key).update(`msg_1.${time}.${body}`).digest('base64');
    return { 'Webhook-Id': 'msg_1', 'Webhook-Timestamp': time, 'Webhook-Signature': `v1,AAAA v1,${signature}` };
  };
  const now = house.clock.now();
  expect(await send('gitlab', body, signedAt(now))).toBe(202);
  expect(await send('gitlab', body, signedAt(now + 4 * MINUTE))).toBe(202);
  expect(await send('gitlab', body, signedAt(now - 6 * MINUTE))).toBe(403);
  expect(await send('gitlab', body, { ...signedAt(now), 'Webhook-Id': 'msg_2' })).toBe(403);
  expect(await send('gitlab', body, { 'X-Gitlab-Token': house.key })).toBe(403);
  const bytes = Buffer.from('any bytes');
  const encoded = await startSigned({ HOOK_SECRET: `whsec_${bytes.toString('base64')}` });
  expect(await encoded.send('gitlab', body, signedAt(now, bytes))).toBe(202);
});

test('a key that has to come with a signature is worth nothing elsewhere, or where there is no secret', async () => {
  const { house } = await startSigned();
  const event = { event_action: 'trigger', title: 'x' };
  expect((await house.sendEvents(event)).status).toBe(403);
  expect((await house.post('/v2/enqueue', { routing_key: house.key, ...event })).status).toBe(403);
  expect((await house.post('/api/integrations/uptime-kuma', ALERT)).status).toBe(403);
  const headers = { Authorization: `Bearer ${house.key}`, Connection: 'close' };
  expect((await fetch(`${house.url}/api/incidents`, { headers })).status).toBe(403);
  expect(await house.store.get(1)).toBeNull();
  const lacking = await startSigned({});
  const body = '{"zen":"x"}';
  const signedWithNothing = { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', '').update(body).digest('hex')}` };
  expect(await lacking.send('github', body, signedWithNothing)).toBe(503);
});
