import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { examineContacts } from '../../src/doctor/contacts.ts';
import type { Incident } from '../../src/incidents/types.ts';
import { AcknowledgeLinks } from '../../src/notifications/contacts/acknowledge-link.ts';
import type { OtherContact } from '../../src/notifications/contacts/types.ts';
import type { NotTaken } from '../../src/notifications/queue/outside.ts';
import type { Delivery } from '../../src/notifications/types.ts';
import { contactCarrier } from '../../src/outside/contacts/carrier.ts';
import { transportsOf } from '../../src/outside/contacts/transports.ts';
import { OutgoingHosts } from '../../src/outside/hosts.ts';
import type { ContactMethod } from '../../src/people/contact.ts';
import { MailServer } from '../contacts/mail-server.ts';

interface Request {
  path: string;
  authorization: string | undefined;
  body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Somebody else's server, which answers so. */
async function somebody(status = 200): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
    const answer = request.method === 'POST' ? status : 200;
    response.writeHead(answer, { Connection: 'close', Location: '/login' }).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const INCIDENT = {
  number: 7,
  title: 'Down <& out>',
  description: null,
  urgency: 'HIGH',
  serviceId: 1,
  state: { status: 'OPEN' },
} as Incident;

const links = new AcknowledgeLinks('https://ops.example.com', async () => 'secret');

function reaching(
  method: OtherContact['method'],
  address: string,
  apiUrl = 'http://unused',
  said: Partial<Pick<Incident, 'title' | 'description'>> = {},
) {
  const twilio = { sid: 'AC1', token: 'shh', from: '+15550000', apiUrl };
  const deps = {
    store: { get: async () => ({ ...INCIDENT, ...said }) },
    incidents: { execute: async () => ({ kind: 'not_found' as const }) },
    settings: { service: async () => null },
    links,
    pageUrl: (number: number) => `https://ops.example.com/incidents/${number}`,
    mayKnow: async () => true,
  };
  const contact: OtherContact = {
    id: 3,
    incidentNumber: 7,
    eventId: 1,
    connectionId: 1,
    target: '@bob@example.com',
    name: 'bob',
    method,
    address,
    position: 1,
    state: 'owed',
    dueAt: null,
    createdAt: 1_000,
  };
  const transports = transportsOf({ mail: null, twilio, outgoingHosts: null });
  const place = { connectionId: 1, target: contact.target, channelId: null, ts: null, reroutedFrom: null };
  const job = { kind: 'contact', place, about: null, message: null, contact } as const;
  return contactCarrier(transports, deps).send(job, {} as Delivery);
}

const link = () => links.create({ connectionId: 1, incidentNumber: 7, email: 'bob@example.com', eventId: 1 }, 1_000);

test('ntfy gets a message for the topic, with a button that acknowledges', async () => {
  const { url, requests } = await somebody();
  await reaching('ntfy', `${url}/on/my-topic`);
  expect(requests[0]?.path).toBe('/on/');
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
    topic: 'my-topic',
    title: '🔴 HIGH INC-7: Down <& out>',
    priority: 5,
    actions: [{ action: 'http', label: 'Acknowledge', url: await link(), method: 'POST' }, { action: 'view' }],
  });
});

test.each(['a', 'ß', '漢', '🔥'])(
  'however long it is, ntfy shows it as a message, with its link: %s',
  async (letter) => {
    const { url, requests } = await somebody();
    const said = { title: letter.repeat(1_000), description: letter.repeat(9_000) };
    await reaching('ntfy', `${url}/my-topic`, undefined, said);
    const { message } = JSON.parse(requests[0]?.body ?? '') as { message: string };
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
    expect(message).toContain(await link());
    expect(message).toContain(`${letter}…`);
  },
);

test('a webhook gets the incident, the person and the link as JSON', async () => {
  const { url, requests } = await somebody(204);
  await reaching('webhook', `${url}/hook`);
  expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
    event: 'page',
    person: { name: 'bob', email: 'bob@example.com' },
    incident: { number: 'INC-7', title: 'Down <& out>', urgency: 'HIGH', status: 'OPEN' },
    acknowledge_url: await link(),
  });
});

test('an SMS and a call go through Twilio; the call takes a 1 for acknowledge', async () => {
  const { url, requests } = await somebody(201);
  await reaching('sms', '+15551111', url);
  await reaching('call', '+15551111', url);
  const [sms, call] = requests.map(({ body }) => new URLSearchParams(body));
  expect(requests.map(({ path }) => path)).toEqual([
    '/2010-04-01/Accounts/AC1/Messages.json',
    '/2010-04-01/Accounts/AC1/Calls.json',
  ]);
  expect(requests[0]?.authorization).toBe(`Basic ${Buffer.from('AC1:shh').toString('base64')}`);
  expect(sms?.get('Body')).toBe(`🔴 HIGH INC-7: Down <& out>\nAcknowledge: ${await link()}`);
  expect(call?.get('Twiml')).toContain(`action="${await link()}/call"`);
  expect(call?.get('Twiml')).toContain('Down &lt;&amp; out&gt;');
});

test('nothing that a title may hold makes an SMS or a call too long, or breaks it', async () => {
  const { url, requests } = await somebody(201);
  const titles = [
    `"'&<>`.repeat(100),
    '🔥'.repeat(400),
    'Größe\r\nBcc: eve@example.com\u0007\u0000 </Say><Dial>1</Dial>',
  ];
  for (const title of titles) {
    await reaching('sms', '+15551111', url, { title });
    await reaching('call', '+15551111', url, { title });
  }
  for (const { body } of requests) {
    const fields = new URLSearchParams(body);
    expect(fields.get('Body')?.length ?? 0).toBeLessThanOrEqual(1_500);
    const twiml = fields.get('Twiml') ?? '';
    expect(twiml.length).toBeLessThan(4_000);
    expect(twiml).not.toMatch(/<Dial|[\p{Cc}]/u);
    expect(fields.get('Body') ?? '').not.toMatch(/(?!\n)\p{Cc}/u);
  }
});

test.each([
  [302, 'http_302', 'refused'],
  [404, 'http_404', 'refused'],
  [429, 'http_429', 'away'],
  [503, 'http_503', 'away'],
])('a server that answers %i: %s', async (status, code, why) => {
  const { url } = await somebody(status);
  const failure = await reaching('webhook', url).then(
    () => null,
    (error: NotTaken) => error,
  );
  expect(failure).toMatchObject({ code, why });
});

test('what is not set up can not be used', async () => {
  await expect(reaching('email', 'bob@example.com')).rejects.toMatchObject({ code: 'not_configured', why: 'refused' });
});

test('a link holds for a week, and no letter of it may be another', async () => {
  const token = (await link()).split('/').at(-1) ?? '';
  expect(await links.read(token, 2_000)).toEqual({
    connectionId: 1,
    incidentNumber: 7,
    email: 'bob@example.com',
    eventId: 1,
  });
  expect(await links.read(token, 1_000 + 7 * 86_400_000)).toBeNull();
  for (let index = 0; index < token.length; index++) {
    const changed = `${token.slice(0, index)}${token[index] === 'x' ? 'y' : 'x'}${token.slice(index + 1)}`;
    expect(await links.read(changed, 2_000)).toBeNull();
  }
  expect(await new AcknowledgeLinks('', async () => 'other').read(token, 2_000)).toBeNull();
  for (const nonsense of ['', '.', 'a.b.c', `${token}.`]) expect(await links.read(nonsense, 2_000)).toBeNull();
});

describe('doctor', () => {
  const mails = [{ kind: 'email', address: 'bob@example.com', after: 0 }] as const;
  const reached = (...methods: ContactMethod[]) => [{ active: true, reach: { methods, quietHours: null } }];
  const nothing = { mail: null, twilio: null, outgoingHosts: null };

  test('looks whether each way past Slack lets us in, and sends nothing', async () => {
    const mail = await MailServer.start();
    const { url, requests } = await somebody();
    const config = {
      mail: { url: mail.url, from: 'ops@example.com' },
      twilio: { sid: 'AC1', token: 'shh', from: '+1', apiUrl: url },
      outgoingHosts: null,
    };
    const topics = ['a', 'b'].map((topic) => ({ kind: 'ntfy', address: `${url}/on/${topic}`, after: 0 }) as const);
    const findings = await examineContacts(reached(...mails, ...topics), config);
    expect(findings.map(({ state }) => state)).toEqual(['well', 'well', 'well']);
    expect(requests.map(({ path }) => path).sort()).toEqual(['/2010-04-01/Accounts/AC1.json', '/on/v1/health']);
    expect(mail.mails).toEqual([]);
    await mail.stop();
    const [away] = await examineContacts(reached(), { ...nothing, mail: config.mail });
    expect(away).toMatchObject({ state: 'wrong', what: expect.stringMatching(/^Mail server: (ESOCKET|ECONN)/) });
  });

  test('says what is not set up and needed, and what may not be reached', async () => {
    const hook = { kind: 'webhook', address: 'https://pager.example.com/x', after: 0 } as const;
    const outgoingHosts = new OutgoingHosts(['other.example.com']);
    const findings = await examineContacts(reached(...mails, hook), { ...nothing, outgoingHosts });
    expect(findings.map((one) => one.what)).toEqual([
      'Mail server: not set up, and 1 contact method needs it',
      'Somebody is to be reached at pager.example.com, which OUTGOING_HOSTS does not have',
    ]);
    expect(JSON.stringify(await examineContacts(reached(), nothing))).toContain('Nobody is reached but by Slack');
  });
});
