import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { Several } from './several.ts';

let house: Several;

beforeEach(async () => {
  house = await Several.start({ byToken: 'Acme' });
  await house.install(person('Globex'));
  await house.apply(`
workspace: { default_channel: "#incidents" }
workspaces:
  - { name: Globex, default_channel: "#ops" }
services:
  - { name: Payment API, channel: "#incidents" }
  - { name: Globex shop, connection: Globex }
  - { name: Network, shared_with: [Globex] }
`);
});
afterEach(() => house.stop());

const person = (workspace: string, name = 'jane') => house.workspace(workspace).member(name);
const channel = (workspace: string, name: string) => house.workspace(workspace).channel(name);

async function create(workspace: string, title: string): Promise<void> {
  const jane = person(workspace);
  await jane.command('#incidents', `/opsknight create ${title}`);
  expect(await (await jane.seesModal('Create incident')).submit()).toBe('closed');
}

test('each workspace has its own default channel, and shows its own incidents alone', async () => {
  await create('Acme', 'Disk of Acme');
  await create('Globex', 'Disk of Globex');
  const ours = await channel('Acme', '#incidents').waitForMessage('Disk of Acme');
  const theirs = await channel('Globex', '#ops').waitForMessage('Disk of Globex');
  await person('Acme').click(ours, 'Acknowledge');
  await person('Globex').click(theirs, 'Acknowledge');
  await ours.becomes({ text: 'Acknowledged by @jane' });
  await theirs.becomes({ text: 'Acknowledged by @jane' });
  for (const [own, other] of [
    ['Acme', 'Globex'],
    ['Globex', 'Acme'],
  ] as const) {
    const home = person(own).openHome();
    const { text } = await home.waitForText(`Disk of ${own}`);
    expect(text).not.toContain(`Disk of ${other}`);
  }
  // Not by its number either.
  await person('Globex').command('#incidents', '/opsknight note INC-1 hello');
  await person('Globex').seesEphemeral('INC-1');
  expect(await house.withStorage((storage) => storage.incidents.timeline(1))).toHaveLength(2);
});

test('a service’s incidents go through its connection; a shared one is seen on both sides', async () => {
  await house.report('Shop is slow', 'Globex shop');
  await house.report('Link is down', 'Network');
  await channel('Globex', '#ops').waitForMessage('Shop is slow');
  await channel('Globex', '#ops').waitForMessage('Link is down');
  await channel('Acme', '#incidents').waitForMessage('Link is down');
  const home = person('Acme').openHome();
  const { text } = await home.waitForText('Link is down');
  expect(text).not.toContain('Shop is slow');
});

test('a workspace that removes the app ends, and its admins’ colleagues elsewhere hear of it; the others go on, and it resumes', async () => {
  await house.report('Shop is slow', 'Globex shop');
  const card = await channel('Globex', '#ops').waitForMessage('Shop is slow');
  house.workspace('Globex').uninstall();
  await until(async () => {
    const all = await house.withStorage((storage) => storage.connections.all());
    return all.some(({ teamName, endReason }) => teamName === 'Globex' && endReason === 'uninstalled');
  });
  expect(house.log).toContain('a workspace has ended');
  await person('Acme').dm().waitForMessage('no longer in the Slack workspace Globex');
  await house.report('Shop is down', 'Globex shop');
  await house.report('Acme goes on', 'Payment API');
  await channel('Acme', '#incidents').waitForMessage('Acme goes on');
  await house.answersIn('Acme');

  await house.install(person('Globex'));
  await channel('Globex', '#ops').waitForMessage('Shop is down');
  await person('Globex').click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by @jane' });
});

test('somebody in a workspace that the app does not know is told so', async () => {
  const { teamId } = house.workspace('Initech');
  const acknowledged = await house.slack.redeliver(
    {
      kind: 'slash_commands',
      payload: { command: '/opsknight', text: 'incidents', team_id: teamId, user_id: 'U1', trigger_id: '1.2.3' },
      acceptsResponse: true,
      retryAttempt: 0,
      retryReason: '',
    } as never,
    { sameEnvelope: false },
  );
  expect(JSON.stringify(acknowledged)).toContain('not connected to this workspace');
});

test('somebody of another workspace finds an incident by no way: number, forged button, form, web page, list, search', async () => {
  await create('Acme', 'Secret of Acme');
  await channel('Acme', '#incidents').waitForMessage('Secret of Acme');
  await create('Globex', 'Disk of Globex');
  await channel('Globex', '#ops').waitForMessage('Disk of Globex');
  const bob = person('Globex', 'bob');
  const before = await house.withStorage((storage) => storage.incidents.timeline(1));

  for (const asked of ['note INC-1 hello', 'escalate INC-1', 'reopen INC-1', 'why INC-1', 'urgency INC-1 low']) {
    await bob.command('#incidents', `/opsknight ${asked}`);
    expect((await bob.seesEphemeral(/INC-1|found/)).visible().text).not.toContain('Secret');
  }
  await house.forgeClick('Globex', bob, 'ack_incident', '1');
  await bob.command('#incidents', '/opsknight incidents');
  expect((await bob.seesEphemeral('Disk of Globex')).visible().text).not.toContain('Secret');
  expect(await house.withStorage((storage) => storage.incidents.timeline(1))).toEqual(before);

  const cookie = await house.signIn('Globex', bob);
  for (const path of ['/incidents', '/incidents?q=Secret', '/incidents?status=all', '/insights', '/incidents/1']) {
    const answer = await fetch(`${house.url}${path}`, { headers: { connection: 'close', cookie } });
    expect(await answer.text()).not.toContain('Secret of Acme');
  }
  const own = await fetch(`${house.url}/incidents`, { headers: { connection: 'close', cookie } });
  expect(await own.text()).toContain('Disk of Globex');
  // And no service that is another workspace's own.
  await house.apply('services: [{ name: Acme vault, connection: Acme }]');
  const vault = await house.withStorage((storage) => storage.settings.serviceByName('Acme vault'));
  const edited = await fetch(`${house.url}/incidents/2`, { headers: { connection: 'close', cookie } });
  const html = await edited.text();
  expect(html).toContain('Globex shop');
  expect(html).not.toContain('Acme vault');
  const token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const forged = await fetch(`${house.url}/incidents/2/edit`, {
    method: 'POST',
    headers: { connection: 'close', cookie, origin: 'http://opsknight.example.com' },
    body: new URLSearchParams({ form_token: token, 'seen-service': 'x', service: String(vault?.id) }),
  });
  expect(forged.status).toBe(409);
  expect(await house.withStorage((storage) => storage.incidents.get(2))).toMatchObject({ serviceId: null });
  await bob.command('#incidents', '/opsknight create Another');
  const modal = await bob.seesModal('Create incident');
  expect(modal.describe()).not.toContain('Acme vault');
  expect(modal.describe()).toContain('Service');
});

test('a key knows of one connection’s incidents, and posts by that, unless it was made for all', async () => {
  await house.report('Disk of Acme', 'Payment API');
  await house.report('Disk of Globex', 'Globex shop');
  const globexId = await house.withStorage(async ({ connections }) => (await connections.all())[1]?.id ?? 0);
  const [own, globex, all] = [
    await house.issueKey('own'),
    await house.issueKey('globex', globexId),
    await house.issueKey('all', 'everything'),
  ];
  const seen = async (key: string) => {
    const { incidents } = (await (await house.ask(key, '/api/incidents')).json()) as {
      incidents: { number: string }[];
    };
    return incidents.map(({ number }) => number);
  };
  expect([await seen(own), await seen(globex), await seen(all)]).toEqual([['INC-1'], ['INC-2'], ['INC-2', 'INC-1']]);
  const status = async (key: string, path: string, body?: object) => (await house.ask(key, path, body)).status;
  for (const path of ['/api/incidents/2', '/api/incidents/2/timeline']) {
    expect([await status(own, path), await status(globex, path), await status(all, path)]).toEqual([404, 200, 200]);
  }
  expect(await status(own, '/api/incidents/2/acknowledge', {})).toBe(404);
  expect(await status(own, '/api/incidents/1/link', { to: 'INC-2' })).toBe(409);
  expect(await status(all, '/api/incidents/1/link', { to: 'INC-2' })).toBe(200);
  const alert = { event_action: 'trigger', title: 'Forged' };
  const results = await (await house.ask(globex, '/api/events', [alert, { ...alert, service: 'Payment API' }])).text();
  expect(results).not.toContain('INC-');
  expect(await status(globex, '/api/events', { ...alert, service: 'Network' })).toBe(202);

  expect(await status(own, '/api/notifications', { channel: 'ops', message: 'Hi', connection: 'Globex' })).toBe(400);
  expect(await status(globex, '/api/notifications', { channel: 'ops', message: 'Hi, Globex' })).toBe(202);
  await channel('Globex', '#ops').waitForMessage('Hi, Globex');
  expect(await status(all, '/api/notifications', { channel: 'ops', message: 'And all', connection: 'globex' })).toBe(
    202,
  );
  await channel('Globex', '#ops').waitForMessage('And all');
});

test('an admin of another Slack workspace is no admin of OpsKnight by that', async () => {
  const text = (name: string) => person(name).openHome().waitForText('incident');
  expect((await text('Acme')).text).not.toBe((await text('Globex')).text);
  const buttons = (await text('Globex')).buttons.join(' ');
  expect(buttons).not.toMatch(/key|setting/i);
});

test('a named connection posts for the services that name it, and nowhere but in its channels', async () => {
  process.env['INITECH_BOT_TOKEN'] = house.workspace('Initech').botToken;
  const connections = 'connections: [{ name: initech-team, bot_token_env: INITECH_BOT_TOKEN, channels: ["#ops"] }]';
  await expect(
    house.apply(`${connections}\nservices: [{ name: Printers, connection: initech-team, channel: "#incidents" }]`),
  ).rejects.toThrow('may not post in #incidents, but in #ops');
  await house.apply(`
${connections}
workspaces: [{ name: initech-team, default_channel: "#incidents" }]
services:
  - { name: Printers, connection: initech-team, channel: "#ops" }
  - { name: Toner, connection: initech-team }
`);
  await house.report('Paper jam', 'Printers');
  const card = await channel('Initech', '#ops').waitForMessage('Paper jam');
  await person('Initech').click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by @jane' });
  await house.report('Toner is low', 'Toner');
  await until(async () => {
    const failed = await house.withStorage((storage) => storage.deliveries.failed(10));
    return failed.some(({ error }) => error === 'connection_may_not_post');
  });
  expect(house.log).not.toContain(house.workspace('Initech').botToken);
  delete process.env['INITECH_BOT_TOKEN'];
});

test('whoever has accounts in several workspaces is called in that of the incident', async () => {
  await house.apply(`
users: [{ name: Bob Stone, email: bob@example.com }]
escalation_policies: [{ name: bob, steps: [{ after: 0s, notify: [user:bob@example.com] }] }]
workspaces: [{ name: Globex, default_channel: "#ops" }]
services:
  - { name: Payment API, channel: "#incidents", escalation_policy: bob }
  - { name: Globex shop, connection: Globex, escalation_policy: bob }
`);
  await house.report('Payments fail', 'Payment API');
  await person('Acme', 'bob').dm().waitForMessage('Payments fail');
  await house.report('Shop is slow', 'Globex shop');
  const page = await person('Globex', 'bob').dm().waitForMessage('Shop is slow');
  await person('Globex', 'bob').click(page, 'Acknowledge');
  await page.becomes({ text: 'Acknowledged by @bob' });
  expect(
    person('Acme', 'bob')
      .dm()
      .messages()
      .map((one) => one.visible().text)
      .join(),
  ).not.toContain('Shop is slow');
});

test('whoever is called by hand to an incident that several workspaces share is called where escalation would call them', async () => {
  await house.apply('users: [{ name: Bob Stone, email: bob@example.com }]');
  await house.report('Link is down', 'Network');
  await channel('Globex', '#ops').waitForMessage('Link is down');
  await person('Globex').command('#ops', '/opsknight page @bob INC-1');
  const page = await person('Acme', 'bob').dm().waitForMessage('Link is down');
  await person('Acme', 'bob').click(page, 'Acknowledge');
  await page.becomes({ text: 'Acknowledged by @bob' });
  const elsewhere = person('Globex', 'bob').dm().messages();
  expect(elsewhere.map((one) => one.visible().text).join()).not.toContain('Link is down');
});
