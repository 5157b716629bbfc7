import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { House } from './house.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
escalation_policies:
  - { name: payments, steps: [{ after: 0s, notify: [user:jane@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments }
heartbeats:
  - { name: nightly-backup, every: 2s, grace: 1s, service: Payment API }
routing:
  - { match: { team: payments }, set: { service: Payment API } }
`;

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS });
});
afterAll(() => house.close());

async function ask(line: string, answer: string | RegExp) {
  const jane = house.person('jane');
  await jane.command('#incidents', line);
  return (await jane.seesEphemeral(answer)).visible().text;
}

test('maintenance keeps pages back until it is ended, and the card says so', async () => {
  const begun = await ask('/opsknight maintenance "Payment API" 2h new disks', 'is in maintenance');
  expect(begun).toContain('pages nobody until then');
  expect(await ask('/opsknight maintenance', 'new disks')).toContain('Payment API');
  await house.trigger('Down', { dedup_key: 'down', details: { team: 'payments' } });
  const card = await house.channel('#incidents').waitForMessage('Down');
  expect(card.visible().text).toContain('In maintenance');
  expect(await ask('/opsknight why INC-1', 'INC-1')).toContain('1. team=payments → service: Payment API');

  await ask('/opsknight maintenance Payment API end', 'page people from now on');
  await house.person('jane').dm().waitForMessage('Down');
});

const beat = () =>
  fetch(`${house.app.url}/api/heartbeats/nightly-backup`, { headers: { Authorization: `Bearer ${house.apiKey}` } });

test('a heartbeat that is missed is an incident, also after the app was killed, and its next beat resolves it', async () => {
  await beat();
  await house.app.kill();
  await house.start();
  const card = await house.channel('#incidents').waitForMessage('No heartbeat from nightly-backup');
  await beat();
  await card.becomes({ text: /Resolved/ });
});
