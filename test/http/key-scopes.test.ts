import { expect, test } from '@jest/globals';
import { KEY_SCOPES, type KeyScope } from '../../src/keys/scopes.ts';
import { newApiKey } from '../../src/keys/secret.ts';
import { OPERATOR } from '../operator.ts';
import { startHouse } from './support.ts';

const SETTINGS = 'heartbeats: [{ name: backup, every: 5m, grace: 1m, service: Payment API, urgency: HIGH }]';

const alert = { event_action: 'trigger', title: 'Down', dedup_key: 'down' };
/** What is asked, with a body for a POST, and the scope that it takes. */
const REQUESTS: [scope: KeyScope, path: string, body?: object][] = [
  ['alerts', '/api/events', alert],
  ['alerts', '/api/integrations/uptime-kuma', { msg: 'Testing' }],
  ['alerts', '/v2/alerts', { message: 'Down' }],
  ['alerts', '/v2/alerts/1/close?identifierType=tiny', {}],
  ['alerts', '/api/heartbeats/backup', {}],
  ['alerts', '/api/heartbeats/backup'],
  ['read', '/api/heartbeats'],
  ['read', '/api/incidents'],
  ['read', '/api/incidents/1'],
  ['read', '/api/incidents/1/timeline'],
  ['read', '/api/services'],
  ['read', '/api/oncall'],
  ['read', '/api/maintenance'],
  ['read', '/v2/alerts/1?identifierType=tiny'],
  ['act', '/api/incidents', { title: 'By hand' }],
  ['act', '/api/incidents/1/note', { text: 'Seen' }],
  ['act', '/api/incidents/1/edit', { title: 'Down again' }],
  ['act', '/api/maintenance', { service: 'Payment API', for: '1h' }],
  ['act', '/api/maintenance/end', { service: 'Payment API' }],
  ['notify', '/api/notifications', { channel: 'ops', message: 'Deployed' }],
];

test.each(KEY_SCOPES)('a key with the scope %s may do that, and nothing else', async (scope) => {
  const house = await startHouse();
  await house.applySettings(SETTINGS);
  await house.sendEvents(alert);
  const { key, ...made } = newApiKey();
  await house.keys.create({
    by: OPERATOR,
    ...made,
    name: 'x',
    serviceId: null,
    scopes: [scope],
    at: house.clock.now(),
  });
  const ask = (path: string, body?: object) =>
    fetch(`${house.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Connection: 'close', Authorization: `${path.startsWith('/v2') ? 'GenieKey' : 'Bearer'} ${key}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  for (const [needed, path, body] of REQUESTS) {
    const answer = await ask(path, body);
    const told = await answer.text();
    expect([path, answer.status === 403]).toEqual([path, needed !== scope]);
    if (needed === scope) expect([path, told, answer.ok]).toEqual([path, told, true]);
    else {
      expect(told).toContain(`it would need the scope`);
      expect(answer.headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${needed}"`);
    }
  }
  const event = { routing_key: key, event_action: 'trigger', payload: { summary: 's', source: 's', severity: 'info' } };
  const enqueued = await ask('/v2/enqueue', event);
  expect([enqueued.status, await enqueued.json()]).toMatchObject(
    scope === 'alerts'
      ? [202, { status: 'success' }]
      : [403, { status: 'invalid event', errors: [expect.any(String)] }],
  );
});

test('what came of a request to Opsgenie’s address, whoever may send alerts may ask', async () => {
  const house = await startHouse();
  const { key, ...made } = newApiKey();
  await house.keys.create({
    by: OPERATOR,
    ...made,
    name: 'x',
    serviceId: null,
    scopes: ['alerts'],
    at: house.clock.now(),
  });
  const headers = { Connection: 'close', Authorization: `GenieKey ${key}` };
  const sent = await fetch(`${house.url}/v2/alerts`, { method: 'POST', headers, body: '{"message":"Down"}' });
  const { requestId } = (await sent.json()) as { requestId: string };
  expect((await fetch(`${house.url}/v2/alerts/requests/${requestId}`, { headers })).status).toBe(200);
});
