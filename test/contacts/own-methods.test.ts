import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModalHandle } from 'local-slack';
import { DAY, MINUTE } from '../../src/lib/clock.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { exportSettings } from '../../src/settings/export.ts';
import { OPERATOR } from '../operator.ts';
import { App } from '../slack/app.ts';
import { hurried } from '../timekeeping/hurried-machine.ts';
import { until } from '../until.ts';
import { MailServer } from './mail-server.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Stone, email: bob@example.com, contact: [{ email: bob@office.example, after: 10m }], quiet_hours: { from: "20:00", to: "06:00" } }
`;

let app: App;
let mail: MailServer;
const machine = hurried();

beforeAll(async () => {
  mail = await MailServer.start();
  app = await App.start(SETTINGS, () => {}, {
    machine,
    isPaced: false,
    environment: { SMTP_URL: mail.url, MAIL_FROM: 'opsknight@example.com' },
  });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const person = (name: string) => app.slack.workspace().member(name);
const codes = (address: string) =>
  mail.mails.filter(({ to }) => to === address).flatMap(({ subject }) => /^\d{6}/.exec(subject)?.[0] ?? []);
const reachOf = (email: string) =>
  app.withStorage(async ({ onCall }) => (await onCall.directory()).users.find((user) => user.email === email)?.reach);

async function codeArrives(address: string, count = 1): Promise<string> {
  await until(() => codes(address).length >= count);
  return codes(address)[count - 1] ?? '';
}

const shows = (modal: ModalHandle, words: string) =>
  until(
    () => modal.visible().text.includes(words),
    () => modal.visible().text,
  );

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Their panel, and nothing else before their eyes. */
async function panelOf(name: string): Promise<ModalHandle> {
  const one = person(name);
  if (opened.get(name)?.isOpen) opened.get(name)?.close();
  await one.command('#general', '/opsknight contact');
  const panel = await one.seesModal('How you are paged');
  opened.set(name, panel);
  return panel;
}
const opened = new Map<string, ModalHandle>();

/** Asks for a code for an address. */
async function adds(name: string, address: string, after = '2m') {
  const one = person(name);
  const panel = await panelOf(name);
  await one.click(panel, 'Add a method');
  const form = await one.seesModal('Add a method');
  await form.choose('Method', 'Mail');
  await form.fill('Address', address);
  await form.fill('After', after);
  await form.submit();
  return one;
}

describe('a way to be paged that somebody adds themselves', () => {
  test('is used once they have entered the code that went there', async () => {
    const jane = await adds('jane', 'jane@home.example');
    const code = await codeArrives('jane@home.example');
    expect(await reachOf('jane@example.com')).toMatchObject({ methods: [] });

    const form = await jane.seesModal('Enter the code');
    await form.fill('Code', wrong(code));
    await form.submit();
    expect(Object.values(form.errors()).join()).toContain('4 more tries');
    await form.fill('Code', `${code.slice(0, 3)} ${code.slice(3)}`);
    await form.submit();
    const panel = await jane.seesModal('How you are paged');
    await shows(panel, 'From now on you are paged by mail to jane@home.example');
    expect(await reachOf('jane@example.com')).toMatchObject({
      methods: [{ kind: 'email', address: 'jane@home.example', after: 2 * MINUTE }],
    });
  });

  test('is set from the Home tab as well', async () => {
    const bob = person('bob');
    await bob.click(bob.openHome(), 'How you are paged');
    (await bob.seesModal('How you are paged')).close();
  });

  test('is seen by nobody else, and is in no line of the log', async () => {
    const panel = await panelOf('bob');
    expect(JSON.stringify(panel.visible())).not.toContain('jane@home.example');
    expect(JSON.stringify(app.log)).not.toMatch(/@home\.example|@office\.example/);
    const [entry] = await app.withStorage(({ audit }) => audit.list({ limit: 1 }));
    expect(entry).toMatchObject({ section: 'personal_contacts', name: 'jane@example.com', before: null });
  });

  test('comes when they want it, gets a test, and is gone when they remove it', async () => {
    const jane = person('jane');
    const panel = await panelOf('jane');
    await jane.click(panel, 'Change time');
    const form = await jane.seesModal('Change time');
    await form.fill('After', 'soon');
    await form.submit();
    expect(Object.values(form.errors()).join()).toContain('1h30m');
    await form.fill('After', '0s');
    await form.submit();
    await shows(panel, 'at once, from the next page on');
    await jane.click(panel, 'Send me a test');
    await until(() => mail.mails.some(({ to, subject }) => to === 'jane@home.example' && /test/.test(subject)));

    const written = await app.withStorage(async ({ settingsWriter }) => exportSettings(await settingsWriter.read()));
    expect(written).toContain('jane@home.example');
    const applied = await app.withStorage(({ settingsWriter }) =>
      applySettings(settingsWriter, written, { by: OPERATOR, prune: true, dryRun: false }),
    );
    expect(applied.changes).toEqual([]);
    await app.withStorage(({ settingsWriter }) =>
      applySettings(settingsWriter, SETTINGS, { by: OPERATOR, prune: true, dryRun: false }),
    );
    expect(await reachOf('jane@example.com')).toMatchObject({ methods: [{ address: 'jane@home.example', after: 0 }] });

    await jane.click(panel, 'Remove', { confirm: true });
    await shows(panel, 'You are not paged by mail to jane@home.example any more');
    expect(await reachOf('jane@example.com')).toMatchObject({ methods: [] });
  });

  test('is not theirs after five wrong codes, nor by a code that is too old', async () => {
    const jane = await adds('jane', 'jane@late.example');
    const first = await codeArrives('jane@late.example');
    const form = await jane.seesModal('Enter the code');
    for (let tries = 0; tries < 5; tries++) {
      await form.fill('Code', wrong(first));
      await form.submit();
    }
    await form.fill('Code', first);
    await form.submit();
    expect(Object.values(form.errors()).join()).toContain('no longer works');
    form.close();
    const panel = await panelOf('jane');
    await jane.click(panel, 'Send another code');
    const second = await codeArrives('jane@late.example', 2);
    machine.passes(15 * MINUTE);
    await jane.click(panel, 'Enter code');
    const again = await jane.seesModal('Enter the code');
    await again.fill('Code', second);
    await again.submit();
    expect(Object.values(again.errors()).join()).toContain('no longer works');
    expect(await reachOf('jane@example.com')).toMatchObject({ methods: [] });
  });

  test('floods no stranger with codes, whoever asks', async () => {
    const jane = person('jane');
    const panel = await panelOf('jane');
    for (let asked = 3; asked <= 6; asked++) await jane.click(panel, 'Send another code');
    await shows(panel, 'Another code is on its way');
    await jane.click(panel, 'Send another code');
    await shows(panel, 'Too many codes and tests');
    await adds('bob', 'jane@late.example');
    const form = await person('bob').seesModal('Add a method');
    expect(Object.values(form.errors()).join()).toContain('Too many codes and tests');
    machine.passes(DAY);
    await form.submit();
    (await person('bob').seesModal('Enter the code')).close();
  });

  test('that does not get through is said to whoever waits for it', async () => {
    mail.refusal = { code: 550, text: 'no such user' };
    await adds('bob', 'nobody@gone.example');
    await person('bob').dm().waitForMessage('Your code could not be sent by mail');
    mail.refusal = null;
  });
});

describe('what opsknight.yml says of somebody', () => {
  test('needs no code, and comes when its person wants it', async () => {
    const bob = person('bob');
    const panel = await panelOf('bob');
    await shows(panel, 'Mail to bob@office.example: 10m after the page (from opsknight.yml)');
    await shows(panel, '20:00 to 06:00');
    await bob.click(panel, 'Change time');
    const form = await bob.seesModal('Change time');
    await form.fill('After', '1m');
    await form.submit();
    await shows(panel, '1m after the page');
    await bob.click(panel, 'Quiet hours');
    const quiet = await bob.seesModal('Quiet hours');
    await quiet.fill('From', '25:00');
    await quiet.submit();
    expect(Object.values(quiet.errors()).join()).toContain('22:00');
    await quiet.fill('From', '23:00');
    await quiet.submit();
    await shows(panel, '23:00 to 06:00');
    expect(await reachOf('bob@example.com')).toEqual({
      methods: [{ kind: 'email', address: 'bob@office.example', after: MINUTE }],
      quietHours: { from: '23:00', to: '06:00', timezone: 'UTC' },
    });
  });

  test('stays as the file has it that it belongs to, and says so', async () => {
    await app.withStorage(({ settingsWriter }) =>
      applySettings(settingsWriter, SETTINGS, {
        by: OPERATOR,
        prune: false,
        dryRun: false,
        ownership: 'lock',
        file: 'opsknight.yml',
      }),
    );
    const panel = await panelOf('bob');
    await shows(panel, 'It is set in opsknight.yml');
    expect(JSON.stringify(panel.visible())).not.toContain('Change time');
  });
});

test('admins see what people have added themselves, and no address that is a secret', async () => {
  const jane = person('jane');
  const home = jane.openHome();
  await home.waitForText('Settings');
  await jane.click(home, 'People');
  const page = await jane.seesModal('People');
  await page.choose('Find a person', 'Bob Stone · bob@example.com');
  const bob = await jane.seesModal('Person');
  await until(
    () => bob.visible().text.includes('added by themselves: mail'),
    () => bob.visible().text,
  );
  expect(bob.visible().text).toContain('not used before its code is entered');
  bob.close();
  page.close();
});

test('people lead OpsKnight to no server but those that the operator has named', async () => {
  const reached: string[] = [];
  const server: Server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.writeHead(200, { Connection: 'close' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jane = person('jane');
  const panel = await panelOf('jane');
  await jane.click(panel, 'Add a method');
  const form = await jane.seesModal('Add a method');
  await form.choose('Method', 'Webhook');
  await form.fill('Address', `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`);
  await form.submit();
  expect(Object.values(form.errors()).join()).toContain('OUTGOING_HOSTS');
  expect(reached).toEqual([]);
  server.close();
});
