import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MessageHandle, Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { OPERATOR } from '../operator.ts';
import { until as untilOrLater } from '../until.ts';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", subscriptions: [{ channel: "#leads" }] }
services:
  - { name: Salaries, channel: "#leads" }
`;

interface Entry {
  at: string;
  kind: string;
  text: string;
  by: { name: string };
}

let app: App;
let jane: Person;
let bob: Person;
let guest: Person;
let key: string;
let card: MessageHandle;
const PIN = 'pushpin';
const until: typeof untilOrLater = (holds, explain) => untilOrLater(holds, explain, { timeoutMs: 12_000 });

const timeline = async (number: number): Promise<Entry[]> => {
  const answer = await fetch(`${app.url}/api/incidents/INC-${number}/timeline`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return ((await answer.json()) as { timeline: Entry[] }).timeline;
};
const messages = async (number: number) => (await timeline(number)).filter(({ kind }) => kind === 'message_added');
const texts = async (number: number) => (await messages(number)).map(({ text }) => text);
/** Once it says exactly this. */
const says = async (number: number, wanted: string[]) => {
  let seen: string[] = [];
  await until(
    async () => {
      seen = await texts(number);
      return JSON.stringify(seen) === JSON.stringify(wanted);
    },
    () => seen.join(' | '),
  );
};
/** What has come to the app before this has had its effect. */
const settled = async (sure: string) => {
  const last = bob.says('#incidents', sure, { inThreadOf: card });
  bob.react(last, PIN);
  await until(async () => (await texts(1)).includes(sure));
  bob.react(last, PIN);
  await until(async () => !(await texts(1)).includes(sure));
};

beforeAll(async () => {
  app = await App.start(
    SETTINGS,
    async (_, file) => {
      await openIncidents(file, ['Checkout is down', 'Queue grows']);
      await openIncidents(file, ['Salaries are late'], { service: 'Salaries' });
    },
    { isPaced: false },
  );
  [jane, bob, guest] = ['jane', 'bob', 'guest'].map((name) => app.slack.workspace().member(name)) as [
    Person,
    Person,
    Person,
  ];
  const wanted = { name: 'tests', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;
  const issued = await app.withStorage(({ keys }) => issueKey(keys, wanted, { at: Date.now(), by: OPERATOR }));
  if (issued.kind !== 'issued') throw new Error('no key was made');
  key = issued.secret;
  const incidents = app.slack.workspace().channel('#incidents');
  card = await incidents.waitForMessage('Checkout is down');
  await until(() => incidents.hasBot && app.rows('deliveries')['deliveries'] === 0);
});
beforeEach(() => app.slack.faults.clear());
afterAll(() => app.stop());

describe('📌 on a message in the thread of an incident', () => {
  test('puts it into the timeline once, as its author’s, and the last pin that goes takes it back', async () => {
    const said = bob.says('#incidents', 'Failover *started*, see <!channel> & @jane', { inThreadOf: card });
    jane.react(said, PIN);
    await until(async () => (await texts(1)).length > 0);
    const [entry] = await messages(1);
    expect(entry).toMatchObject({ by: { name: 'bob' } });
    expect(entry?.text).toBe('Failover *started*, see <!channel> & @jane');
    expect(Math.floor(Date.parse(entry?.at ?? '') / 1_000)).toBe(Math.floor(Number(said.ts)));

    bob.react(said, PIN);
    jane.react(said, PIN);
    await settled('one pin is left');
    expect(await texts(1)).toHaveLength(1);
    bob.react(said, PIN);
    await says(1, []);
    jane.react(said, PIN);
    await until(async () => (await texts(1)).length === 1);
    jane.react(said, PIN);
    await says(1, []);
  });

  test('by a guest, on the card itself or outside of its thread, is nothing but a pin; so is another reaction', async () => {
    const said = bob.says('#incidents', 'The replica lags', { inThreadOf: card });
    guest.react(said, PIN);
    jane.react(said, 'eyes');
    jane.react(card, PIN);
    jane.react(jane.says('#incidents', 'Lunch?'), PIN);
    await settled('that was nothing');
    expect(await texts(1)).toEqual([]);
    jane.react(said, PIN);
    await says(1, ['The replica lags']);
    jane.react(said, PIN); // the guest's is no pin that counts
    await says(1, []);
  });

  test('is followed by edits of the message, and by its end', async () => {
    const said = bob.says('#incidents', 'Cause: disk', { inThreadOf: card });
    jane.react(said, PIN);
    await says(1, ['Cause: disk']);
    bob.edit(said, 'Cause: full disk on db-3');
    await says(1, ['Cause: full disk on db-3']);
    bob.delete(said);
    await says(1, []);
  });

  test('is looked for where Slack could not tell of it, and where it could not be asked', async () => {
    const gone = bob.says('#incidents', 'Will be taken off', { inThreadOf: card });
    jane.react(gone, PIN);
    await says(1, ['Will be taken off']);
    app.slack.faults.httpError(500, { method: 'reactions.get', times: 1 });
    const asked = bob.says('#incidents', 'Asked again', { inThreadOf: card });
    jane.react(asked, PIN);
    await says(1, ['Will be taken off', 'Asked again']);

    app.slack.faults.outage(true);
    jane.react(gone, PIN);
    bob.edit(asked, 'Asked again, and edited');
    const missed = bob.says('#incidents', 'Missed at first', { inThreadOf: card });
    jane.react(missed, PIN);
    app.slack.faults.outage(false);
    await says(1, ['Asked again, and edited', 'Missed at first']);
  });

  test('changes nothing without the permission, and nothing else waits for it', async () => {
    const { scopes } = app.slack.workspace().model;
    const before = await texts(1);
    scopes.delete('reactions:read');
    const said = bob.says('#incidents', 'Seen once it may be', { inThreadOf: card });
    jane.react(said, PIN);
    await bob.command('#incidents', '/opsknight note INC-1 Without a pin');
    await bob.seesEphemeral(/Your note is in the timeline of INC-1/);
    expect(await texts(1)).toEqual(before);
    scopes.add('reactions:read');
    bob.react(said, PIN);
    await says(1, [...before, 'Seen once it may be']);
  });

  test('in a private channel is nothing but a pin, where the incident is for everybody; the shortcut asks first', async () => {
    await fetch(`${app.url}/api/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ event_action: 'trigger', title: 'Supplier is late' }),
    });
    const hidden = await app.slack.workspace().channel('#leads').waitForMessage('Supplier is late');
    const said = jane.says('#leads', 'We fire the supplier', { inThreadOf: hidden });
    jane.react(said, PIN);
    await settled('nobody heard of it');
    expect(await texts(4)).toEqual([]);
    await jane.messageShortcut(said, 'Add to incident timeline');
    const form = await jane.seesModal('Add to timeline');
    expect(form.visible().text).toContain('This message is from a private conversation');
    await form.choose('Incident', 'INC-4: Supplier is late');
    expect(await form.submit()).toBe('closed');
    await says(4, ['We fire the supplier']);
  });

  test('of a private incident shows what was said to those alone who see it', async () => {
    const hidden = await app.slack.workspace().channel('#leads').waitForMessage('Salaries are late');
    jane.react(jane.says('#leads', 'The bank is closed', { inThreadOf: hidden }), PIN);
    await until(
      async () => app.open().prepare('select 1 from timeline_messages where incident_number = 3').get() !== undefined,
    );
    const page = (who: Person) =>
      app.signIn(who).then((cookie) => fetch(`${app.url}/incidents/3`, { headers: { cookie } }));
    expect(await (await page(jane)).text()).toContain('The bank is closed');
    expect((await page(bob)).status).toBe(404);
    expect(await timeline(3)).toBeUndefined();
  });
});

test('📌 counts also where the card was in Slack before the app knew of it', async () => {
  const { faults } = app.slack;
  const { id } = app.slack.workspace().channel('#incidents');
  faults.loseReply({ method: 'chat.postMessage', times: 1, when: ({ channel }) => channel === id });
  const searching = faults.slow(5_000, { method: 'conversations.history' });
  const answer = await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event_action: 'trigger', title: 'Search is lost' }),
  });
  const { results } = (await answer.json()) as { results: [{ incident: string }] };
  const number = Number(results[0].incident.replace('INC-', ''));
  const posted = await app.slack.workspace().channel('#incidents').waitForMessage('Search is lost');
  await until(() => searching.hits > 0);
  jane.react(bob.says('#incidents', 'An index is gone', { inThreadOf: posted }), PIN);
  await settled('what came before has been dealt with');
  const isKnown = app.open().prepare('select ts is not null from cards where incident_number = ?').pluck();
  expect(isKnown.get(number)).toBe(0);
  await says(number, ['An index is gone']);
});

test('📌 in the thread of a storm is nobody’s: it tells of many', async () => {
  app.slack.faults.slow(1_500, { method: 'chat.postMessage', times: 1 });
  const alerts = Array.from({ length: 9 }, (_, index) => ({ event_action: 'trigger', title: `Rack ${index}` }));
  await fetch(`${app.url}/api/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  const storm = await app.slack
    .workspace()
    .channel('#incidents')
    .waitForMessage(/Storm: \d+ incidents at once/);
  jane.react(bob.says('#incidents', 'All racks of row 4', { inThreadOf: storm }), PIN);
  await settled('the storm’s has been dealt with');
  const all = app.open().prepare("select count(*) from timeline_events where fact like '%All racks%'").pluck();
  expect(all.get()).toBe(0);
});

test('/opsknight catchup tells whoever joins late how it stands, what people say and what happened, and nobody else', async () => {
  jane.react(bob.says('#incidents', 'Rolled back, watching <!here>', { inThreadOf: card }), PIN);
  await until(async () => (await texts(1)).some((text) => text.startsWith('Rolled back, watching')));
  await jane.command('#incidents', '/opsknight note INC-1 Cause: the cache');
  await bob.command('#incidents', '/opsknight catchup INC-1');
  const answer = (await bob.seesEphemeral('What happened last')).visible().text;
  for (const words of [
    'INC-1: Checkout is down',
    'HIGH · Open',
    'it has lasted',
    'Note by @jane via Slack: Cause: the cache',
  ]) {
    expect(answer).toContain(words);
  }
  expect(answer).toMatch(/@bob via Slack wrote, added by @jane via Slack: Rolled back, watching/);
  expect(answer.indexOf('Rolled back')).toBeLessThan(answer.indexOf('Triggered by'));
  await bob.command('#incidents', '/opsknight catchup INC-3');
  await bob.seesEphemeral('There is no INC-3');
});

describe('“Add to incident timeline” in the menu of a message', () => {
  const SHORTCUT = 'Add to incident timeline';

  test('takes the incident of its thread, and what stands there already stays once', async () => {
    const before = await texts(1);
    const said = bob.says('#incidents', 'Rolled back', { inThreadOf: card });
    await jane.messageShortcut(said, SHORTCUT);
    await jane.seesEphemeral('The message is in the timeline of INC-1');
    await says(1, [...before, 'Rolled back']);
    await jane.messageShortcut(said, SHORTCUT);
    await jane.seesEphemeral('The timeline of INC-1 has that message already');
    jane.react(said, PIN);
    jane.react(said, PIN);
    await settled('a pin changes nothing of it');
    expect(await texts(1)).toEqual([...before, 'Rolled back']);
    bob.delete(said);
    await says(1, before);
  });

  test('asks for the incident elsewhere, and offers what the person may see', async () => {
    const said = bob.says('#general', `Customers complain\n${'"'.repeat(2_500)}`);
    await bob.messageShortcut(said, SHORTCUT);
    const form = await bob.seesModal('Add to timeline');
    expect(form.visible().text).toContain('Customers complain');
    await expect(form.choose('Incident', 'INC-3: Salaries are late')).rejects.toThrow();
    await form.choose('Incident', 'INC-2: Queue grows');
    expect(await form.submit()).toBe('closed');
    await until(async () => (await texts(2)).some((text) => text.startsWith('Customers complain')));
  });

  test('says so of what the app itself has said', async () => {
    await jane.messageShortcut(card, SHORTCUT);
    await jane.seesEphemeral('What I say is in the timeline already');
  });
});
