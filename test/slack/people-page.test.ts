import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { takeBack } from '../../src/audit/take-back.ts';
import { exportSettings } from '../../src/settings/export.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, contact: [{ webhook: "https://hooks.example.com/s3cret", after: 5m }] }
  - { name: Nobody There, email: nobody@example.com }
schedules:
  - { name: payments, timezone: UTC, layers: [{ users: [bob@example.com], rotation: daily, start: 2026-01-05T09:00 }] }
escalation_policies: [{ name: everybody, steps: [{ after: 0s, notify: ["schedule:payments"] }] }]
services: [{ name: Payment API, escalation_policy: everybody }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const users = () => app.withStorage(async ({ settingsWriter }) => (await settingsWriter.read()).users);
const user = async (email: string) => (await users()).find((one) => one.email === email);

async function opens(who: Person): Promise<ModalHandle> {
  const home = who.openHome();
  await home.waitForText('Settings');
  await who.click(home, 'People');
  return who.seesModal('People');
}

/** Somebody's row, found by their name. */
async function finds(who: Person, page: ModalHandle, text: string): Promise<ModalHandle> {
  await page.choose('Find a person', text);
  return who.seesModal('Person');
}

async function saves(form: ModalHandle): Promise<void> {
  expect({ outcome: await form.submit(), errors: form.errors() }).toMatchObject({ errors: {} });
}

async function gives(form: ModalHandle, error: string): Promise<void> {
  await form.submit();
  expect(Object.values(form.errors()).join('\n')).toContain(error);
}

test('an admin adds a person, by hand or by their Slack account; it is logged, and can be taken back', async () => {
  const jane = person('jane');
  const page = await opens(jane);
  expect(page.visible().text).toMatch(/Bob Smith · bob@example\.com\nresponder · 1 way besides Slack · Slack: @bob/);
  expect(page.visible().text).toContain('⚠️ who has no Slack account with that e-mail address');
  await page.click('Add person');
  const form = await jane.seesModal('Add person');
  await form.fill('Name', '<!channel> *Eve*');
  await form.fill('E-mail address', 'eve at example.com');
  await gives(form, 'is not an e-mail address');
  await form.fill('E-mail address', 'BOB@example.com');
  await gives(form, 'already');
  await form.fill('E-mail address', 'eve@example.com');
  await form.fill('Time zone', 'Europe/Berlinn');
  await gives(form, 'Did you mean "Europe/Berlin"?');
  await form.fill('Time zone', 'Europe/Berlin');
  await form.fill('Reached besides Slack by', 'pigeon eve');
  await gives(form, '“pigeon eve”');
  await form.fill('Reached besides Slack by', 'sms +49 30 123456 after 10m\nemail eve@home.example.com');
  await form.fill('Quiet hours from', '22:00');
  await form.submit();
  expect(Object.keys(form.errors())).toEqual(['Quiet hours to']);
  await form.fill('Quiet hours to', '07:00');
  await saves(form);
  await until(() => page.visible().text.includes('<!channel> *Eve* was added'));
  expect(await user('eve@example.com')).toMatchObject({
    role: 'responder',
    contact: [
      { sms: '+4930123456', after: '10m' },
      { email: 'eve@home.example.com', after: '0s' },
    ],
    quiet_hours: { from: '22:00', to: '07:00' },
  });
  const entry = await app.withStorage(({ audit }) => audit.latest({ section: 'users', name: 'eve@example.com' }));
  expect(entry).toMatchObject({ before: null, by: { slackUserId: jane.id } });
  const taken = await app.withStorage((storage) =>
    takeBack(entry?.id ?? 0, OPERATOR, Date.now(), { ...storage, writer: storage.settingsWriter }),
  );
  expect(taken).toMatchObject({ kind: 'taken_back' });
  expect(await user('eve@example.com')).toMatchObject({ active: false });

  await page.click('Add from Slack');
  const fromSlack = await jane.seesModal('Add from Slack');
  await fromSlack.choose('Slack account', '@bob');
  await gives(fromSlack, 'Bob Smith is known already');
  await fromSlack.choose('Slack account', '@carol');
  await fromSlack.choose('Role', 'viewer');
  await saves(fromSlack);
  await person('carol').dm().waitForMessage('An admin has added you to OpsKnight');
  expect(await user('carol@example.com')).toMatchObject({ role: 'viewer' });
  page.close();
});

test('somebody with another address in Slack is linked to their account: they act, are paged and are found as themselves, and unlinked again', async () => {
  const jane = person('jane');
  const alice = person('alice');
  const page = await opens(jane);
  const nobody = await finds(jane, page, 'Nobody There · nobody@example.com');
  await nobody.click('Link Slack account');
  const form = await jane.seesModal('Link Slack account');
  await form.choose('Slack account', '@bob');
  await gives(form, 'which is that of bob@example.com already');
  await form.choose('Slack account', '@guest');
  await gives(form, 'a guest');
  await form.choose('Slack account', '@alice');
  await saves(form);
  await until(() =>
    /Nobody There.*\nresponder · in Slack alice@example\.com · Slack: @alice/.test(nobody.visible().text),
  );
  nobody.close();
  expect(await user('nobody@example.com')).toMatchObject({ slack_email: 'alice@example.com' });
  const known = await app.withStorage(({ people }) => people.person(1, alice.id));
  expect(known?.user).toMatchObject({ name: 'Nobody There' });
  expect(await app.withStorage(async ({ settingsWriter }) => exportSettings(await settingsWriter.read()))).toContain(
    'slack_email: alice@example.com',
  );
  await app.apply(`
escalation_policies: [{ name: linked, steps: [{ after: 0s, notify: ["user:nobody@example.com"] }] }]
services: [{ name: Linked, escalation_policy: linked }]`);
  await alice.command('#incidents', '/opsknight create Linked is down');
  const create = await alice.seesModal('Create incident');
  await create.choose('Service', 'Linked');
  await create.submit();
  const paged = await alice.dm().waitForMessage('Linked is down');
  await alice.openHome().waitForText('You are paged');
  await alice.click(paged, 'Acknowledge');
  await paged.becomes({ text: /Acknowledged by\s+@alice/ });
  expect(paged.visible().text).not.toContain('via Slack');

  const again = await finds(jane, page, 'Nobody There · nobody@example.com');
  await again.click('Edit');
  const edit = await jane.seesModal('Edit person');
  await edit.fill('Address in Slack', '');
  await saves(edit);
  await until(() => again.visible().text.includes('no Slack account'));
  expect(await app.withStorage(({ people }) => people.person(1, alice.id))).toMatchObject({ user: null });
  again.close();
  page.close();
});

test('only what was touched of a person is changed, and a secret address is kept without being shown', async () => {
  const jane = person('jane');
  const page = await opens(jane);
  const one = await finds(jane, page, 'Bob Smith · bob@example.com');
  await one.click('Edit');
  const form = await jane.seesModal('Edit person');
  const kept = String(form.value('Reached besides Slack by'));
  expect(kept).toMatch(/^webhook kept:\S+ after 5m$/);
  await form.fill('Reached besides Slack by', `${kept}\ncall +4930123456 after 15m`);
  await form.fill('Name', 'Bob *Stone*');
  await saves(form);
  await until(async () => (await user('bob@example.com'))?.name === 'Bob *Stone*');
  expect(await user('bob@example.com')).toMatchObject({
    role: 'responder',
    contact: [
      { webhook: 'https://hooks.example.com/s3cret', after: '5m' },
      { call: '+4930123456', after: '15m' },
    ],
  });
  expect(JSON.stringify(app.log)).not.toContain('s3cret');
  one.close();
  page.close();
});

test('the last admin keeps the role, also of two who take it from each other; whoever has lost it changes nothing', async () => {
  const [jane, alice] = [person('jane'), person('alice')];
  const open: ModalHandle[] = [];
  const edits = async (who: Person, whom: string) => {
    const page = await opens(who);
    const one = await finds(who, page, whom);
    open.unshift(one, page);
    await one.click('Edit');
    return who.seesModal('Edit person');
  };
  const closes = () => {
    for (const modal of open.splice(0)) modal.close();
  };
  const own = await edits(jane, 'Jane Doe · jane@example.com');
  await own.choose('Role', 'viewer');
  await gives(own, 'no other active admin');
  await own.choose('Role', 'admin');
  await own.choose('Working here', []);
  await gives(own, 'no other active admin');
  own.close();
  closes();

  await app.apply('users: [{ name: Alice Martin, email: alice@example.com, role: admin }]');
  const hers = await edits(jane, 'Alice Martin · alice@example.com');
  const theirs = await edits(alice, 'Jane Doe · jane@example.com');
  await hers.choose('Role', 'responder');
  await theirs.choose('Role', 'responder');
  await saves(hers);
  await gives(theirs, 'Only an admin');
  theirs.close();
  closes();
  expect((await users()).filter(({ role }) => role === 'admin')).toMatchObject([{ email: 'jane@example.com' }]);
});

test('who is removed becomes inactive, after what would break was said; what belongs to a file says so', async () => {
  const jane = person('jane');
  const page = await opens(jane);
  const bob = await finds(jane, page, 'Bob *Stone* · bob@example.com');
  await bob.click('Remove');
  const form = await jane.seesModal('Remove person');
  expect(form.visible().text).toMatch(/Named in schedule payments/);
  expect(form.visible().text).toMatch(/This would break:.*Escalation policy everybody reaches nobody/s);
  await app.apply('users: [{ name: Bob Stone, email: bob@example.com }]');
  await form.submit();
  expect(form.visible().text).toContain('changed since then');
  expect(await user('bob@example.com')).toMatchObject({ active: true });
  form.close();
  bob.close();

  const nobody = await finds(jane, page, 'Nobody There · nobody@example.com');
  await nobody.click('Look again');
  await until(() => /Looked again: .*no Slack account/.test(nobody.visible().text));
  await nobody.click('Remove', { row: /Nobody There/ });
  await saves(await jane.seesModal('Remove person'));
  await until(() => nobody.visible().text.includes('was removed'));
  expect(await user('nobody@example.com')).toMatchObject({ active: false });
  nobody.close();

  await app.apply('users: [{ name: Carol, email: carol@example.com }]', 'lock');
  const carol = await finds(jane, page, 'Carol · carol@example.com');
  expect(carol.visible().text).toContain('It is set in opsknight.yml');
  expect(carol.visible().buttons).toEqual([]);
  carol.close();
  page.close();
});

test('hundreds of people are shown page by page', async () => {
  const entries = Array.from(
    { length: 300 },
    (_, index) => `{ name: "Person ${index} ${'*_~`'.repeat(20)}", email: person-${index}@example.com }`,
  );
  await app.apply(`users: [${entries.join(',')}]`);
  const jane = person('jane');
  const page = await opens(jane);
  await page.click('Next →');
  await until(() => page.visible().buttons.includes('← Previous'));
  page.close();
});
