import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  status_channels: [{ channel: "#incidents-all", urgencies: [HIGH] }, { channel: "#general", services: [Payment API] }]
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Carol Jones, email: carol@example.com, role: viewer }
services:
  - { name: Payment API }
  - { name: Payroll, channel: "#leads" }
`;

let app: App;
let jane: Person;
let bob: Person;
let carol: Person;
let cards: Awaited<ReturnType<typeof cardsIn>>;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);

beforeAll(async () => {
  const titles = ['Shop is <down>', 'Queue grows', 'Card is declined'];
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, titles.slice(0, 1));
    await openIncidents(file, titles.slice(1, 2), { urgency: 'MEDIUM' });
    await openIncidents(file, titles.slice(2), { service: 'Payment API' });
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
    await openIncidents(file, ['Search is slow']);
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
  carol = app.slack.workspace().member('carol');
  cards = await cardsIn(app, titles);
});
afterAll(() => app.stop());

async function tells(key: string, { state, impact, next }: { state?: string; impact: string; next?: string }) {
  await jane.command('#payment-alerts', `/opsknight update ${key}`);
  const form = await jane.seesModal(`Update on ${key}`);
  if (state) await form.choose('State', state);
  await form.fill('Impact', impact);
  if (next) await form.choose('Next update', next);
  expect(await form.submit()).toBe('closed');
}

test('one message in the status channel says what was said last, and its thread all of it', async () => {
  const { card, key } = cards('Shop is <down>');
  await tells(key, { impact: 'Nobody can *pay* <now>', next: 'In 30 minutes' });
  const post = await channel('#incidents-all').waitForMessage(`🔎 Investigating · ${key}: Shop is <down>`);
  expect(post.visible().text).toMatch(/Nobody can \*pay\* <now>\nNext update .* · Updated by @jane/);
  await post.waitForReply(/🔎 Investigating · Next update .*\nNobody can \*pay\* <now>/);
  await card.waitForReply(/Update by @jane: Investigating, the next one .*: Nobody can \*pay\* <now>/);
  await tells(key, { state: '🎯 Identified', impact: 'The bank is down' });
  await post.becomes({ text: /🎯 Identified · INC-1: Shop is <down>\nThe bank is down/ });
  await post.waitForReply(/🎯 Identified .*\nThe bank is down/);
  expect(post.thread()).toHaveLength(2);
  expect(channel('#incidents-all').messages()).toHaveLength(1);
  expect(channel('#general').messages()).toEqual([]);
});

test('what becomes of the incident is shown as well, and a message that somebody has deleted is posted anew', async () => {
  const { card, key } = cards('Shop is <down>');
  const post = await channel('#incidents-all').waitForMessage('🎯 Identified');
  await jane.click(card, 'Resolve');
  await (await jane.seesModal(/Resolve/)).submit();
  await post.becomes({ text: /Resolved since / });
  jane.delete(post);
  await tells(key, { state: '✅ Resolved', impact: 'All can pay again' });
  await until(() => app.rows('deliveries')['deliveries'] !== 0);
  await tells(key, { state: '✅ Resolved', impact: 'All can pay again, and get their money back' });
  await channel('#incidents-all').waitForMessage(/✅ Resolved · INC-1: .*\nAll can pay again, and get/);
});

test('channels are told by urgency and by service', async () => {
  await tells(cards('Card is declined').key, { impact: 'Some cards' });
  await channel('#incidents-all').waitForMessage('Investigating · INC-3');
  await channel('#general').waitForMessage('Investigating · INC-3: Card is declined · Payment API');
  await tells(cards('Queue grows').key, { impact: 'Mail is late' });
  await cards('Queue grows').card.waitForReply('Update by @jane: Investigating: Mail is late');
  await until(
    () =>
      app
        .open()
        .prepare("select count(*) from deliveries where kind like 'status%' and failed_at is null")
        .pluck()
        .get() === 0,
  );
  expect(channel('#incidents-all').messageBy('INC-2')).toBeUndefined();
});

test('whoever follows an incident gets its updates, viewers as well, until they say no more', async () => {
  const { card, key } = cards('Queue grows');
  await carol.command('#payment-alerts', `/opsknight follow ${key}`);
  await carol.seesEphemeral(`You follow ${key}: its updates come to you as direct messages.`);
  await carol.command('#payment-alerts', `/opsknight follow ${key}`);
  await carol.seesEphemeral(`You follow ${key} already`);
  await bob.choose(card, '⋯', 'More…');
  await (await bob.seesModal(key)).click('Follow');
  await bob.dm().waitForMessage(`You follow ${key}`);
  await tells(key, { impact: 'Mail is very late' });
  const told = await carol.dm().waitForMessage(/Investigating · INC-2: Queue grows\nMail is very late/);
  await bob.dm().waitForMessage(/Mail is very late/);
  await carol.click(told, 'Unfollow');
  await carol.seesEphemeral(`You don't follow ${key} any more.`);
  await bob.command('#payment-alerts', `/opsknight unfollow ${key}`);
  await bob.seesEphemeral(`You don't follow ${key} any more.`);
  await tells(key, { impact: 'Mail is on time' });
  await card.waitForReply(/Mail is on time/);
  await until(
    () =>
      app.rows('deliveries')['deliveries'] ===
      app.open().prepare('select count(*) from deliveries where failed_at is not null').pluck().get(),
  );
  expect(carol.dm().messageBy('Mail is on time')).toBeUndefined();
  expect(bob.dm().messageBy('Mail is on time')).toBeUndefined();
});

test('whatever replies of Slack are lost, each update is there once, in the channel, in its thread and for whoever follows', async () => {
  const card = await channel('#incidents').waitForMessage('Search is slow');
  await carol.command('#payment-alerts', '/opsknight follow INC-5');
  await carol.seesEphemeral('You follow INC-5');
  app.slack.faults.loseReply({ method: 'chat.postMessage', times: 4 });
  await tells('INC-5', { impact: 'Nobody finds anything' });
  await card.waitForReply('Nobody finds anything');
  const post = await channel('#incidents-all').waitForMessage('INC-5');
  await post.waitForReply('Nobody finds anything');
  await carol.dm().waitForMessage('Nobody finds anything');
  await until(() => app.open().prepare('select count(*) from deliveries where failed_at is null').pluck().get() === 0);
  app.slack.faults.clear();
  const said = (all: { visible(): { text: string } }[]) =>
    all.filter((one) => one.visible().text.includes('Nobody finds anything')).length;
  expect([said(channel('#incidents-all').messages()), said(post.thread()), said(carol.dm().messages())]).toEqual([
    1, 1, 1,
  ]);
});

test('a private incident is told in no channel, and to no follower who does not see it', async () => {
  const alice = app.slack.workspace().member('alice');
  const leads = channel('#leads');
  const card = await leads.waitForMessage('Salaries are late');
  await bob.command('#payment-alerts', '/opsknight follow INC-4');
  await bob.seesEphemeral(/There is no INC-4, or it belongs to a private channel/);
  await alice.command('#payment-alerts', '/opsknight follow INC-4');
  await alice.seesEphemeral('You follow INC-4');
  await jane.command('#payment-alerts', '/opsknight follow INC-4');
  await jane.seesEphemeral('You follow INC-4');
  leads.remove(alice);
  const isIn = `select count(*) from channel_members m join channels c on c.id = m.channel_id
    where c.name = 'leads' and m.slack_user_id = ?`;
  await until(() => app.open().prepare(isIn).pluck().get(alice.id) === 0);
  await bob.command('#payment-alerts', '/opsknight update INC-4');
  await bob.seesEphemeral(/There is no INC-4, or it belongs to a private channel/);
  await tells('INC-4', { impact: 'Payday is tomorrow' });
  await card.waitForReply(/Payday is tomorrow/);
  expect(channel('#incidents-all').messageBy(/INC-4|Salaries/)).toBeUndefined();
  expect(alice.dm().messageBy('Payday')).toBeUndefined();
});

test('what was told goes when the incident becomes private', async () => {
  const post = channel('#general').messageBy('INC-3');
  await jane.command('#payment-alerts', '/opsknight private INC-3');
  const form = await jane.seesModal(/INC-3/);
  await form.choose('Private channel', '🔒 leads');
  await form.submit();
  await post?.isGone();
  await until(() => channel('#incidents-all').messageBy('INC-3') === undefined);
});

test('whoever comes into the channel of an incident when others are at work is caught up, with the last update and what is to be done', async () => {
  const { key } = cards('Queue grows');
  await jane.command('#payment-alerts', `/opsknight channel ${key}`);
  await until(() => app.slack.workspace().model.channels.all.some(({ name }) => name === 'inc-2'));
  const own = channel('#inc-2');
  await own.waitForMessage('Queue grows');
  await bob.command('#payment-alerts', `/opsknight task ${key} Tell the bank`);
  await bob.seesEphemeral(/It is a task of INC-2 now/);
  own.add(carol);
  const caught = (await carol.seesEphemeral(/Last update/)).visible().text;
  for (const words of ['INC-2: Queue grows', 'Update by @jane: Investigating: Mail is on time', '☐ 1. Tell the bank']) {
    expect(caught).toContain(words);
  }
  await bob.command('#inc-2', '/opsknight catchup');
  await bob.seesEphemeral(/Open tasks\n☐ 1\. Tell the bank/);
});

test('whoever is in charge of telling is reminded once nobody has for long, and tells from there', async () => {
  const { key } = cards('Queue grows');
  await jane.command('#payment-alerts', `/opsknight role communications ${key}`);
  await jane.seesEphemeral(/You are in charge of communications/);
  await app.apply(SETTINGS.replace('workspace:', 'workspace:\n  update_reminder: 1s'));
  await jane.command('#payment-alerts', `/opsknight urgency ${key} high`);
  const reminder = await jane.dm().waitForMessage(`📣 Stakeholders wait for an update on ${key}.`);
  await jane.click(reminder, 'Give an update…');
  const form = await jane.seesModal(`Update on ${key}`);
  await form.fill('Impact', 'Mail is gone');
  await form.choose('Next update', 'In a day');
  expect(await form.submit()).toBe('closed');
  await channel('#incidents-all').waitForMessage(/INC-2.*\nMail is gone/);
});
