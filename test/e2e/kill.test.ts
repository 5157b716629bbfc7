import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MessageHandle } from 'local-slack';
import { MailServer, type Moment } from '../contacts/mail-server.ts';
import { Receiver } from '../outside/receiver.ts';
import { until } from '../until.ts';
import { House } from './house.ts';
import { incidentsIn, incidentsToldOf, isStorm, linesOf, pagesOf } from './reading.ts';

/** The suite has little time; a hundred are for a run by hand. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const ALERTS_EACH = 12;

const SETTINGS = (url: string) => `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }, { name: Dave Away, email: dave@elsewhere.example, contact: [{ email: dave@elsewhere.example }] }]
escalation_policies:
  - { name: jane, steps: [{ after: 1s, notify: [user:jane@example.com] }] }
  - { name: dave, steps: [{ after: 0s, notify: [user:dave@elsewhere.example] }] }
services: [{ name: Payment API, channel: "#payment-alerts", escalation_policy: jane }, { name: Store, escalation_policy: dave }]
outgoing_webhooks: [{ name: crm, url: "${url}/crm", secret_env: CRM_SECRET, events: [triggered, acknowledged] }]
`;

let house: House;
let receiver: Receiver;
let mail: MailServer;
beforeAll(async () => {
  mail = await MailServer.start();
  receiver = await Receiver.start();
  house = await House.open({
    settings: SETTINGS(receiver.url),
    slack: { timing: {} }, // nobody waits long for an app that is gone
    environment: { CRM_SECRET: 'a secret of the receiver', SMTP_URL: mail.url, MAIL_FROM: 'opsknight@example.com' },
  });
});
afterAll(async () => {
  await house.close();
  await receiver.stop();
  await mail.stop();
});

interface Report {
  id: string;
  event: string;
  incident: { number: string };
}

/** Each event comes at least once, by one id, and those of one incident in order. */
function checkReports(accepted: number[]): void {
  const reports = receiver.bodies<Report>('/crm');
  for (const number of accepted) {
    const its = reports.filter(({ incident }) => incident.number === `INC-${number}`);
    const ids = new Map(its.map(({ event, id }) => [event, id]));
    expect(its.every(({ event, id }) => ids.get(event) === id)).toBe(true);
    expect(its[0]?.event).toBe('triggered');
  }
}

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

/** The incidents that a message shows: a card one, a storm all on its pages. */
async function titlesIn(message: MessageHandle): Promise<number[]> {
  const texts = isStorm(message) ? await pagesOf(house, message, 'jane') : [message.visible().text];
  return texts.flatMap(incidentsIn);
}

/** What a thread says of an event of the timeline, of one incident or of many. */
const WORDS: [event: string, words: RegExp][] = [
  ['acknowledged', /acknowledged by @jane/i],
  ['escalated', /escalated to step 1: paged @jane/i],
];

/** What a thread line tells of; the line itself where it tells of nothing that it should. */
function eventIn(line: string): string {
  return WORDS.find(([, words]) => words.test(line))?.[0] ?? line;
}

/** How often a thread tells of each event, over all its lines; a line about many tells of each of them. */
function toldIn(message: MessageHandle): Record<string, number> {
  return tally(linesOf(message).map(toldBy));
}

function toldBy(line: string): [event: string, count: number] {
  return [eventIn(line), incidentsToldOf(line)];
}

/** A line in the channel itself about several that have cards of their own there. */
function isSummary(message: MessageHandle): boolean {
  return !isStorm(message) && message.visible().buttons.length === 0;
}

/** The incidents that a thread names, each with what it tells of them. */
function namedIn(message: MessageHandle): string[] {
  return linesOf(message).flatMap((line) => (line.match(/INC-\d+/g) ?? []).map((key) => `${key} ${eventIn(line)}`));
}

/** What has happened to an incident since it was opened, as its timeline has it. */
async function eventsOf(number: number): Promise<string[]> {
  const answer = await fetch(`${house.app.url}/api/incidents/${number}/timeline`, {
    headers: { connection: 'close', authorization: `Bearer ${house.apiKey}` },
  });
  const { timeline } = (await answer.json()) as { timeline: { kind: string }[] };
  return timeline.map(({ kind }) => kind).filter((kind) => kind !== 'triggered');
}

function tally(counts: [what: string, count: number][]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [what, count] of counts) sums[what] = (sums[what] ?? 0) + count;
  return sums;
}

function doublesIn<Item>(items: Item[]): Item[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
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
  for (const number of accepted) {
    await until(
      async () => (await eventsOf(number)).length > 0,
      () => `INC-${number} was never escalated:\n${house.app.log.slice(-2_000)}`,
    );
  }
  await house.owesNothing();
  await pause(2_000);

  const shown: number[] = [];
  // What the clock did to several at the same moment is one line beside their cards, which counts them.
  const summaries = channel.messages().filter(isSummary);
  const toldOfCards = summaries.flatMap((message) => message.visible().text.split('\n')).map(toldBy);
  const ofCards: string[] = [];
  for (const message of channel.messages().filter((one) => !isSummary(one))) {
    const numbers = await titlesIn(message);
    const events = await Promise.all(numbers.map(eventsOf));
    expect(events.filter((ofOne) => doublesIn(ofOne).length > 0)).toEqual([]);
    if (isStorm(message)) expect(toldIn(message)).toEqual(tally(events.flat().map((event) => [event, 1])));
    else {
      ofCards.push(...events.flat());
      toldOfCards.push(...Object.entries(toldIn(message)));
    }
    expect(doublesIn(namedIn(message))).toEqual([]);
    shown.push(...numbers);
  }
  expect(tally(toldOfCards)).toEqual(tally(ofCards.map((event) => [event, 1])));
  expect(doublesIn(shown)).toEqual([]);
  expect(accepted.filter((number) => !shown.includes(number))).toEqual([]);

  await until(async () => (await house.metrics()).includes('opsknight_outgoing_webhook_waiting{webhook="crm"} 0'));
  checkReports(accepted);

  const called: number[] = [];
  for (const message of house.person('jane').dm().messages()) called.push(...(await titlesIn(message)));
  expect(doublesIn(called)).toEqual([]);
  expect(house.app.log).not.toContain('nobody cared');
}, 1_800_000);

test('killed again and again while the channel of an incident is made: one channel, furnished, and nobody invited twice', async () => {
  const { incident } = await house.trigger('Orders are lost', { service: 'Payment API' });
  await house.person('jane').command('#payment-alerts', `/opsknight channel ${incident}`);
  const made = () => house.workspace.model.channels.all.filter(({ name }) => name.startsWith('inc-'));
  const own = () => house.channel(`#${made()[0]?.name}`);
  const instants = [
    () => made().length > 0,
    () => own().messages().length > 0,
    () => own().topic !== '',
    () => own().pins.length > 0,
    () => own().memberNames.includes('jane'),
  ];
  for (const isReached of instants) {
    await until(isReached, () => house.app.log.slice(-2_000), { everyMs: 2 });
    await house.app.kill();
    await house.start();
  }
  await house.owesNothing();
  expect(made()).toHaveLength(1);
  expect(
    own()
      .remarks()
      .filter((remark) => /jane.* joined/.test(remark)),
  ).toHaveLength(1);
  expect(own().pins).toHaveLength(1);
  expect(
    own()
      .messages()
      .filter((message) => message.visible().text.includes('Orders are lost')),
  ).toHaveLength(1);
}, 600_000);

/** When the mail server has come so far with a mail, the app is killed; how often the mail is there afterwards. */
const MOMENTS: [moment: Moment, mails: number[]][] = [
  ['connected', [1]],
  ['addressed', [1]],
  ['read', [2]],
  ['answered', [1, 2]], // it may have noted it in between
];

test.each(MOMENTS)(
  'killed when the mail server has %s: it comes, never as another mail, and is said once',
  async (moment, counts) => {
    const title = `Shelves are empty, ${moment}`;
    const isKilled = new Promise<void>((resolve) => {
      mail.at = async (reached) => {
        if (reached !== moment) return;
        mail.at = () => {};
        await house.app.kill();
        resolve();
      };
    });
    const { incident } = await house.trigger(title, { service: 'Store' });
    await isKilled;
    await house.start();
    const number = Number(incident?.slice('INC-'.length));
    await until(async () => (await eventsOf(number)).includes('contacted'));
    await house.owesNothing();
    expect((await eventsOf(number)).filter((event) => event === 'contacted')).toHaveLength(1);
    const card = await house.channel('#incidents').waitForMessage(title);
    expect(linesOf(card).filter((line) => line.includes('was reached by mail'))).toHaveLength(1);
    const mails = mail.mails.filter(({ subject }) => subject.includes(title));
    expect(counts).toContain(mails.length);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
  },
);
