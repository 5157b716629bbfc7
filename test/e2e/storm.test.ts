import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MessageHandle } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';
import { linesOf, pagesOf } from './reading.ts';

const ALERTS = 500;
/** Ten by hand, as the product promises; half of it is harder, and shorter. */
const FOR_MS = Number(process.env['RAIN_SECONDS'] ?? 5) * 1_000;

let house: House;
let storm: MessageHandle;
let calls: number;
/** What came first: the answer to a click in the middle of the storm, or its end. */
let firstAfterClick: string;

const CHANNEL = '#payment-alerts';
const METHODS_OF_COURIER = ['chat.postMessage', 'chat.update'];

/** Fifty alerts a second, as a monitor sends them: in small batches. */
async function rain(count: number, forMs: number): Promise<void> {
  const batches = 20;
  for (let batch = 0; batch < batches; batch++) {
    const events = Array.from({ length: count / batches }, (_, index) => {
      const number = batch * (count / batches) + index + 1;
      return {
        event_action: 'trigger',
        title: `Host ${number} is down`,
        service: 'Payment API',
        urgency: URGENCIES[number % 3],
      };
    });
    const answer = await house.post(events);
    if (answer.status !== 202) throw new Error(await answer.text());
    await new Promise((resolve) => setTimeout(resolve, forMs / batches));
  }
}
const URGENCIES = ['HIGH', 'MEDIUM', 'LOW'];

/** Numbers of the hosts that are named anywhere in a text. */
function hostsIn(texts: string[]): number[] {
  return texts.flatMap((text) => [...text.matchAll(/Host (\d+) is down/g)].map((match) => Number(match[1])));
}

function showAll(): string {
  return storm.visible().buttons.find((label) => label.startsWith('Show all')) ?? '';
}

beforeAll(async () => {
  house = await House.open();
  const { card } = await house.incident('Clicked in the middle of the storm');
  const before = house.slack.calls.count();
  const raining = rain(ALERTS, FOR_MS).then(() => 'dry');
  storm = await house.channel(CHANNEL).waitForMessage('Storm:');
  await house.person('bob').click(card, 'Acknowledge');
  const answered = card.becomes({ text: 'Acknowledged by' }).then(() => 'answered');
  firstAfterClick = await Promise.race([answered, raining]);
  await raining;
  const singles = house.channel(CHANNEL).messages().length - 1;
  await storm.becomes({ text: `Storm: ${ALERTS - singles} incidents` });
  calls = house.slack.calls.count() - before;
});
afterAll(() => house.close());

describe('500 incidents in a few seconds for one channel', () => {
  test('become one message, in at most 30 calls of Slack and none that it has to refuse', () => {
    expect(house.channel(CHANNEL).messages().length).toBeLessThanOrEqual(6);
    expect(calls).toBeLessThanOrEqual(30);
    expect(house.slack.calls.rateLimited()).toBe(0);
  });

  test('do not hold up a person: a click elsewhere is answered while they are still coming in', () => {
    expect(firstAfterClick).toBe('answered');
  });

  test('which says how many, how urgent and of what, and lists first what needs somebody first', () => {
    const { text, buttons } = storm.visible();
    expect(text).toMatch(/🔴 HIGH 1\d\d · 🟡 MEDIUM 1\d\d · 🔵 LOW 1\d\d/);
    expect(text).toMatch(/Payment API (49\d|500)/);
    expect(text).toMatch(/\d+ open/);
    expect(text).toMatch(/INC-\d+: .*\n🔴 HIGH · Open · Payment API/);
    expect(buttons[0]).toBe('Acknowledge all');
    expect(storm.notificationText).toContain('Storm');
  });

  test('and none is hidden: every one is on a card of its own or on a page of the storm', async () => {
    const singles = house
      .channel(CHANNEL)
      .messages()
      .filter(({ ts }) => ts !== storm.ts);
    const shown = hostsIn([...(await pagesOf(house, storm, 'jane')), ...singles.map((card) => card.visible().text)]);
    expect(new Set(shown).size).toBe(ALERTS);
  });
});

describe('from the storm, each incident', () => {
  const row = () => /INC-(\d+): Host \d+ is down/.exec(storm.visible().text)?.[0] ?? '';

  test('can be acknowledged; the storm’s thread says which one it was', async () => {
    const incident = row();
    await house.person('jane').choose(storm, '⋯', 'Acknowledge', { row: incident });
    const line = await storm.waitForReply('Acknowledged by @jane');
    expect(line.visible().text).toContain(`${incident.split(':')[0]}: ✅`);
    await storm.becomes({ text: '1 acknowledged' });
  });

  test('can be resolved, with a note', async () => {
    const incident = row();
    const bob = house.person('bob');
    await bob.choose(storm, '⋯', 'Resolve…', { row: incident });
    const modal = await bob.seesModal(`Resolve ${incident.split(':')[0]}`);
    await modal.fill('Resolution note', 'Plugged it in\nagain');
    expect(await modal.submit()).toBe('closed');
    const line = await storm.waitForReply('Resolved by @bob');
    expect(line.visible().text).toContain(
      `${incident.split(':')[0]}: 🔧 Resolved by @bob · Resolution: Plugged it in · again`,
    );
    await storm.becomes({ text: '1 resolved' });
  });

  test('can be snoozed for an hour', async () => {
    const jane = house.person('jane');
    await jane.choose(storm, '⋯', 'Snooze 1 hour', { row: row() });
    await storm.waitForReply('Snoozed by @jane until');
    await storm.becomes({ text: '1 snoozed' });
  });

  test('can be worked from a page that only one person sees, which is drawn anew', async () => {
    const bob = house.person('bob');
    await bob.click(storm, showAll());
    const list = await bob.seesModal(/^Storm: /);
    const incident = /INC-(\d+): Host \d+ is down/.exec(list.visible().text)?.[0] ?? '';
    await list.choose('⋯', 'Acknowledge', { row: incident });
    await until(
      () => list.visible().text.includes('Acknowledged by @bob'),
      () => list.visible().text,
    );
    list.close();
  });

  test('that is worked by somebody else first says by whom', async () => {
    const stale = storm.snapshot();
    const incident = row();
    await house.person('jane').choose(storm, '⋯', 'Acknowledge', { row: incident });
    await house.person('bob').choose(stale, '⋯', 'Acknowledge', { row: incident });
    await house.person('bob').seesEphemeral('already acknowledged by @jane');
  });
});

describe('Acknowledge all', () => {
  test('asks first, answers at once, and leaves nothing open', async () => {
    const jane = house.person('jane');
    await jane.click(storm, 'Acknowledge all', { confirm: true });
    const answer = await jane.seesEphemeral('will be yours in a moment');
    expect(answer.visible().text).toMatch(/49\d incidents/);
    await storm.becomes({ text: /^(?![\s\S]*\d+ open)[\s\S]*49\d acknowledged/ });
    expect(storm.visible().buttons).not.toContain('Acknowledge all');
  });

  test('is said in one line of the thread', async () => {
    await storm.waitForReply(/✅ 49\d incidents acknowledged by @jane/);
    const many = linesOf(storm).filter((line) => /incidents acknowledged by @jane/.test(line));
    expect(many).toHaveLength(1);
    expect(house.slack.calls.rateLimited()).toBe(0);
  });
});

test('after the storm an incident has a card of its own again', async () => {
  await house.trigger('Something else');
  const card = await house.channel(CHANNEL).waitForMessage('Something else');
  expect(card.visible().buttons).toEqual(['Acknowledge', 'Resolve', 'View in OpsKnight']);
  expect(house.slack.calls.all.filter(({ method, ok }) => METHODS_OF_COURIER.includes(method) && !ok)).toEqual([]);
});
