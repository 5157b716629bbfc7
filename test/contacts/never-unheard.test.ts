import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';
import { MINUTE, SECOND, systemClock } from '../../src/lib/clock.ts';
import { isSecret } from '../leaks.ts';
import { OPERATOR } from '../operator.ts';
import { App } from '../slack/app.ts';
import { hurried } from '../timekeeping/hurried-machine.ts';
import { until } from '../until.ts';
import { MailServer } from './mail-server.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Stone, email: bob@example.com, contact: [{ email: bob@mail.example, after: 10m }] }
  - { name: Erin Away, email: erin@elsewhere.example, contact: [{ ntfy: "http://127.0.0.1:9/topic-of-erin", after: 5m }] }
  - { name: Dave Away, email: dave@elsewhere.example, contact: [{ email: dave@elsewhere.example, after: 5m }] }
escalation_policies:
  - { name: bob, steps: [{ after: 0s, notify: [user:bob@example.com] }] }
  - { name: dave, steps: [{ after: 0s, notify: [user:dave@elsewhere.example] }] }
  - { name: dave-then-jane, steps: [{ after: 0s, notify: [user:dave@elsewhere.example] }, { after: 30m, notify: [user:jane@example.com] }] }
  - { name: bob-then-jane, steps: [{ after: 0s, notify: [user:bob@example.com] }, { after: 30m, notify: [user:jane@example.com] }] }
  - { name: erin, steps: [{ after: 0s, notify: [user:erin@elsewhere.example] }] }
services:
  - { name: Payment API, channel: "#payment-alerts", escalation_policy: bob }
  - { name: Search, channel: "#incidents-all", escalation_policy: dave }
  - { name: Quiet, channel: "#incidents-all" }
  - { name: Store, channel: "#incidents-all", escalation_policy: dave-then-jane }
  - { name: Archive, channel: "#incidents-all", escalation_policy: erin }
  - { name: Tills, channel: "#incidents-all", escalation_policy: bob-then-jane }
  - { name: Secret, channel: "#leads", escalation_policy: dave }
`;

let app: App;
let mail: MailServer;
let key: string;
const machine = hurried();

beforeAll(async () => {
  mail = await MailServer.start();
  const environment = { SMTP_URL: mail.url, MAIL_FROM: 'OpsKnight <opsknight@example.com>' };
  app = await App.start(SETTINGS, () => {}, { isPaced: false, machine, environment });
  const made = newApiKey();
  key = made.key;
  await app.withStorage(({ keys }) =>
    keys.create({ by: OPERATOR, ...made, name: 'ci', serviceId: null, at: systemClock.now() }),
  );
});
beforeEach(() => {
  mail.mails.length = 0;
  mail.refusal = null;
});
afterEach(() => app.slack.faults.clear());
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

async function trigger(title: string, more: object = {}): Promise<void> {
  const answer = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, Connection: 'close' },
    body: JSON.stringify({ event_action: 'trigger', title, service: 'Payment API', urgency: 'HIGH', ...more }),
  });
  expect(answer.status).toBe(202);
}

const ask = (path: string, body?: string) =>
  fetch(`${app.url}/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Connection: 'close' },
    body,
  });
const listed = (title: string) => ask(`incidents?q=${encodeURIComponent(title)}`);

const channel = (name: string) => app.slack.workspace().channel(name);
const arrives = (count = 1) =>
  until(
    () => mail.mails.length >= count,
    () => `${mail.mails.length} mails`,
  );
const linkIn = (text: string | undefined) => /http\S+\/acknowledge\/\S+/.exec(text ?? '')?.[0] ?? '';
const open = (url: string, method = 'GET') =>
  fetch(url, { method, headers: { Accept: 'text/html', Connection: 'close' } });

/** Slack has been owed a page. */
const isPaged = () => until(() => waiting().length > 0);

/** What is still to come. */
function waiting(): { method: string; state: string }[] {
  const database = app.open();
  const rows = database.prepare("select method, state from contacts where state = 'waiting'").all();
  database.close();
  return rows as { method: string; state: string }[];
}

describe('while Slack is away', () => {
  test('whoever is on call gets mail, acknowledges from it, and Slack shows it when it is back', async () => {
    app.slack.faults.outage(true);
    await trigger('Database <b>down</b>', { description: 'Nothing goes.' });
    await isPaged();
    machine.passes(30 * SECOND);
    await arrives();
    const [sent] = mail.mails;
    expect(sent?.to).toBe('bob@mail.example');
    expect(sent?.subject).toMatch(/^🔴 HIGH INC-\d+: Database <b>down<\/b>$/);
    expect(sent?.text).toContain('Nothing goes.');

    const link = linkIn(sent?.text);
    const shown = await open(link);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toMatch(/Database &lt;b&gt;down[\s\S]*<button[^>]*>\s*Acknowledge/);
    expect((await open(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`, 'POST')).status).toBe(403);
    expect((await open(link.replace(/acknowledge\/./, 'acknowledge/X'), 'POST')).status).toBe(403);
    expect(app.open().prepare("select count(*) as count from incidents where status = 'OPEN'").get()).toEqual({
      count: 1,
    });

    const done = await open(link, 'POST');
    expect([done.status, await done.text()]).toEqual([200, expect.stringMatching(/INC-\d+ is yours/)]);
    expect((await open(link, 'POST')).status).toBe(409);
    expect(await (await open(link)).text()).toContain('Acknowledged by @bob already');

    machine.passes(2 * MINUTE);
    app.slack.faults.clear();
    const card = await channel('#payment-alerts').waitForMessage('Database <b>down</b>');
    await card.becomes({ text: /Acknowledged by\s+@bob/ });
    await card.waitForReply('@bob was reached by mail');
    expect(mail.mails).toHaveLength(1);
  });

  test('whoever an incident is given to hears of it by mail, which asks for nothing', async () => {
    await trigger('Certificate runs out', { service: 'Quiet' });
    const card = await channel('#incidents-all').waitForMessage('Certificate runs out');
    const number = /INC-\d+/.exec(JSON.stringify(await (await listed('Certificate runs out')).json()))?.[0];
    app.slack.faults.outage(true);
    const body = JSON.stringify({ assignee: 'bob@example.com' });
    expect((await ask(`incidents/${number}/assign`, body)).status).toBe(200);
    machine.passes(30 * SECOND);
    await arrives();
    expect(mail.mails[0]?.text).toContain('It has been acknowledged, and is with @bob.');
    expect(linkIn(mail.mails[0]?.text)).toBe('');
    app.slack.faults.clear();
    await card.becomes({ text: /Acknowledged by\s+@bob/ });
    await card.waitForReply('@bob was reached by mail');
  });

  test('a mail server that is away as well is tried again until it takes the mail', async () => {
    app.slack.faults.outage(true);
    mail.refusal = { code: 451, text: 'not now' };
    await trigger('Queue stuck');
    await isPaged();
    machine.passes(30 * SECOND);
    await until(() => app.log.some(({ code }) => code === 'email:smtp_451'));
    mail.refusal = null;
    await arrives();
    expect((await open(linkIn(mail.mails[0]?.text), 'POST')).status).toBe(200);
  });
});

describe('while Slack is there', () => {
  test('another method comes at its time, when nobody has taken the incident by then', async () => {
    await trigger('Disk filling');
    const card = await channel('#payment-alerts').waitForMessage('Disk filling');
    await app.slack.workspace().member('bob').dm().waitForMessage('Disk filling');
    machine.passes(MINUTE);
    await until(() => waiting().length === 1);
    machine.passes(9 * MINUTE);
    await arrives();
    await card.waitForReply('@bob was reached by mail');
    expect((await open(linkIn(mail.mails[0]?.text), 'POST')).status).toBe(200);
    await card.becomes({ text: /Acknowledged by\s+@bob/ });
  });

  test('once somebody has taken the incident, nothing more comes', async () => {
    await trigger('Cache cold');
    const card = await channel('#payment-alerts').waitForMessage('Cache cold');
    expect(waiting()).toEqual([{ method: 'email', state: 'waiting' }]);
    await app.slack.workspace().member('jane').click(card, 'Acknowledge');
    await card.becomes({ text: /Acknowledged by\s+@jane/ });
    expect(waiting()).toEqual([]);
  });

  test('somebody without a Slack account is reached at once, and acknowledges', async () => {
    await trigger('Index broken', { service: 'Search' });
    await arrives();
    const card = await channel('#incidents-all').waitForMessage('Index broken');
    await card.waitForReply('Escalated to step 1: paged @Dave Away');
    await card.waitForReply('@Dave Away was reached by mail');
    expect((await open(linkIn(mail.mails[0]?.text), 'POST')).status).toBe(200);
    await card.becomes({ text: /Acknowledged by\s+@Dave Away/ });
  });

  test('a call takes a 1 for acknowledge, and nothing else; asked again, it says the same', async () => {
    await trigger('Search slow', { service: 'Search' });
    await arrives();
    const link = linkIn(mail.mails[0]?.text);
    const presses = async (digit: string, at = link) => {
      const body = new URLSearchParams({ Digits: digit, CallSid: 'CA1' });
      const answer = await fetch(`${at}/call`, { method: 'POST', body, headers: { Connection: 'close' } });
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, expect.stringContaining('text/xml')]);
      return await answer.text();
    };
    expect(await presses('2')).toMatch(/<Gather [^>]*><Say>Nothing was changed\. Press 1/);
    expect(await presses('1', link.replace(/acknowledge\/./, 'acknowledge/X'))).toContain('Nothing was changed');
    const card = await channel('#incidents-all').waitForMessage('Search slow');
    expect((await open(`${link}/call`)).status).toBe(404);
    expect(await presses('1')).toContain('Acknowledged. The incident is yours.');
    expect(await presses('1')).toContain('Acknowledged. The incident is yours.');
    await card.becomes({ text: /Acknowledged by\s+@Dave Away/ });
    await app.slack.workspace().member('jane').click(card, 'Resolve');
  });

  test('a link of before it was resolved acknowledges nothing once it is open again', async () => {
    await trigger('Index torn', { service: 'Search' });
    await arrives();
    const before = linkIn(mail.mails[0]?.text);
    const number = Number(/INC-(\d+)/.exec(mail.mails[0]?.subject ?? '')?.[1]);
    const does = async (what: string) => expect((await ask(`incidents/INC-${number}/${what}`, '{}')).status).toBe(200);
    await does('resolve');
    await does('reopen');
    await arrives(2);
    expect((await open(before, 'POST')).status).toBe(403);
    expect(await (await open(before)).text()).toContain('resolved and opened again since');
    expect((await open(linkIn(mail.mails[1]?.text), 'POST')).status).toBe(200);
    await does('resolve');
  });

  test('of a private incident, whoever is not of its channel hears the number alone', async () => {
    await trigger('Salaries leaked', { service: 'Secret' });
    await arrives();
    const [sent] = mail.mails;
    expect(`${sent?.subject} ${sent?.text}`).not.toContain('Salaries');
    expect(sent?.subject).toMatch(/INC-\d+: you are called to a private incident/);
    const link = linkIn(sent?.text);
    expect(await (await open(link)).text()).not.toContain('Salaries');
    expect((await open(link, 'POST')).status).toBe(200);
    const card = await channel('#leads').waitForMessage('Salaries leaked');
    await card.becomes({ text: /Acknowledged by\s+@Dave Away/ });
    expect(await (await open(link)).text()).toContain('Acknowledged by somebody already');
    expect(await (await open(link, 'POST')).text()).toContain('is somebody&#39;s already');
  });

  test('a mail that is refused for good is said, with what is wrong', async () => {
    mail.refusal = { code: 550, text: 'no such user' };
    await trigger('Index gone', { service: 'Search' });
    const card = await channel('#incidents-all').waitForMessage('Index gone');
    await card.waitForReply('@Dave Away could not be reached by mail. It was refused (smtp_550)');
    await app.slack.workspace().member('jane').click(card, 'Resolve');
  });

  test('once nothing is left to reach somebody by, the next step comes at once, and says why', async () => {
    mail.refusal = { code: 550, text: 'no such user' };
    await trigger('Shelves empty', { service: 'Store' });
    const card = await channel('#incidents-all').waitForMessage('Shelves empty');
    await card.waitForReply('@Dave Away could not be reached by mail');
    await card.waitForReply(/Escalated to step 2: paged @jane/);
    const page = await app.slack.workspace().member('jane').dm().waitForMessage('Shelves empty');
    await page.becomes({ text: /@Dave Away could not be reached/ });
    await app.slack.workspace().member('jane').click(card, 'Acknowledge');
  });
});

describe('whom Slack refuses to write to', () => {
  const refuses = () => {
    const { id } = app.slack.workspace().member('bob');
    app.slack.faults.error('messages_tab_disabled', {
      method: 'chat.postMessage',
      when: (args) => args['channel'] === id,
    });
  };

  test('is reached by the next way at once, and nobody else is called for that', async () => {
    refuses();
    await trigger('Tills closed', { service: 'Tills' });
    const card = await channel('#incidents-all').waitForMessage('Tills closed');
    await card.waitForReply('@bob could not be paged');
    await arrives();
    expect(mail.mails[0]?.to).toBe('bob@mail.example');
    await card.waitForReply('@bob was reached by mail');
    expect(
      card
        .thread()
        .map((line) => line.visible().text)
        .join(),
    ).not.toContain('Escalated to step 2');
    await app.slack.workspace().member('jane').click(card, 'Resolve');
  });

  test('and whom nothing else reaches either, is a gap: the next step comes at once', async () => {
    refuses();
    mail.refusal = { code: 550, text: 'no such user' };
    await trigger('Tills gone', { service: 'Tills' });
    const card = await channel('#incidents-all').waitForMessage('Tills gone');
    await card.waitForReply('could not be reached by mail');
    await card.waitForReply(/Escalated to step 2: paged @jane/);
    await app.slack.workspace().member('jane').click(card, 'Resolve');
  });
});

test('of an address that lets whoever knows it write there, the log has the server alone', async () => {
  isSecret('topic-of-erin');
  await trigger('Archive full', { service: 'Archive' });
  await until(() => app.log.some(({ lane }) => String(lane).endsWith('ntfy:http://127.0.0.1:9/…')));
  const card = await channel('#incidents-all').waitForMessage('Archive full');
  await app.slack.workspace().member('jane').click(card, 'Resolve');
});
