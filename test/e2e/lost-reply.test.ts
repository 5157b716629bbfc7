import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, FaultFilter } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';
import { incidentsToldOf, isStorm, linesOf, NEXT_ATTEMPT } from './reading.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }]
escalation_policies:
  - { name: jane, steps: [{ after: 0s, notify: [user:jane@example.com] }] }
services:
  - { name: Payment API, channel: "#payment-alerts" }
  - { name: Payroll, channel: "#leads" }
  - { name: Search, channel: "#incidents-all" }
  - { name: Paging, channel: "#general", escalation_policy: jane }
  - { name: Closed, channel: "#old-incidents" }
`;

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS });
});
afterEach(() => house.slack.faults.clear());
afterAll(() => house.close());

/** Slack does what it is asked, and the answer never arrives. */
function loseReply(filter: FaultFilter) {
  return house.slack.faults.loseReply({ times: 1, ...filter });
}

function saying(channel: ChannelHandle, words: string) {
  return channel.messages().filter((message) => message.visible().text.includes(words));
}

test.each([
  ['a public channel', 'Payment API', '#payment-alerts'],
  ['a private channel', 'Payroll', '#leads'],
])('a card in %s is posted once, and goes on from there', async (_where, service, name) => {
  const fault = loseReply({ method: 'chat.postMessage' });
  await house.trigger(`Posted once in ${name}`, { service });
  const card = await house.channel(name).waitForMessage(`Posted once in ${name}`);
  await house.person('jane').click(card, 'Acknowledge');
  await card.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
  expect(fault.hits).toBe(1);
  expect(saying(house.channel(name), 'Posted once')).toHaveLength(1);
});

test('a card is found again behind pages of other messages', async () => {
  const channel = house.channel('#incidents');
  const fault = loseReply({ method: 'chat.postMessage' });
  const blind = house.slack.faults.httpError(503, { method: 'conversations.history' });
  await house.send({ event_action: 'trigger', title: 'Far up', urgency: 'LOW' });
  await channel.waitForMessage('Far up');
  for (let count = 1; count <= 450; count++) house.person('bob').says(channel, `chatter ${count}`);
  blind.clear();
  await house.person('jane').click(await channel.waitForMessage('Far up'), 'Acknowledge');
  await (await channel.waitForMessage('Far up')).becomes({ text: 'Acknowledged by' }, NEXT_ATTEMPT);
  expect(fault.hits).toBe(1);
  expect(saying(channel, 'Far up')).toHaveLength(1);
});

test('a line in a thread is said once, and a lost update is made again', async () => {
  await house.trigger('Worked on');
  const card = await house.channel('#payment-alerts').waitForMessage('Worked on');
  const line = loseReply({ method: 'chat.postMessage', when: ({ thread_ts }) => thread_ts !== undefined });
  const update = loseReply({ method: 'chat.update' });
  await house.person('jane').click(card, 'Acknowledge');
  await card.waitForReply('Acknowledged by @jane');
  await house.person('jane').choose(card, 'Snooze', '1 hour');
  await card.waitForReply('Snoozed by @jane');
  await card.becomes({ text: 'Snoozed until' });
  expect([line.hits, update.hits]).toEqual([1, 1]);
  expect(linesOf(card)).toHaveLength(2);
});

test('a storm is posted once, and so are the lines of its thread', async () => {
  const channel = house.channel('#incidents-all');
  const post = loseReply({ method: 'chat.postMessage', when: ({ text }) => String(text).includes('Storm') });
  const events = Array.from({ length: 30 }, (_, index) => ({
    event_action: 'trigger',
    title: `Burst ${index}`,
    service: 'Search',
  }));
  await house.post(events);
  const storm = await channel.waitForMessage('Storm: 30 incidents');
  const line = loseReply({ method: 'chat.postMessage', when: ({ thread_ts }) => thread_ts !== undefined });
  await house.person('jane').click(storm, 'Acknowledge all', { confirm: true });
  const toldOf = () => linesOf(storm).reduce((sum, said) => sum + incidentsToldOf(said), 0);
  await until(
    () => toldOf() >= 30,
    () => linesOf(storm).join('\n'),
  );
  await storm.becomes({ text: '30 acknowledged' });
  await house.owesNothing(); // whatever is said again is said by now
  expect([post.hits, line.hits]).toEqual([1, 1]);
  expect(channel.messages().filter(isStorm)).toHaveLength(1);
  for (const said of linesOf(storm)) expect(said).toMatch(/acknowledged by @jane/i);
  expect(toldOf()).toBe(30);
});

test('a page is sent once, and goes on from there', async () => {
  const jane = house.person('jane');
  const fault = loseReply({ method: 'chat.postMessage', when: ({ channel }) => channel === jane.id });
  await house.trigger('Page once', { service: 'Paging' });
  const page = await jane.dm().waitForMessage('Page once');
  await jane.click(page, 'Acknowledge');
  await page.becomes({ text: /Acknowledged by/ });
  expect(fault.hits).toBe(1);
  expect(saying(jane.dm(), 'Page once')).toHaveLength(1);
});

test('the admins hear once of a channel that is closed; its cards go to the default channel, and say so', async () => {
  const jane = house.person('jane');
  const fault = loseReply({ method: 'chat.postMessage', when: ({ text }) => String(text).includes("can't post") });
  await house.trigger('Nowhere to go', { service: 'Closed' });
  const card = await house.channel('#incidents').waitForMessage('Nowhere to go');
  expect(card.visible().text).toContain('Meant for #old-incidents');
  const notice = await jane.dm().waitForMessage("can't post in #old-incidents");
  expect(notice.visible().text).toContain('archived');
  await house.trigger('Nowhere to go either', { service: 'Closed' });
  await house.channel('#incidents').waitForMessage('Nowhere to go either');
  expect(fault.hits).toBe(1);
  expect(saying(jane.dm(), "can't post in")).toHaveLength(1);
});

test('a card that somebody deletes in Slack is posted anew with the next change', async () => {
  await house.trigger('Deleted by hand', { dedup_key: 'by-hand' });
  const channel = house.channel('#payment-alerts');
  const card = await channel.waitForMessage('Deleted by hand');
  house.workspace.model.messages.delete(
    house.workspace.model.messages.find(channel.id, card.ts) ?? fail('the card is not there'),
  );
  await house.send({ event_action: 'acknowledge', dedup_key: 'by-hand', source: 'zabbix' });
  const anew = await channel.waitForMessage(/Deleted by hand[\s\S]*Acknowledged/);
  expect(anew.ts).not.toBe(card.ts);
  await anew.waitForReply('Acknowledged by');
});

test('a message that a filter on the way does not let through holds up no other', async () => {
  const filter = house.slack.faults.httpError(403, { when: (args) => JSON.stringify(args).includes('Exploit') });
  await house.trigger('Exploit in the title');
  await house.trigger('After the exploit');
  await house.channel('#payment-alerts').waitForMessage('After the exploit');
  expect(filter.hits).toBeGreaterThan(0);
  filter.clear();
  await house.channel('#payment-alerts').waitForMessage('Exploit in the title', NEXT_ATTEMPT);
});

function fail(words: string): never {
  throw new Error(words);
}
