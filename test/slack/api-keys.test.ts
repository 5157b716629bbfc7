import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Alice Martin, email: alice@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
services: [{ name: Payment API }]
routing: [{ match: { host: db1 }, set: { service: Payment API }, rule_set: nagios }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const stored = () => app.withStorage(({ keys }) => keys.list());
const isAccepted = async (secret: string) =>
  (await fetch(`${app.url}/api/services`, { headers: { Authorization: `Bearer ${secret}` } })).ok;

/** The key that a modal shows, which is nowhere else. */
async function shownOnce(who: Person): Promise<string> {
  const modal = await who.seesModal('API key');
  const secret = /opk_[\w-]{43}/.exec(JSON.stringify(modal.visible()))?.[0] ?? '';
  expect(secret).not.toBe('');
  modal.close();
  expect(JSON.stringify(app.log)).not.toContain(secret);
  expect(JSON.stringify(who.openHome().visible())).not.toContain(secret);
  return secret;
}

async function page(who: Person): Promise<ModalHandle> {
  const home = who.openHome();
  await home.waitForText('Settings');
  await who.click(home, 'API keys');
  return who.seesModal('API keys');
}

test('an admin makes an API key on the Home tab, and sees it once', async () => {
  const jane = person('jane');
  const keys = await page(jane);
  await keys.click('Create API key');
  const form = await jane.seesModal('Create API key');
  await form.fill('Name', 'prometheus');
  await form.choose('Service', 'Payment API');
  await form.choose('May know of', 'Incidents of all connections');
  await form.choose('May do', ['Send alerts and heartbeats', 'Read incidents, services and who is on call']);
  await form.fill('Requests a minute', '300');
  await form.submit();
  expect(form.errors()).toEqual({ 'May know of': expect.stringContaining('that service’s incidents alone') });
  await form.choose('May know of', 'Incidents of this workspace');
  await form.submit();
  const secret = await shownOnce(jane);
  await until(() => keys.visible().text.includes('prometheus'));
  expect(await isAccepted(secret)).toBe(true);
  expect(await stored()).toMatchObject([
    { name: 'prometheus', limit: 300, scopes: ['alerts', 'read'], madeBy: { slackUserId: jane.id } },
  ]);

  await keys.click('Create API key');
  const again = await jane.seesModal('Create API key');
  await again.fill('Name', secret);
  await again.submit();
  expect(again.errors()['Name']).toContain('looks like a key itself');
  await again.fill('Name', 'prometheus');
  await again.submit();
  expect(again.errors()['Name']).toContain('already');
  again.close();
  keys.close();
});

test('a key is replaced with time for the tool, and revoked after a question; all of it is in the audit log', async () => {
  const jane = person('jane');
  const keys = await page(jane);
  await keys.click('Create API key');
  const form = await jane.seesModal('Create API key');
  await form.fill('Name', '<!channel> *nagios*');
  await form.choose('Routing rules', 'nagios');
  await form.submit();
  const first = await shownOnce(jane);
  await until(() => keys.visible().text.includes('<!channel> *nagios*'));
  expect(keys.visible().text).toMatch(/routing rules of nagios.*never used\nMade .* by @jane/s);

  await keys.click('Replace', { row: /nagios/ });
  const replacing = await jane.seesModal('Replace API key');
  const late = await page(person('alice'));
  await late.click('Replace', { row: /nagios/ });
  const alices = await person('alice').seesModal('Replace API key');
  await replacing.fill('The old key works for', 'a while');
  await replacing.submit();
  expect(Object.values(replacing.errors()).join()).toContain('A duration');
  await replacing.fill('The old key works for', '24h');
  await replacing.submit();
  const second = await shownOnce(jane);
  expect([await isAccepted(first), await isAccepted(second)]).toEqual([true, true]);
  await alices.submit();
  expect(Object.values(alices.errors()).join()).toContain('being replaced already');
  alices.close();
  late.close();

  await until(() => keys.visible().text.includes('replaced, works until'));
  await keys.choose('Find a key', `<!channel> *nagios* · ${second.slice(0, 12)}…`);
  const one = await jane.seesModal('API key');
  await one.click('Revoke');
  const revoking = await jane.seesModal('Revoke API key');
  expect(revoking.visible().text).toContain(second.slice(0, 12));
  await revoking.submit();
  await until(async () => !(await isAccepted(second)));
  expect(await isAccepted(first)).toBe(true);
  const log = await app.withStorage(({ audit }) => audit.list({ limit: 3, text: 'nagios' }));
  expect(log).toMatchObject([
    { section: 'api_keys', after: null, by: { slackUserId: jane.id } },
    { before: { prefix: first.slice(0, 12) }, after: { prefix: second.slice(0, 12), rule_set: 'nagios' } },
    { before: null, after: { prefix: first.slice(0, 12) } },
  ]);
  for (const secret of [first, second]) expect(JSON.stringify(log)).not.toContain(secret.slice(12));
});

test('a thousand keys are shown page by page, and each is found by its name', async () => {
  const allowed = { serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
  await app.withStorage(async ({ keys }) => {
    const made = Array.from({ length: 1_000 }, (_, index) =>
      issueKey(
        keys,
        { ...allowed, name: index === 987 ? 'tool 987' : `tool ${index} ${'*_~`'.repeat(20)}` },
        { at: Date.now(), by: OPERATOR },
      ),
    );
    await Promise.all(made);
  });
  const alice = person('alice');
  const keys = await page(alice);
  await keys.click('Next →');
  await until(() => keys.visible().buttons.includes('← Previous'));
  const prefix = (await stored()).find(({ name }) => name === 'tool 987')?.prefix;
  await keys.choose('Find a key', `tool 987 · ${prefix}…`);
  const one = await alice.seesModal('API key');
  expect(one.visible().buttons).toEqual(['Replace', 'Revoke']);
  one.close();
  keys.close();
});

test('whoever is no admin has no such button, and one who has lost the role makes, replaces and revokes nothing', async () => {
  const home = person('bob').openHome();
  await home.waitForText('Open incidents');
  expect(JSON.stringify(home.visible())).not.toContain('API key');

  const alice = person('alice');
  const before = (await stored()).length;
  const keys = await page(alice);
  await keys.click('Create API key');
  const form = await alice.seesModal('Create API key');
  await form.fill('Name', 'backdoor');
  await app.apply('users: [{ name: Alice Martin, email: alice@example.com, role: responder }]');
  await form.submit();
  expect(form.errors()['Name']).toContain('Only an admin');
  form.close();
  await keys.click('Revoke', { row: /prometheus/ });
  await alice.dm().waitForMessage('Only an admin of OpsKnight');
  keys.close();
  const after = await stored();
  expect(after).toHaveLength(before);
  expect(after.find(({ name }) => name === 'prometheus')?.revokedAt).toBeNull();
});
