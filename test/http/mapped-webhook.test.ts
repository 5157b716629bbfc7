import { expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { OPERATOR } from '../operator.ts';
import { type House, startHouse } from './support.ts';

const WEBHOOKS = `
webhooks:
  - name: jenkins
    title: "{$.name} #{$.build.number}: {$.build.status}"
    dedup_key: "jenkins/{$.name}"
    url: $.build.full_url
    urgency: HIGH
    service: $.build.parameters.service
    source: Jenkins
    details: $.build.scm
    ignore: { $.build.phase: "STARTED|QUEUED" }
    resolve: { $.build.status: SUCCESS }
  - name: checks
    alerts: $.events[?@.kind == 'check']
    title: $.text
    description: "of {$body.site.name}"
    dedup_key: "{$body.site.id}/{$.id}"
    urgency: $.level
    components: $.hosts[*].name
    resolve: { $.state: "(?i)ok|recovered" }
    acknowledge: { $.state: seen }
`;

const build = (changes: object, name = 'deploy') => ({
  name,
  build: {
    number: 7,
    phase: 'COMPLETED',
    status: 'FAILURE',
    full_url: 'https://ci.example.com/job/7',
    parameters: { service: 'payment api' },
    scm: { commit: 'abc' },
    ...changes,
  },
});

async function house(): Promise<House> {
  const started = await startHouse();
  await started.applySettings(WEBHOOKS);
  return started;
}

const send = (h: House, body: unknown, mapping = 'jenkins', key = h.key) =>
  h.post(`/api/integrations/webhook?mapping=${mapping}`, body, { key });

async function results(response: Response): Promise<{ action: string; incident: string | null }[]> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { results: { action: string; incident: string | null }[] }).results;
}

test('a body of any form becomes what its mapping says', async () => {
  const h = await house();
  expect(await results(await send(h, build({})))).toMatchObject([{ action: 'opened', incident: 'INC-1' }]);
  expect(await h.store.get(1)).toMatchObject({
    title: 'deploy #7: FAILURE',
    urgency: 'HIGH',
    dedupKey: 'jenkins/deploy',
    url: 'https://ci.example.com/job/7',
    source: 'Jenkins',
    serviceId: (await h.settings.serviceByName('Payment API'))?.id,
    details: { commit: 'abc' },
  });
  expect(await results(await send(h, build({ phase: 'STARTED', status: null })))).toEqual([]);
  expect(await results(await send(h, build({ status: 'SUCCESS' })))).toMatchObject([{ action: 'resolved' }]);
});

test('a body may hold several alerts, and say something of all of them', async () => {
  const h = await house();
  const event = (id: number, changes = {}) => ({
    kind: 'check',
    id,
    text: `check ${id}`,
    level: 'warning',
    state: 'bad',
    hosts: [{ name: 'web-1' }, { name: 'web-2' }],
    ...changes,
  });
  const body = (...events: unknown[]) => ({ site: { id: 's1', name: 'Berlin' }, events });
  await results(await send(h, body(event(1), { kind: 'other' }, event(2)), 'checks'));
  expect(await h.store.get(1)).toMatchObject({
    title: 'check 1',
    description: 'of Berlin',
    dedupKey: 's1/1',
    urgency: 'MEDIUM',
    components: ['web-1', 'web-2'],
    details: event(1),
  });
  const next = body(event(1, { state: 'OK' }), event(2, { state: 'seen' }), event(3, { text: '' }));
  expect(await results(await send(h, next, 'checks'))).toMatchObject([
    { action: 'resolved', incident: 'INC-1' },
    { action: 'acknowledged', incident: 'INC-2' },
    { error: 'Not valid, so ignored.', issues: [{ path: 'title' }] },
  ]);
});

test('which mapping reads it is said in the address, or by the name of the key', async () => {
  const h = await house();
  const { key, prefix, hash } = newApiKey();
  await h.keys.create({ by: OPERATOR, name: 'Jenkins', prefix, hash, serviceId: null, at: h.clock.now() });
  const byKey = await h.post('/api/integrations/webhook', build({}), { key });
  expect(await results(byKey)).toMatchObject([{ action: 'opened' }]);

  const unsaid = await h.post('/api/integrations/webhook', build({}));
  expect(unsaid.status).toBe(400);
  expect(await unsaid.text()).toContain('?mapping=');
  const unknown = await send(h, build({}), 'jenkin');
  expect(unknown.status).toBe(400);
  expect(await unknown.text()).toContain('Did you mean');
});

test('a body without what the mapping looks for is refused, so that no alert is lost unnoticed; what a filter leaves out is not', async () => {
  const h = await house();
  await h.applySettings('webhooks: [{ name: lost, alerts: "$.events[*]", title: $.text }]');
  const refused = await send(h, { alerts: [{ text: 'down' }] }, 'lost');
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('finds nothing at $.events[*]');
  expect((await send(h, { events: [{ kind: 'ping' }] }, 'checks')).status).toBe(202);
});

test.each([
  ['a number', 5],
  ['a list', [1, 2]],
  ['nothing', null],
  ['deep', JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`)],
])('a body that is %s is refused by what is missing in it', async (_, body) => {
  const h = await house();
  const response = await send(h, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ issues: [{ path: 'alerts[0].title' }] });
});

test.each([
  ['$.a..b..c', 'more than one ".."'],
  ['$.a[?match(@.b, "(a+)+")]', 'no such function'],
  ['$.a[?@.b == $.c]', 'not its beginning'],
  ['$.a[', 'not a path'],
  ['{$.a[}', 'not a path'],
])('%s is no path that a mapping may have', async (path, problem) => {
  const h = await startHouse();
  const applied = h.applySettings(`webhooks: [{ name: x, title: ${JSON.stringify(path)} }]`);
  await expect(applied).rejects.toThrow(problem);
});
