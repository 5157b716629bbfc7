import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", roles: [Customer liaison] }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Carol Jones, email: carol@example.com, role: viewer }
services:
  - { name: Payroll, channel: "#leads" }
`;

let app: App;
let jane: Person;
let bob: Person;
let cards: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  const titles = ['Shop is <down>', 'Queue grows', 'Disk fills', 'API is slow'];
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, titles);
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  cards = await cardsIn(app, titles);
});
afterAll(() => app.stop());

test('whoever takes a role has it at once; another one is asked, and the card says whose it is meanwhile', async () => {
  const { card, key } = cards('Shop is <down>');
  await jane.command('#general', `/opsknight role commander ${key}`);
  await jane.seesEphemeral(`You are commander of ${key} now.`);
  await card.becomes({ text: /Commander @jane/ });
  await jane.command('#general', `/opsknight role Commander @bob ${key}`);
  await jane.seesEphemeral(/They are asked to be commander/);
  await card.becomes({ text: /Commander @jane, until @bob accepts/ });
  const question = await bob.dm().waitForMessage(`@jane asks you to be commander of ${key}: Shop is <down>`);
  expect(question.visible().text).toContain('Until you accept, @jane is.');
  await bob.click(question, 'Accept');
  await question.becomes({ text: `🎖️ You are commander of ${key} now.` });
  await card.becomes({ text: /Commander @bob/ });
  await jane.dm().waitForMessage(`@bob is commander of ${key} now, and you are no longer.`);
  await card.waitForReply('@bob is commander now, after @jane');
});

test('by the form everybody sees who has which; whoever says no leaves things as they are', async () => {
  const { card, key } = cards('Queue grows');
  await jane.choose(card, '⋯', 'More…');
  await (await jane.seesModal(key)).click('Roles…');
  const modal = await jane.seesModal(`Roles of ${key}`);
  expect(modal.visible().text).toContain('Nobody has a role yet.');
  await modal.choose('Role', 'Customer liaison');
  await modal.choose('Who', 'bob');
  expect(await modal.submit()).toBe('closed');
  const question = await bob.dm().waitForMessage(`asks you to be Customer liaison of ${key}`);
  await card.becomes({ text: /Customer liaison @bob, who is asked/ });
  await bob.click(question, "I can't");
  await question.becomes({ text: /You have said that you can't be Customer liaison/ });
  await jane.dm().waitForMessage(`@bob can't be Customer liaison of ${key}. Please ask somebody else.`);
  await until(() => !card.visible().text.includes('Customer liaison'));
});

test('the web page shows the roles, and takes the answer of whoever is asked', async () => {
  const cookie = await app.signIn(bob);
  const page = async () => (await fetch(`${app.url}/incidents/4`, { headers: { cookie } })).text();
  await jane.command('#general', '/opsknight role communications @bob INC-4');
  await jane.seesEphemeral(/They are asked to be in charge of communications/);
  const asked = await page();
  expect(asked).toMatch(/Communications<\/dt><dd>@bob, who is asked/);
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(asked) ?? [];
  const accepted = await fetch(`${app.url}/incidents/4/accept-role`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: app.url },
    body: new URLSearchParams({ form_token: token, role: 'communications' }),
  });
  expect(accepted.status).toBe(303);
  expect(await page()).toMatch(/Communications<\/dt><dd>@bob<\/dd>/);
});

test('a question that is answered late says so, and changes nothing', async () => {
  const { card, key } = cards('Disk fills');
  await jane.command('#general', `/opsknight role scribe @bob ${key}`);
  const question = await bob.dm().waitForMessage(`asks you to be scribe of ${key}`);
  await jane.command('#general', `/opsknight role scribe nobody ${key}`);
  await jane.seesEphemeral(`Nobody is scribe of ${key} now.`);
  await bob.click(question, 'Accept');
  await bob.seesEphemeral(`You are not asked any more to be scribe of ${key}. Nothing was changed.`);
  await until(() => !card.visible().text.includes('Scribe'));
});

test('who may only look is given no role, and no role is given that nobody knows', async () => {
  const { key } = cards('API is slow');
  const carol = app.slack.workspace().member('carol');
  await jane.command('#general', `/opsknight role scribe @carol ${key}`);
  await jane.seesEphemeral(/They can't be scribe of INC-4: their role is viewer/);
  await jane.command('#general', `/opsknight role comander ${key}`);
  await jane.seesEphemeral(/There is no role "comander". Did you mean "commander"\? There are: commander, comm/);
  await carol.command('#general', `/opsknight role scribe ${key}`);
  await carol.seesEphemeral(/You may look at incidents, but not change them/);
});

test('of a private incident nobody is given a role who does not see it, and its title is in no direct message', async () => {
  const alice = app.slack.workspace().member('alice');
  app.slack.workspace().channel('#leads').add(alice);
  await app.slack.workspace().channel('#leads').waitForMessage('Salaries are late');
  await alice.command('#general', `/opsknight role commander @bob INC-5`);
  await alice.seesEphemeral(/it belongs to a private channel that they aren't in/);
  await bob.command('#general', '/opsknight role commander INC-5');
  await bob.seesEphemeral(/There is no INC-5, or it belongs to a private channel/);
  expect(
    bob
      .dm()
      .messages()
      .some((message) => message.visible().text.includes('Salaries')),
  ).toBe(false);
});

test('in the channel of an incident its number need not be said; the topic names the commander, who is invited', async () => {
  const { key } = cards('API is slow');
  await jane.command('#general', `/opsknight channel ${key}`);
  await until(() => app.slack.workspace().model.channels.all.some(({ name }) => name === 'inc-4'));
  const own = app.slack.workspace().channel('#inc-4');
  await own.waitForMessage('API is slow');
  await jane.command('#inc-4', `/opsknight role commander @bob`);
  await bob.click(await bob.dm().waitForMessage(`asks you to be commander of ${key}`), 'Accept');
  await until(() => own.topic === '🔴 HIGH · Open · Commander @bob · API is slow' && own.memberNames.includes('bob'));
});

test('programs ask as well, and see who has which', async () => {
  const wanted = { name: 'robot', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
  const issued = await app.withStorage(({ keys }) => issueKey(keys, wanted, { at: Date.now(), by: OPERATOR }));
  if (issued.kind !== 'issued') throw new Error('no key was made');
  const api = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${issued.secret}`, 'content-type': 'application/json' };
    const response = await fetch(`${app.url}/api/incidents${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const asked = await api('POST', '/2/role', { role: 'commander', assignee: 'bob@example.com' });
  expect(asked.status).toBe(200);
  expect(asked.body).toMatchObject({
    incident: { roles: [{ role: 'commander', holder: null, asked: { name: 'bob' } }] },
  });
  await bob.dm().waitForMessage('robot asks you to be commander of INC-2');
  expect((await api('POST', '/2/role', { role: 'emperor', assignee: 'bob@example.com' })).status).toBe(409);
  const ended = await api('POST', '/2/role', { role: 'commander', assignee: null });
  expect(ended.body).toMatchObject({ incident: { roles: [] } });
});
