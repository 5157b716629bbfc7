import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { SteeredMachine } from '../timekeeping/steered-machine.ts';
import { App } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Alice Martin, email: alice@example.com }
schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [bob@example.com] }]
escalation_policies:
  - name: payments
    steps:
      - { after: 0s, notify: [schedule:payments-primary] }
      - { after: 1s, notify: [user:alice@example.com, schedule:payments-primary] }
  - name: patient
    repeat: 1
    steps:
      - { after: 0s, notify: [user:bob@example.com] }
      - { after: 2m, notify: [user:alice@example.com] }
services:
  - { name: Payment API, channel: "#payment-alerts", escalation_policy: payments }
  - { name: Website, channel: "#incidents-critical", escalation_policy: patient }
`;

const machine = new SteeredMachine();
let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS, () => {}, { machine });
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const dmOf = (name: string) => person(name).dm();

/** Jane opens an incident. */
async function opens(title: string, service: string): Promise<void> {
  const jane = person('jane');
  await jane.command('#incidents', '/opsknight create');
  const form = await jane.seesModal('Create incident');
  await form.fill('Title', title);
  await form.choose('Service', service);
  await form.submit();
}

test('a page says why and by whom; the same call to one person within a minute is one', async () => {
  const jane = person('jane');
  await opens('The shop is down', 'Payment API');
  const first = await dmOf('bob').waitForMessage('The shop is down');
  expect(first.visible().text).toContain('📟 You are on call for payments-primary.');
  const second = await dmOf('alice').waitForMessage('The shop is down');
  expect(second.visible().text).toContain('📟 The escalation policy names you. Step 2: @bob has not answered.');
  const card = await app.slack.workspace().channel('#payment-alerts').waitForMessage('The shop is down');
  await card.waitForReply('Escalated to step 2: paged @alice, @bob');
  expect(first.thread()).toHaveLength(0);

  await jane.command('#incidents', '/opsknight page @alice INC-1');
  await card.waitForReply('📣 @jane called for help: paged @alice');
  expect(second.thread()).toHaveLength(0);
  await jane.command('#incidents', '/opsknight page @carol INC-1');
  const called = await dmOf('carol').waitForMessage('The shop is down');
  expect(called.visible().text).toContain('📟 @jane pages you.');
});

test('whoever has not answered is paged again in the next round: a line in the conversation, and no second card', async () => {
  await opens('Nobody is there', 'Website');
  const card = await app.slack.workspace().channel('#incidents-critical').waitForMessage('Nobody is there');
  const bobs = await dmOf('bob').waitForMessage('Nobody is there');
  for (const step of ['step 2: paged @alice', 'step 1, round 2: paged @bob']) {
    machine.passes(2 * MINUTE);
    await card.waitForReply(`⬆️ Escalated to ${step}`);
  }
  const again = await bobs.waitForReply('📟 Nobody has taken INC-2 yet: you are paged again.');
  expect(again.visible().text).toContain('Step 1, round 2: @alice has not answered');
  expect(again.mentions).toHaveLength(1);
  expect(dmOf('bob').messageBy('you are paged again')).toBeDefined();
  const cards = dmOf('bob')
    .messages()
    .filter((one) => one.visible().text.includes('Nobody is there'));
  expect(cards).toHaveLength(1);
});
