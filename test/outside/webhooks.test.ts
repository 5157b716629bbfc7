import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { DAY, systemClock } from '../../src/lib/clock.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { OPERATOR } from '../operator.ts';
import { App } from '../slack/app.ts';
import { hurried } from '../timekeeping/hurried-machine.ts';
import { until } from '../until.ts';
import { type Received, Receiver } from './receiver.ts';

const SECRET = 'a secret of the receiver';

interface Event {
  id: string;
  event: string;
  text: string;
  by: { name: string };
  private: boolean;
  incident: { number: string; title: string; status: string; service: string | null };
}

let receiver: Receiver;
let app: App;
let key: string;
const machine = hurried();

const settings = (url: string) => `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }]
services:
  - { name: Payment API, channel: "#payment-alerts" }
  - { name: Search, channel: "#incidents-all" }
  - { name: Secret, channel: "#leads" }
outgoing_webhooks:
  - { name: all, url: "${url}/all", secret_env: TEST_WEBHOOK_SECRET }
  - { name: some, url: "${url}/some", secret_env: TEST_WEBHOOK_SECRET, events: [triggered, resolved], services: [payment api], urgencies: [HIGH] }
  - { name: trusted, url: "${url}/trusted", secret_env: TEST_WEBHOOK_SECRET, private_incidents: true, events: [triggered] }
  - { name: unsigned, url: "${url}/unsigned", secret_env: TEST_WEBHOOK_SECRET_THAT_IS_NOT_SET }
`;

beforeAll(async () => {
  process.env['TEST_WEBHOOK_SECRET'] = SECRET;
  receiver = await Receiver.start();
  app = await App.start(settings(receiver.url), () => {}, { machine });
  const made = newApiKey();
  key = made.key;
  await app.withStorage(({ keys }) =>
    keys.create({ ...made, name: 'ci', serviceId: null, at: systemClock.now(), by: OPERATOR }),
  );
});
afterEach(() => {
  receiver.answer = () => ({ status: 200 });
});
afterAll(async () => {
  await app.stop();
  await receiver.stop();
});

async function send(title: string, more: object = {}): Promise<void> {
  const answer = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, Connection: 'close' },
    body: JSON.stringify({ event_action: 'trigger', title, dedup_key: title, service: 'Payment API', ...more }),
  });
  expect(answer.status).toBe(202);
}

function first(): Received {
  const [request] = receiver.received;
  if (!request) throw new Error('nothing has come yet');
  return request;
}

const urgent = { urgency: 'HIGH' };
const heard = (path: string, title: string) =>
  receiver.bodies<Event>(path).filter(({ incident }) => incident.title === title);
const hears = (path: string, title: string, count: number) =>
  until(
    () => heard(path, title).length >= count,
    () => `${heard(path, title).length} of ${count} at ${path}`,
  );
const eventsOf = (path: string, title: string) => heard(path, title).map(({ event }) => event);

test('a webhook hears what happens to incidents, in order, signed with the time and a secret of the environment', async () => {
  await send('Database down', urgent);
  await send('Database down', { event_action: 'acknowledge' });
  await send('Database down', { event_action: 'resolve' });
  await hears('/all', 'Database down', 3);
  await hears('/some', 'Database down', 2);
  expect(eventsOf('/all', 'Database down')).toEqual(['triggered', 'acknowledged', 'resolved']);
  expect(eventsOf('/some', 'Database down')).toEqual(['triggered', 'resolved']);
  expect(heard('/all', 'Database down')[2]).toMatchObject({
    by: { name: 'ci' },
    private: false,
    incident: { status: 'RESOLVED', service: 'Payment API', number: expect.stringMatching(/^INC-\d+$/) },
  });

  const { headers, body } = first();
  const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['opsknight-signature'])) ?? [];
  expect(mac).toBe(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'));
  expect(headers['opsknight-delivery']).toBe((JSON.parse(body) as Event).id);
});

test('it hears of its services, its urgencies and, unless it says so, of nothing private', async () => {
  await send('Slow search', { service: 'Search', ...urgent });
  await send('Slow payments', { urgency: 'LOW' });
  await send('Salaries leaked', { service: 'Secret', ...urgent });
  await hears('/trusted', 'Salaries leaked', 1);
  await send('Last', urgent);
  await hears('/all', 'Last', 1);
  await hears('/some', 'Last', 1);
  expect(heard('/trusted', 'Salaries leaked')).toMatchObject([{ private: true }]);
  expect(heard('/all', 'Salaries leaked')).toEqual([]);
  expect([...heard('/some', 'Slow search'), ...heard('/some', 'Slow payments')]).toEqual([]);
  expect(receiver.bodies('/unsigned')).toEqual([]); // without its secret nothing is sent
});

test('what is not taken is sent again, the same, before what comes after it; others hear meanwhile', async () => {
  receiver.answer = ({ path, body }) => ({ status: path === '/all' && body.includes('Queue stuck') ? 503 : 200 });
  await send('Queue stuck', urgent);
  await send('Queue stuck', { event_action: 'resolve' });
  await hears('/all', 'Queue stuck', 2);
  await send('Disk full', urgent);
  await hears('/all', 'Disk full', 1); // of another incident, by the same webhook
  await hears('/some', 'Queue stuck', 2);
  const card = await app.slack.workspace().channel('#payment-alerts').waitForMessage('Queue stuck');
  await card.becomes({ text: /Resolved/ });
  expect(new Set(heard('/all', 'Queue stuck').map(({ id }) => id)).size).toBe(1);
  receiver.answer = () => ({ status: 200 });
  await until(() => eventsOf('/all', 'Queue stuck').includes('resolved'));
  expect(eventsOf('/all', 'Queue stuck').slice(-2)).toEqual(['triggered', 'resolved']);
});

test('a receiver that goes on answering without end holds up nothing: its status is enough', async () => {
  receiver.answer = ({ path }) => (path === '/all' ? 'drip' : { status: 200 });
  for (const title of ['Drip 1', 'Drip 2', 'Drip 3']) await send(title, urgent);
  await send('Drip 3', { event_action: 'resolve' });
  await hears('/all', 'Drip 3', 2);
  expect(eventsOf('/all', 'Drip 3')).toEqual(['triggered', 'resolved']);
  const metrics = async () => (await fetch(`${app.url}/metrics`, { headers: { Connection: 'close' } })).text();
  await until(async () => (await metrics()).includes('opsknight_outgoing_webhook_waiting{webhook="all"} 0'));
  expect(await metrics()).toMatch(/opsknight_outgoing_webhook_waiting\{webhook="unsigned"\} [1-9]/);
});

test('a redirect is not followed, and a huge answer is not read', async () => {
  const where = { Location: `${receiver.url}/elsewhere` };
  let redirects = 0;
  receiver.answer = ({ path }) => {
    if (path !== '/all') return { status: 200 };
    redirects++;
    return redirects < 3 ? { status: 307, headers: where } : { status: 200, body: 'x'.repeat(20_000_000) };
  };
  await send('Moved', urgent);
  await hears('/all', 'Moved', 3);
  expect(receiver.bodies('/elsewhere')).toEqual([]);
});

test('what it sends to OpsKnight itself is refused, so that no incident opens the next', async () => {
  const { headers, body } = first();
  const answer = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      Connection: 'close',
      'OpsKnight-Instance': String(headers['opsknight-instance']),
    },
    body,
  });
  expect(answer.status).toBe(409);
});

test('what is not taken for a day is given up: one line in the log, and the admins are told', async () => {
  receiver.answer = ({ path }) => (path === '/all' ? { status: 500 } : { status: 200 });
  for (const title of ['Lost 1', 'Lost 2', 'Lost 3']) await send(title, urgent);
  await hears('/all', 'Lost 1', 1);
  machine.passes(DAY + 1);
  const told = await app.slack.workspace().member('jane').dm().waitForMessage('The outgoing webhook all');
  await told.becomes({ text: /It answered with HTTP 500\. 3 events will not be sent again/ });
  const lines = app.log.filter(({ code, msg }) => code === 'outgoing:http_500' && String(msg).includes('for good'));
  expect(lines).toHaveLength(1);
  receiver.answer = () => ({ status: 200 });
  await send('Found', urgent);
  await hears('/all', 'Found', 1);
  expect(JSON.stringify(app.log)).not.toContain(SECRET);
});

test('of a webhook that is taken out of the settings nothing is left', async () => {
  const waits = () =>
    app.open().prepare("select count(*) as count from deliveries where lane like '%hook:unsigned'").get();
  expect(waits()).not.toEqual({ count: 0 });
  const without = settings(receiver.url)
    .split('\n')
    .filter((line) => !line.includes('unsigned'))
    .join('\n');
  await app.withStorage(({ settingsWriter }) =>
    applySettings(settingsWriter, without, { prune: true, dryRun: false, by: OPERATOR }),
  );
  expect(waits()).toEqual({ count: 0 });
});
