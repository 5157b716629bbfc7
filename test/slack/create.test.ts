import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ModalHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
escalation_policies:
  - name: payments
    urgencies: [HIGH]
    steps:
      - { after: 0s, notify: ["user:bob@example.com"] }
      - { after: 10m, notify: ["user:jane@example.com"] }
services:
  - { name: Payment API, channel: "#payment-alerts", escalation_policy: payments }
  - { name: Payroll, channel: "#leads" }
`;

let app: App;
let jane: Person;
let bob: Person;

beforeAll(async () => {
  app = await App.start(SETTINGS);
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
});
afterAll(() => app.stop());

function becomes(modal: ModalHandle, words: RegExp): Promise<void> {
  return until(
    () => words.test(modal.visible().text),
    () => modal.visible().text,
    { timeoutMs: 5_000 },
  );
}

async function form(person: Person, title: string): Promise<ModalHandle> {
  await person.command('#general', `/opsknight create ${title}`);
  return person.seesModal('Create incident');
}

test('the form says whom it pages and where the card goes, and follows what is picked; what was typed stays', async () => {
  const modal = await form(jane, 'Checkout is slow');
  expect(modal.visible().text).toMatch(/Nobody is paged: no service is chosen[\s\S]*Its card goes to #incidents/);
  await modal.fill('Description', 'Since ten');
  await modal.choose('Service', 'Payment API');
  await becomes(modal, /MEDIUM pages nobody[\s\S]*HIGH pages @bob now, then @jane after 10 min/);
  await modal.choose('Urgency', '🔴 HIGH');
  await becomes(modal, /Assign to\n📟 🔴 HIGH pages @bob now/);
  expect(modal.visible().text).toContain('Its card goes to #payment-alerts');
  expect(modal.value('Title')).toBe('Checkout is slow');
  expect(modal.value('Description')).toBe('Since ten');
  await modal.choose('Assign to', '@jane');
  await becomes(modal, /at once, so nobody else is paged/);
  const isAnswer = ({ channel }: { channel?: unknown }) => channel === jane.id;
  app.slack.faults.rateLimit(1, { method: 'chat.postMessage', times: 1, when: isAnswer });
  expect(await modal.submit()).toBe('closed');
  const card = await app.slack.workspace().channel('#payment-alerts').waitForMessage('Checkout is slow');
  await card.becomes({ text: /HIGH · Acknowledged by @jane/ });
  const told = await jane.dm().waitForMessage('INC-1 is open and @jane has it. Its card is in #payment-alerts');
  expect(JSON.stringify(told.visible())).toContain('#payment-alerts');
  expect(bob.dm().messages()).toEqual([]);
});

test('what is for a channel that its maker isn’t in says so, and is given to nobody who would not see it', async () => {
  const modal = await form(bob, 'Salaries are wrong');
  await modal.choose('Service', 'Payroll');
  await becomes(modal, /a private channel that you aren’t in/);
  expect(modal.visible().text).not.toContain('leads');
  await modal.choose('Assign to', '@bob');
  expect(await modal.submit()).toBe('closed');
  const card = await app.slack.workspace().channel('#leads').waitForMessage('Salaries are wrong');
  expect(card.visible().text).toContain('MEDIUM · Open');
  const told = await bob.dm().waitForMessage(/INC-2 is open\. Its card is in a private channel that you aren’t in/);
  expect(told.visible().text).toContain('Nobody has it yet: ');
});
