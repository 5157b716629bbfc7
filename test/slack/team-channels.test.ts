import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { readFilter } from '../../src/slack/interactions/subscriptions/read.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  subscriptions: [{ channel: "#incidents-all", urgencies: [LOW] }]
  card: { fields: [service, description], labels: [team, env] }
  mention: { MEDIUM: ["@Payments-OnCall", bob@example.com, "@nobody-here"] }
  bot: { name: Payments Ops, icon: ":fire_engine:" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Carol Jones, email: carol@example.com, role: viewer }
schedules:
  - name: payments
    timezone: Europe/Berlin
    hand_off: { channel: "#payment-alerts", topic: true }
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com] }]
services:
  - { name: Payment API, channels: ["#payment-alerts", "#incidents-critical"] }
  - { name: Search }
`;

const SERVICES = ['Payment', 'Payment API', 'Search', 'High'];
const NONE = { urgencies: null, services: null, labels: null };

test.each<[text: string, expected: unknown]>([
  ['', NONE],
  ['high', { ...NONE, urgencies: ['HIGH'] }],
  ['LOW, high', { ...NONE, urgencies: ['HIGH', 'LOW'] }],
  ['payment api', { ...NONE, services: ['Payment API'] }],
  ['Payment HIGH', { ...NONE, services: ['Payment'], urgencies: ['HIGH'] }],
  ['“payment api” Search', { ...NONE, services: ['Payment API', 'Search'] }],
  ['"High"', { ...NONE, services: ['High'] }],
  ['team=payments', { ...NONE, labels: { team: 'payments' } }],
  ['path="a b" host=db.*', { ...NONE, labels: { path: 'a b', host: 'db\\.\\*' } }],
  [
    'service Payment API urgency high label team=payments',
    { services: ['Payment API'], urgencies: ['HIGH'], labels: { team: 'payments' } },
  ],
  ['service="Payment API" urgency=low', { ...NONE, services: ['Payment API'], urgencies: ['LOW'] }],
  ['all', NONE],
  ['__proto__=a', { ...NONE, labels: { ['__proto__']: 'a' } }],
  ['Paymnt', { unknown: 'Paymnt' }],
  ['"Serach"', { unknown: 'Serach' }],
  ['team=', { unknown: 'team=' }],
  ['searching', { unknown: 'searching' }],
  ['""', { unknown: '' }],
])('/opsknight subscribe %s', (text, expected) => {
  expect(readFilter(text, SERVICES)).toEqual(expected);
});

let app: App;
let jane: Person;
let bob: Person;
const channel = (name: string): ChannelHandle => app.slack.workspace().channel(name);

beforeAll(async () => {
  app = await App.start(
    SETTINGS,
    (slack) => {
      const workspace = slack.workspace();
      for (const name of ['old', 'noisy']) workspace.createChannel(name, { by: workspace.member('bob') });
    },
    { isPaced: false },
  );
  const issued = await app.withStorage(({ keys }) =>
    issueKey(
      keys,
      { name: 'tests', serviceId: null, ruleSet: null, reach: 'organisation', limit: null },
      { at: Date.now(), by: OPERATOR },
    ),
  );
  if (issued.kind !== 'issued') throw new Error('no key was made');
  key = issued.secret;
  jane = app.slack.workspace().member('jane');
  bob = app.slack.workspace().member('bob');
});
afterAll(() => app.stop());

/** A key for tests. */
let key: string;

const report = async (title: string, more: object = {}) => {
  const response = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event_action: 'trigger', title, ...more }),
  });
  expect(response.status).toBe(202);
};

describe('subscriptions', () => {
  test('a channel is subscribed in Slack, by service, urgency and label; others hear nothing of it', async () => {
    await bob.command('#general', '/opsknight subscribe "payment api" high team=payments');
    await bob.seesEphemeral('This channel hears of 🔴 HIGH incidents of Payment API with team=payments from now on');
    await report('Card is declined', { service: 'Payment API', details: { labels: { team: 'payments' } } });
    await channel('#general').waitForMessage('Card is declined');
    // The first channel of its service is where it belongs; the other one has it as well.
    await channel('#payment-alerts').waitForMessage('Card is declined');
    await channel('#incidents-critical').waitForMessage('Card is declined');
    await report('Refund hangs', { service: 'Payment API', details: { labels: { team: 'refunds' } } });
    await channel('#payment-alerts').waitForMessage('Refund hangs');
    expect(channel('#general').messageBy('Refund hangs')).toBeUndefined();
  });

  test('the same again changes nothing; a slip is named; a list tells who it was, and what the file says', async () => {
    await jane.command('#general', '/opsknight subscribe high "Payment API" team=payments');
    await jane.seesEphemeral('hears of 🔴 HIGH incidents of Payment API with team=payments already');
    await jane.command('#general', '/opsknight subscribe Serach');
    await jane.seesEphemeral(/“Serach” is not a service, an urgency or a label.*Did you mean "Search"/);
    await jane.command('#general', '/opsknight subscriptions');
    await jane.seesEphemeral(/HIGH incidents of Payment API with team=payments, by @bob/);
    await jane.command('#incidents-all', '/opsknight unsubscribe');
    await jane.seesEphemeral(/Those of opsknight.yml are changed in that file[\s\S]*LOW incidents, by opsknight.yml/);
  });

  test('a channel that people of another organisation read is not subscribed', async () => {
    await bob.command('#incidents', '/opsknight subscribe');
    await bob.seesEphemeral('People of another organisation read this channel');
    await bob.command('#incidents', '/opsknight subscriptions');
    await bob.seesEphemeral('subscribed to nothing');
  });

  test('a viewer may not, and neither does a direct message subscribe', async () => {
    const carol = app.slack.workspace().member('carol');
    await carol.command('#general', '/opsknight subscribe');
    await carol.seesEphemeral('You may look at incidents, but not change them');
    await jane.command(jane.dm(bob), '/opsknight subscribe');
    await jane.seesEphemeral('Only channels subscribe');
    expect(app.rows('subscriptions')).toEqual({ subscriptions: 1 });
  });

  test('a private channel that the bot is not in is not subscribed; once invited, it is, and hears nothing private', async () => {
    const board = app.slack.workspace().createChannel('board', { by: jane, private: true });
    await jane.command(board, '/opsknight subscribe');
    await jane.seesEphemeral(/Invite me with \/invite @OpsKnight/);
    board.inviteBot({ by: jane });
    await until(async () => {
      const known = app.open().prepare("select 1 from channels where name = 'board' and is_member = 1").get();
      return known !== undefined;
    });
    await jane.command(board, '/opsknight subscribe');
    await jane.seesEphemeral('This channel hears of all incidents from now on');
    await report('Index is stale', { service: 'Search' });
    await board.waitForMessage('Index is stale');
  });

  test('a channel that is unsubscribed hears of nothing new; what it has stays up to date', async () => {
    await jane.command('#general', '/opsknight unsubscribe');
    await jane.seesEphemeral('This channel hears only of what belongs here from now on');
    const card = await channel('#general').waitForMessage('Card is declined');
    await jane.click(await channel('#payment-alerts').waitForMessage('Card is declined'), 'Acknowledge');
    await card.becomes({ text: /@jane/ });
  });

  test('whoever subscribed a channel hears that it was archived, and that the bot was removed from it', async () => {
    const old = channel('#old');
    await bob.command(old, '/opsknight subscribe low');
    await bob.seesEphemeral('hears of 🔵 LOW incidents from now on');
    old.archive({ by: bob });
    await bob.dm().waitForMessage(/The subscription of #old that you made is on hold/);
    const noisy = channel('#noisy');
    await bob.command(noisy, '/opsknight subscribe');
    await bob.seesEphemeral(/hears of all incidents from now on/);
    noisy.kickBot({ by: bob });
    await bob.dm().waitForMessage(/I was removed from #noisy, so what you subscribed it to has ended/);
  });

  test('an alert that rises is heard of by those who subscribe to what is so urgent', async () => {
    await jane.command('#incidents-all', '/opsknight subscribe high');
    await jane.seesEphemeral('hears of 🔴 HIGH incidents from now on');
    await report('Disk fills', { urgency: 'MEDIUM', dedup_key: 'disk' });
    await channel('#incidents').waitForMessage('Disk fills');
    expect(channel('#incidents-all').messageBy('Disk fills')).toBeUndefined();
    await report('Disk fills', { urgency: 'HIGH', dedup_key: 'disk' });
    await channel('#incidents-all').waitForMessage('Disk fills');
  });
});

describe('hand-offs', () => {
  test('the channel of the team hears who is on call, and its topic says it beside what people wrote', async () => {
    const team = channel('#payment-alerts');
    await team.waitForMessage(/On call now: @jane.*\(payments\)/i);
    await until(() => team.topic === 'On call now: @jane');
    jane.setTopic('#payment-alerts', 'Deploys & <3 on Tuesdays | On call now: @jane');
    await bob.command('#general', '/opsknight override @bob 2h payments');
    await team.waitForMessage(/On call now: @bob.*until.*\(payments\)/);
    await until(() => team.topic === 'Deploys & <3 on Tuesdays | On call now: @bob');
    expect(team.remarks().filter((words) => words.includes('On call now: @bob'))).toHaveLength(1);
  });
});

describe('cards', () => {
  test('show the fields and labels that are asked for, and mention once whom the settings name, and never when they change', async () => {
    await report('Queue grows', {
      urgency: 'MEDIUM',
      source: 'prometheus',
      description: 'Since ten',
      details: { labels: { team: '<!channel> & co', env: ['prod', 'eu'] } },
    });
    const card = await channel('#incidents').waitForMessage('Queue grows');
    const { text } = card.visible();
    expect(text).toContain('team <!channel> & co · env prod, eu');
    expect(text).toContain('Since ten');
    expect(text).not.toMatch(/prometheus|Triggered/);
    expect(text).toContain('@payments-oncall @bob @nobody-here');
    await jane.click(card, 'Acknowledge');
    await card.becomes({ text: /Acknowledged by @jane/ });
    expect(card.visible().text).not.toContain('@payments-oncall');
    await report('All is well', { urgency: 'LOW' });
    const low = await channel('#incidents').waitForMessage('All is well');
    expect(low.visible().text).not.toContain('@payments-oncall');
  });

  test('come under the normal name where the token lacks the scope for another one', () => {
    const posts = app.slack.calls.of('chat.postMessage');
    // Those that were on their way together.
    expect(posts.filter(({ args }) => args['username'] !== undefined).length).toBeLessThan(4);
    expect(posts.length).toBeGreaterThan(5);
  });
});
