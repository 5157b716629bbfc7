import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, MessageHandle } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';
import { incidentsIn, isStorm, linesOf, pagesOf } from './reading.ts';

/** The suite has little time; a hundred are for a run by hand. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const ALERTS_EACH = 12;

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }]
escalation_policies:
  - { name: jane, steps: [{ after: 1s, notify: [user:jane@example.com] }] }
services: [{ name: Payment API, channel: "#payment-alerts", escalation_policy: jane }]
`;

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS, slack: { timing: {} } }); // nobody waits long for an app that is gone
});
afterAll(() => house.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends alerts until the app dies of it; the numbers of those that it has accepted. */
async function rain(kill: number): Promise<number[]> {
  const accepted: number[] = [];
  for (let index = 0; index < ALERTS_EACH; index++) {
    const result = await house.trigger(`Alert ${kill}.${index}`).catch(() => null);
    if (result?.incident) accepted.push(Number(result.incident.slice('INC-'.length)));
  }
  return accepted;
}

/** Somebody presses Acknowledge all on the newest storm, if there is one to press it on. */
async function acknowledgeStorm(): Promise<void> {
  const storm = house.channel('#payment-alerts').messages().findLast(isStorm);
  if (!storm?.visible().buttons.includes('Acknowledge all')) return;
  await house.person('jane').click(storm, 'Acknowledge all', { confirm: true, timeoutMs: 500 });
}

async function titlesIn(messages: MessageHandle[]): Promise<number[]> {
  const texts: string[] = [];
  for (const message of messages) {
    texts.push(...(isStorm(message) ? await pagesOf(house, message, 'jane') : [message.visible().text]));
  }
  return texts.flatMap(incidentsIn);
}

/** Every line of every thread. In the thread of a single card a line does not name its incident: the card does. */
function said(channel: ChannelHandle): string[] {
  return channel.messages().flatMap((message) => {
    const [own] = incidentsIn(message.visible().text);
    return linesOf(message).map((line) => (line.startsWith('INC-') ? line : `INC-${own}: ${line}`));
  });
}

test(`killed ${KILLS} times in the middle of a storm: every incident once, every event once, every timer once`, async () => {
  const accepted: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    if (kill > 0) await house.start();
    const raining = rain(kill);
    const click = acknowledgeStorm().catch(() => {}); // the app may be gone before it answers
    await pause(Math.random() * 1_500);
    await house.app.kill();
    accepted.push(...(await raining));
    await click;
  }
  await house.start();
  const channel = house.channel('#payment-alerts');
  await house.trigger('After it all');
  accepted.push(...(await rain(KILLS)));

  // Each of them is escalated, or was acknowledged before: either is said. Then nothing may follow.
  await until(
    () => accepted.every((number) => said(channel).some((line) => line.startsWith(`INC-${number}:`))),
    () => `not everything is said:\n${said(channel).join('\n')}\n${house.app.log.slice(-2_000)}`,
  );
  await pause(2_000);

  for (const place of [channel, house.person('jane').dm()]) {
    const shown = await titlesIn(place.messages());
    expect(shown.filter((number, index) => shown.indexOf(number) !== index)).toEqual([]);
    if (place === channel) expect(accepted.filter((number) => !shown.includes(number))).toEqual([]);
  }
  const lines = said(channel);
  expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
  expect(house.app.log).not.toContain('nobody cared');
}, 1_800_000);
