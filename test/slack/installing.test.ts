import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { KEY, MEMBERS, Several } from './several.ts';

let house: Several;
afterEach(() => house.stop());

const jane = (workspace: string) => house.workspace(workspace).member('jane');

describe('without a token in the environment', () => {
  beforeEach(async () => {
    house = await Several.start();
  });

  test('the first install becomes the organisation’s connection, the second one another; both work, by one line', async () => {
    const first = await house.install(jane('Acme'));
    expect(first).toMatchObject({ status: 200, text: expect.stringContaining('Acme') });
    expect(await house.install(jane('Globex'))).toMatchObject({ text: expect.stringContaining('Globex') });
    const { connections, primary } = await house.withStorage(async (storage) => ({
      connections: await storage.connections.all(),
      primary: await storage.connections.primary(),
    }));
    expect(connections.map(({ teamName }) => teamName)).toEqual(['Acme', 'Globex']);
    expect(primary.teamName).toBe('Acme');
    for (const name of ['Acme', 'Globex']) {
      await house.answersIn(name);
    }
  });

  test('no token is in the log, on a page or as it is in the database', async () => {
    const { text } = await house.install(jane('Acme'));
    const { botToken } = house.workspace('Acme');
    const { clientSecret } = house.slack.credentials;
    const [stored] = await house.withStorage((storage) => storage.installations.all());
    for (const where of [house.log, text, JSON.stringify(stored)]) {
      expect(where).not.toContain(botToken);
      expect(where).not.toContain(clientSecret);
    }
    expect(house.log).not.toContain(KEY);
  });

  test('whoever says no reads that nothing was changed', async () => {
    const { status, text } = await house.install(jane('Acme'), { allow: false });
    expect(status).toBe(200);
    expect(text).toContain('cancelled');
    expect(house.workspace('Acme').isInstalled).toBe(false);
  });

  test('a way back is good once, for the browser that went, and not without a state or with another one', async () => {
    const browser = house.browser();
    const address = jane('Acme').authorize(await browser.begin());
    const stranger = house.browser();
    expect((await stranger.comeBack(address, '')).status).toBe(400);
    await stranger.begin();
    expect((await stranger.comeBack(address)).status).toBe(400);
    const without = new URL(address);
    without.searchParams.delete('state');
    expect((await browser.comeBack(without.href)).status).toBe(400);
    const changed = new URL(address);
    changed.searchParams.set('state', `${changed.searchParams.get('state')}x`);
    expect((await browser.comeBack(changed.href)).status).toBe(400);

    expect((await browser.comeBack(address)).status).toBe(200);
    expect(await browser.comeBack(address)).toMatchObject({ status: 400, text: expect.stringContaining('used') });
    expect(house.slack.calls.of('oauth.v2.access')).toHaveLength(1);
  });

  test('a code that Slack does not know gets words, and changes nothing', async () => {
    const browser = house.browser();
    const address = new URL(jane('Acme').authorize(await browser.begin()));
    address.searchParams.set('code', '1.2.3');
    expect((await browser.comeBack(address.href)).status).toBe(400);
    expect(await house.withStorage((storage) => storage.installations.all())).toEqual([]);
  });

  test('installed once more, a workspace goes on with the connection that it has', async () => {
    await house.install(jane('Acme'));
    await house.install(jane('Acme'));
    expect(await house.withStorage((storage) => storage.connections.all())).toHaveLength(1);
    await house.answersIn('Acme');
  });
});

test('where only admins install, a stranger is shown the door, and a link of the operator opens it', async () => {
  house = await Several.start({
    environment: { SLACK_INSTALLERS: 'admins', SLACK_STATE_SECRET: 'not so secret as it might be' },
  });
  expect(await house.browser().begin()).toMatch(/^403 .*Only for admins/s);
  expect(await house.browser().begin('/slack/install?link=9999999999999.forged')).toMatch(/^403 /);
  const { InstallLinks } = await import('../../src/slack/installations/install-links.ts');
  const link = new URL(new InstallLinks('http://x', 'not so secret as it might be').create(Date.now()));
  expect(await house.browser().begin(link.pathname + link.search)).toContain('/oauth/v2/authorize');
});

test('until opsknight.yml names it, a workspace gets nothing of the organisation’s, and its people are nobody’s users', async () => {
  house = await Several.start({ byToken: 'Acme' });
  await house.apply(`
users: [{ name: Bob, email: bob@example.com, role: admin }]
schedules: [{ name: payroll-duty, timezone: UTC, layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [bob@example.com] }] }]
services: [{ name: Payroll }]
maintenance: [{ name: work, services: [Payroll], from: 2026-01-01T00:00, to: 2036-01-01T00:00 }]
`);
  await house.install(jane('Globex'));
  const bob = house.workspace('Globex').member('bob');
  const seen = async (ask: string) => {
    await bob.command('#incidents', `/opsknight ${ask}`);
    return (await bob.seesEphemeral(/./)).visible().text;
  };
  expect(await seen('oncall')).not.toContain('payroll-duty');
  expect(await seen('maintenance')).not.toContain('Payroll');
  await bob.command('#incidents', '/opsknight create Disk');
  expect((await bob.seesModal('Create incident')).describe()).not.toContain('Payroll');
  expect((await bob.openHome().waitForText('incident')).buttons).not.toContain('Create API key');
  const viewed = await house.withStorage(async ({ connections, people }) => {
    const [, globex] = await connections.all();
    return people.person(globex?.id ?? 0, bob.id);
  });
  expect(viewed).toMatchObject({ user: null });

  await house.apply('workspaces: [{ name: Globex }]');
  await bob.command('#incidents', '/opsknight maintenance');
  await bob.seesEphemeral('Payroll');
  const known = await house.withStorage(async ({ connections, people }) => {
    const [, globex] = await connections.all();
    return people.person(globex?.id ?? 0, bob.id);
  });
  expect(known).toMatchObject({ user: { role: 'admin' } });
});

test('an organisation installs once: each of its workspaces is connected and works by itself, and one that goes takes none along', async () => {
  house = await Several.start({
    slack: { enterprise: 'Umbrella' },
    manifest: { org_deploy_enabled: true },
  });
  const { status, text } = await house.install(jane('Acme'), { orgWide: true });
  expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining('Umbrella') });
  for (const name of ['Acme', 'Globex', 'Initech']) {
    await house.answersIn(name);
  }
  const connections = await house.withStorage((storage) => storage.connections.all());
  expect(connections.map(({ teamName }) => teamName)).toEqual(['Acme', 'Globex', 'Initech']);

  // Each has its own incidents, its own clicks, and its own people; one that goes takes none of the others along.
  await house.apply(`
workspace: { default_channel: "#incidents" }
workspaces: [{ name: Globex, default_channel: "#ops" }, { name: Initech, default_channel: "#ops" }]
services: [{ name: Site }, { name: Shop, connection: Globex }, { name: Printers, connection: Initech }]
`);
  const places = [
    ['Acme', '#incidents', 'Site'],
    ['Globex', '#ops', 'Shop'],
    ['Initech', '#ops', 'Printers'],
  ] as const;
  for (const [, , service] of places) await house.report(`${service} is down`, service);
  for (const [name, channel, service] of places) {
    const card = await house.workspace(name).channel(channel).waitForMessage(`${service} is down`);
    await jane(name).click(card, 'Acknowledge');
    await card.becomes({ text: 'Acknowledged by @jane' });
    const { text: home } = await jane(name).openHome().waitForText(`${service} is down`);
    for (const [, , other] of places) if (other !== service) expect(home).not.toContain(`${other} is down`);
  }
  house.workspace('Globex').uninstall();
  await house.report('Shop is down again', 'Shop');
  for (const [name, channel, service] of places.filter(([one]) => one !== 'Globex')) {
    await house.report(`${service} is slow`, service);
    const card = await house.workspace(name).channel(channel).waitForMessage(`${service} is slow`);
    await jane(name).click(card, 'Resolve');
    expect(await (await jane(name).seesModal(/Resolve/)).submit()).toBe('closed');
    await card.becomes({ text: 'Resolved by @jane' });
  }
});

test('beside an organisation two workspaces of others install by themselves: all work by one line, and none takes another along', async () => {
  const workspaces = ['Acme', 'Globex', 'Initech', 'Hooli'].map((name) => ({
    name,
    members: MEMBERS,
    channels: [{ name: 'incidents' }, { name: 'ops' }],
    installed: false,
    outsideEnterprise: name === 'Initech' || name === 'Hooli',
  }));
  house = await Several.start({
    slack: { enterprise: 'Umbrella', workspaces },
    manifest: { org_deploy_enabled: true },
  });
  await house.install(jane('Acme'), { orgWide: true });
  for (const name of ['Initech', 'Hooli']) {
    expect(await house.install(jane(name))).toMatchObject({ status: 200, text: expect.stringContaining(name) });
  }
  const names = workspaces.map(({ name }) => name);
  for (const name of names) await house.answersIn(name);
  const known = await house.withStorage(({ connections }) => connections.all());
  expect(known.map(({ teamName }) => teamName)).toEqual(names);
  const installations = new Set(known.map(({ installationId }) => installationId));
  expect(installations.size).toBe(3);

  await house.apply(`
workspace: { default_channel: "#incidents" }
workspaces: [${names
    .slice(1)
    .map((name) => `{ name: ${name}, default_channel: "#ops" }`)
    .join(', ')}]
services: [${names.map((name) => `{ name: Site of ${name}${name === 'Acme' ? '' : `, connection: ${name}`} }`).join(', ')}]
`);
  const place = (name: string) => house.workspace(name).channel(name === 'Acme' ? '#incidents' : '#ops');
  for (const name of names) await house.report(`${name} is down`, `Site of ${name}`);
  for (const name of names) {
    const card = await place(name).waitForMessage(`${name} is down`);
    await jane(name).click(card, 'Acknowledge');
    await card.becomes({ text: 'Acknowledged by @jane' });
    const { text } = await jane(name).openHome().waitForText(`${name} is down`);
    for (const other of names) if (other !== name) expect(text).not.toContain(`${other} is down`);
  }
  // Somebody of Hooli sends what a button of Acme's incident would.
  await house.forgeClick('Hooli', jane('Hooli'), 'resolve_incident', '1');
  // Removed, installed once more: the others notice nothing, and it goes on where it was.
  house.workspace('Initech').uninstall();
  await until(async () => (await house.withStorage(({ connections }) => connections.all()))[2]?.endedAt != null);
  await house.report('Hooli is slow', 'Site of Hooli');
  await house.report('Globex is slow', 'Site of Globex');
  await place('Hooli').waitForMessage('Hooli is slow');
  await place('Globex').waitForMessage('Globex is slow');
  await house.install(jane('Initech'));
  await house.report('Initech is slow', 'Site of Initech');
  await place('Initech').waitForMessage('Initech is slow');
  const [first] = await house.withStorage(({ incidents }) => Promise.all([incidents.get(1)]));
  expect(first?.state.status).toBe('ACKNOWLEDGED');
});

test('a token that Slack does not replace: the admins are told once, while it is good, and so is the operator', async () => {
  house = await Several.start({
    manifest: { token_rotation_enabled: true },
    slack: { timing: { tokenLifetimeMs: 600_000 } },
  });
  await house.install(jane('Acme'));
  await house.install(jane('Globex'));
  house.slack.faults.error('invalid_refresh_token', { method: 'oauth.v2.access' });
  await house.stopApp();
  await house.withStorage(async ({ installations }) => {
    const globex = (await installations.all()).find(({ name }) => name === 'Globex');
    const { rotation } = globex?.tokens ?? {};
    if (!globex || !rotation) throw new Error('Globex has no token that expires');
    const due = { ...globex.tokens, rotation: { ...rotation, refreshAt: 0 } };
    expect(await installations.replaceTokens(globex.id, globex.tokens, due)).toBe(true);
  });
  await house.startApp();
  const told = () =>
    jane('Acme')
      .dm()
      .messages()
      .filter((one) => one.visible().text.includes('no new token for Globex'));
  await until(() => told().length === 1);
  await house.stopApp();
  await house.startApp();
  const before = house.slack.calls.all.filter(({ method }) => method === 'oauth.v2.access').length;
  await until(() => house.slack.calls.all.filter(({ method }) => method === 'oauth.v2.access').length >= before + 3);
  await house.stopApp();
  expect(told()).toHaveLength(1);
  const refused = await house.withStorage(async ({ installations }) =>
    (await installations.all()).map((one) => one.refusedAt),
  );
  expect(refused).toEqual([null, expect.any(Number)]);
  house.slack.faults.clear();
});

test('a token that expires is replaced in time, once, also after a restart', async () => {
  house = await Several.start({
    manifest: { token_rotation_enabled: true },
    slack: { timing: { tokenLifetimeMs: 3_000 } },
  });
  await house.install(jane('Acme'));
  const first = house.workspace('Acme').botToken;
  await until(() => house.workspace('Acme').botToken !== first);
  await house.stopApp();
  const second = house.workspace('Acme').botToken;
  await house.startApp();
  await until(() => house.workspace('Acme').botToken !== second);
  await house.answersIn('Acme');
  for (const token of [first, second]) expect(house.log).not.toContain(token);
});
