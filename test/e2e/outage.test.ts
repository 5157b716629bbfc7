import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MessageHandle } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';
import { linesOf } from './reading.ts';

const CHANNELS = ['#incidents', '#incidents-critical', '#incidents-all', '#payment-alerts', '#general'];
const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }]
services:
${CHANNELS.map((channel) => `  - { name: "${channel}", channel: "${channel}" }`).join('\n')}
`;

/** Two minutes by hand; the suite has less time. */
const OUTAGE_SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 5);

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS });
});
afterAll(() => house.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every message in the channels that incidents of these tests go to. */
function messages(): MessageHandle[] {
  return CHANNELS.flatMap((name) => house.channel(name).messages());
}

test('an outage during 200 incidents and 50 clicks: everything arrives, in order, once', async () => {
  // Ten incidents that people work on, each with its card: no storm, as fast as channels take single messages.
  const cards: MessageHandle[] = [];
  for (let round = 1; round <= 2; round++) {
    await Promise.all(CHANNELS.map((service) => house.trigger(`Before ${round}. ${service}`, { service })));
    for (const channel of CHANNELS) {
      cards.push(await house.channel(channel).waitForMessage(`Before ${round}. `));
    }
  }

  // Clicks reach the app just before Slack goes away; what they change can't be shown any more.
  const [jane, bob] = [house.person('jane'), house.person('bob')];
  const asTheyWere = cards.map((card) => card.snapshot());
  const clicks = [
    ...asTheyWere.map((card) => () => jane.click(card, 'Acknowledge')),
    ...asTheyWere.map((card) => () => bob.choose(card, 'Snooze', '1 hour')),
    ...asTheyWere.map((card) => () => bob.click(card, 'Acknowledge')),
    ...asTheyWere.map((card) => () => jane.choose(card, 'Snooze', '4 hours')),
    ...asTheyWere.map((card) => () => jane.click(card, 'Acknowledge')),
  ];
  for (const click of clicks) await click();
  house.slack.faults.outage(true);
  for (let batch = 0; batch < 10; batch++) {
    const events = Array.from({ length: 20 }, (_, index) => ({
      event_action: 'trigger',
      title: `During ${batch * 20 + index + 1}.`,
      service: '#payment-alerts',
    }));
    expect((await house.post(events)).status).toBe(202);
    await pause((OUTAGE_SECONDS * 1_000) / 10);
  }
  const ready = await fetch(`${house.app.url}/readyz`);
  expect(ready.status).toBe(503);
  house.slack.faults.outage(false);

  const isThere = () => {
    const text = messages().map((message) => message.visible().text);
    const storms = text.filter((one) => one.includes('Storm:')).map((one) => Number(/Storm: (\d+)/.exec(one)?.[1]));
    const singles = text.filter((one) => one.includes('During ')).filter((one) => !one.includes('Storm:'));
    return storms.reduce((sum, count) => sum + count, singles.length) >= 200;
  };
  await until(isThere, () => `not everything came:\n${house.app.log.slice(-3_000)}`);

  // Every click is on its card and, once, in its thread; nothing stands anywhere twice.
  const said = [
    '✅ Acknowledged by @jane',
    '💤 Snoozed by @bob',
    '✅ Acknowledged by @bob',
    '💤 Snoozed by @jane',
    '✅ Acknowledged by @jane',
  ];
  for (const card of cards) {
    await until(
      () => linesOf(card).length >= said.length,
      () => linesOf(card).join('\n'),
    );
    expect(linesOf(card)).toEqual(said.map((words) => expect.stringContaining(words)));
    await card.becomes({ text: /Acknowledged by\s+@jane/ });
  }
  const titles = messages()
    .filter((message) => !message.visible().text.includes('Storm:'))
    .map((message) => /(?:Before|During) \d+\. ?[#\w-]*/.exec(message.visible().text)?.[0]);
  expect(new Set(titles).size).toBe(titles.length);
  expect(house.app.log).not.toContain('nobody cared');
});
