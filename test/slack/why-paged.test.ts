import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
services: [{ name: Payment API, channel: "#payment-alerts", escalation_policy: payments }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const dmOf = (name: string) => person(name).dm();

test('a page says why and by whom; the same call to one person within a minute is one', async () => {
  const jane = person('jane');
  await jane.command('#incidents', '/opsknight create');
  const form = await jane.seesModal('Create incident');
  await form.fill('Title', 'The shop is down');
  await form.choose('Service', 'Payment API');
  await form.submit();
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
