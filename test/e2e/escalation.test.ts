import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_WORKSPACE, type MessageHandle } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';

/** Steps of a second, so that a whole escalation takes a few. */
const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com }
  - { name: Nobody There, email: nobody@example.com }
schedules:
  - name: primary
    timezone: UTC
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [bob@example.com] }]
escalation_policies:
  - name: two-steps
    repeat: 1
    steps:
      - { after: 0s, notify: [schedule:primary] }
      - { after: 1s, notify: [user:carol@example.com, "channel:#incidents-critical"] }
  - name: patient
    steps:
      - { after: 0s, notify: [user:bob@example.com] }
      - { after: 1h, notify: [user:carol@example.com] }
  - name: soon
    steps:
      - { after: 0s, notify: [user:bob@example.com] }
      - { after: 3s, notify: [user:carol@example.com] }
  - name: late
    steps:
      - { after: 5s, notify: [user:carol@example.com] }
  - name: three-steps
    steps:
      - { after: 1m, notify: [schedule:primary] }
      - { after: 1m, notify: [user:carol@example.com] }
      - { after: 1m, notify: [schedule:primary, user:nobody@example.com] }
services:
  - { name: Climb, channel: "#climb", escalation_policy: two-steps }
  - { name: Taken, channel: "#taken", escalation_policy: soon }
  - { name: Solved, channel: "#solved", escalation_policy: patient }
  - { name: Lost, channel: "#lost", escalation_policy: patient }
  - { name: Slow, channel: "#slow", escalation_policy: three-steps }
  - { name: Hot, channel: "#hot", escalation_policy: patient }
  - { name: Down, channel: "#down", escalation_policy: late }
  - { name: Bare, channel: "#bare" }
`;
/** Slack takes a message per second in a channel: each story has one of its own. */
const CHANNELS = ['climb', 'taken', 'solved', 'lost', 'slow', 'hot', 'down', 'bare'].map((name) => ({ name }));

const JANE_ON_CALL = `
schedules:
  - name: primary
    timezone: UTC
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com] }]
`;
const ACKNOWLEDGED_BUTTONS = ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'];

let house: House;
beforeAll(async () => {
  house = await House.open({
    settings: SETTINGS,
    slack: { workspaces: [{ ...DEFAULT_WORKSPACE, channels: [...(DEFAULT_WORKSPACE.channels ?? []), ...CHANNELS] }] },
  });
});
afterAll(() => house.close());

const open = async (service: string, title: string) => {
  const { incident } = await house.trigger(title, { service });
  return { key: incident ?? '', shown: await house.channel(`#${service.toLowerCase()}`).waitForMessage(title) };
};
const page = (name: string, title: string) => house.person(name).dm().waitForMessage(title);
const pagesOf = (name: string, title: string) =>
  house
    .person(name)
    .dm()
    .messages()
    .filter((one) => one.visible().text.includes(title));

/** Whether the ⋯ menu of a card has that. */
function offers(shown: MessageHandle, choice: string): boolean {
  return shown
    .placed()
    .some(({ element }) => element.type === 'overflow' && element.options.some(({ text }) => text.text === choice));
}

function escalations(shown: MessageHandle): string[] {
  return shown
    .thread()
    .map((line) => line.visible().text)
    .filter((text) => text.includes('Escalated'));
}

describe('an incident that nobody acknowledges', () => {
  test('climbs two steps and repeats them; every page is a live card in a direct message', async () => {
    const { shown } = await open('Climb', 'Nobody is there');
    const bobs = await page('bob', 'Nobody is there');
    expect(bobs.visible().buttons).toEqual(['Acknowledge', 'Resolve', 'View in OpsKnight']);
    await house.channel('#incidents-critical').waitForMessage('Nobody is there');
    await shown.waitForReply('step 2, round 2');
    expect(escalations(shown)).toEqual([
      '⬆️ Escalated to step 1: paged @bob',
      '⬆️ Escalated to step 2: paged @carol, #incidents-critical',
      '⬆️ Escalated to step 1, round 2: paged @bob',
      '⬆️ Escalated to step 2, round 2: paged @carol, #incidents-critical',
    ]);
    expect(pagesOf('bob', 'Nobody is there')).toHaveLength(1);

    await house.person('carol').click(await page('carol', 'Nobody is there'), 'Acknowledge');
    await shown.waitForReply('✅ Acknowledged by @carol');
    await bobs.becomes({ text: /Acknowledged by\s+@carol/ });
  });

  test('is not paged for any more once it is acknowledged in the middle of a step', async () => {
    const { shown } = await open('Taken', 'Taken in time');
    await open('Down', 'The clock goes on');
    await house.person('bob').click(await page('bob', 'Taken in time'), 'Acknowledge');
    await shown.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
    await shown.waitForReply('✅ Acknowledged by @bob');
    const taken = escalations(shown); // one step, unless the machine was too busy for the click to come in time
    await page('carol', 'The clock goes on'); // later than the next step would have been
    expect(escalations(shown)).toEqual(taken);
    expect(pagesOf('carol', 'Taken in time')).toHaveLength(taken.length - 1);
  });
});

describe('a page', () => {
  test('that has not gone out when somebody acknowledges does not wake anybody any more', async () => {
    const toBob = {
      method: 'chat.postMessage',
      when: ({ channel }: { channel?: unknown }) => channel === house.person('bob').id,
    };
    const jam = house.slack.faults.rateLimit(1, { ...toBob, times: 1 });
    const { shown } = await open('Solved', 'Already solved');
    await house.slack.changes.waitFor(
      () => jam.hits || undefined,
      () => 'bob was not paged',
    );
    await house.person('jane').click(shown, 'Acknowledge');
    await shown.waitForReply('✅ Acknowledged by @jane');
    await house.person('jane').command('#general', '/opsknight page @bob Something else');
    await page('bob', 'Something else');
    expect(pagesOf('bob', 'Already solved')).toHaveLength(0);
  });

  test('whose reply gets lost is looked for, and not sent twice', async () => {
    const bob = house.person('bob');
    const toBob = { method: 'chat.postMessage', when: ({ channel }: { channel?: unknown }) => channel === bob.id };
    const lost = house.slack.faults.loseReply({ ...toBob, times: 1 });
    const { shown } = await open('Lost', 'Lost and found');
    const bobs = await page('bob', 'Lost and found');
    await house.person('jane').click(shown, 'Acknowledge');
    await bobs.becomes({ text: /Acknowledged by\s+@jane/ });
    expect(lost.hits).toBe(1);
    expect(pagesOf('bob', 'Lost and found')).toHaveLength(1);
  });
});

describe('a person', () => {
  test('escalates by the ⋯ menu of the card and by command, and hands an incident back', async () => {
    const jane = house.person('jane');
    const { shown, key } = await open('Hot', 'Too slow for me');
    await shown.waitForReply('Escalated to step 1: paged @bob');
    await jane.choose(shown, '⋯', 'Escalate now');
    await shown.waitForReply('⬆️ Escalated to step 2 by @jane: paged @carol');
    await page('carol', 'Too slow for me');
    await jane.command('#general', `/opsknight escalate ${key}`);
    await jane.seesEphemeral('no further escalation step');
    await jane.click(shown, 'Acknowledge');
    await shown.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
    await jane.choose(shown, '⋯', 'Hand it back');
    await (await jane.seesModal(`Hand back ${key}?`)).submit();
    await shown.waitForReply('↩️ Open again, handed back by @jane');
    await shown.waitForReply(/Escalated to step 1: paged @bob$/);
    await jane.click(shown, 'Acknowledge');
  });

  test('pages somebody with a new incident, and calls others to it', async () => {
    const jane = house.person('jane');
    await jane.command('#general', '/opsknight page @carol The shop <b> is & stays down');
    await jane.seesEphemeral('is open');
    const carols = await page('carol', 'The shop <b> is & stays down');
    const key = /INC-\d+/.exec(carols.visible().text)?.[0];
    const shown = await house.channel('#incidents').waitForMessage('The shop <b> is & stays down');
    await shown.waitForReply('📣 @jane called for help: paged @carol');
    await jane.command('#general', `/opsknight page primary ${key}`);
    await jane.seesEphemeral('paged @bob');
    await page('bob', 'The shop <b> is & stays down');
    await jane.command('#general', '/opsknight page primry now');
    await jane.seesEphemeral('Did you mean "primary"?');
  });
});

test('settings applied while it runs count for open incidents at once; a person restarts with an edited policy', async () => {
  const { shown, key } = await open('Bare', 'Nobody was responsible');
  const withPolicy = (target: string) => `
escalation_policies:
  - { name: first, steps: [{ after: 0s, notify: [user:${target}@example.com] }, { after: 1h, notify: [user:bob@example.com] }] }
services:
  - { name: Bare, channel: "#bare", escalation_policy: first, sla: { HIGH: { acknowledge: 1s, resolve: 1h } } }
`;
  const { stdout, stderr } = await house.apply(withPolicy('carol'));
  expect(stdout).toContain('~ service "Bare" (touches 1 open incident)');
  expect(stderr).toContain(`Escalation begins for 1 open incident: ${key}.`);
  await shown.waitForReply('⬆️ Escalated to step 1: paged @carol');
  await shown.waitForReply('⏱️ SLA breached: was to be acknowledged by');
  await page('carol', 'Nobody was responsible');

  const edited = await house.apply(withPolicy('jane'));
  expect(edited.stderr).toContain('An older copy of the policy is followed to its end');
  await until(() => offers(shown, 'Restart escalation'));
  await house.person('bob').choose(shown, '⋯', 'Restart escalation');
  await shown.waitForReply('🔁 Escalation restarted by @bob');
  await shown.waitForReply('⬆️ Escalated to step 1: paged @jane');
  const janes = await page('jane', 'Nobody was responsible');
  await house.person('jane').click(janes, 'Acknowledge');
  await shown.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
});

test('while it was down, three steps came due and somebody else went on call: it catches up once, in order', async () => {
  const { shown } = await open('Slow', 'In the dark');
  await house.app.kill();
  await house.rewindTimers();
  await house.apply(JANE_ON_CALL);
  await house.start();
  const last =
    '⬆️ Escalated to step 3: paged @jane; could not reach @Nobody There, who has no Slack account with that e-mail address';
  await shown.waitForReply(last);
  expect(escalations(shown)).toEqual([
    '⬆️ Escalated to step 1: paged @jane',
    '⬆️ Escalated to step 2: paged @carol',
    last,
  ]);
  await page('carol', 'In the dark');
  const janes = await page('jane', 'In the dark');
  await house.person('jane').click(janes, 'Acknowledge');
  await shown.becomes({ buttons: ACKNOWLEDGED_BUTTONS });
  expect(pagesOf('jane', 'In the dark')).toHaveLength(1);
  expect(pagesOf('bob', 'In the dark')).toHaveLength(0);
  expect(escalations(shown)).toHaveLength(3);
  expect(shown.thread().filter((line) => line.visible().text.includes('could not be paged'))).toHaveLength(0);
  await house.person('jane').dm().waitForMessage('You are on call for primary');
});
