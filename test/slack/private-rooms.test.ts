import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

/*
 * The private channel of a private incident's own. #leads is a private channel of Jane and Alice; Bob and Carol aren't in it.
 */

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Alice Martin, email: alice@example.com }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com }
services: [{ name: Payroll, channel: "#leads" }, { name: Website }]
`;
const SECRET = 'Salaries';

let app: App;
let jane: Person;
let bob: Person;
let carol: Person;
const workspace = () => app.slack.workspace();
const channel = (name: string): ChannelHandle => workspace().channel(name);
const named = (name: string) => workspace().model.channels.byName(name);
const timeline = (number: number) =>
  app.open().prepare('select kind from timeline_events where incident_number = ?').pluck().all(number) as string[];
const sees = async (person: Person, number: number, key = `INC-${number}`) => {
  await person.command('#general', `/opsknight note ${key} looking`);
  const answer = await person.seesEphemeral(/Your note is in the timeline|There is no INC-/);
  return answer.visible().text.includes('Your note');
};
/** Slack shows it to the app no longer, as one that is archived, since that puts the app out of it. */
const isOutOfSight = (id: string) =>
  app.open().prepare('select is_gone or is_archived from channels where id = ?').pluck().get(id) === 1;
const isMade = (name: string) =>
  until(
    () => named(name) !== undefined,
    () => timeline(1).join(' '),
  );

beforeAll(async () => {
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, [`${SECRET} leaked`, `${SECRET} doubled`, `${SECRET} late`], { service: 'Payroll' });
    await openIncidents(file, ['Website is down'], { service: 'Website' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = workspace().member('jane');
  bob = workspace().member('bob');
  carol = workspace().member('carol');
  await channel('#leads').waitForMessage(`${SECRET} late`);
});
afterAll(() => app.stop());

test('a private incident has a private channel, with the card and whoever asked in it, and nobody who may not see it', async () => {
  await bob.command('#general', '/opsknight channel INC-1');
  await bob.seesEphemeral(/There is no INC-1/);
  await jane.command('#general', '/opsknight channel INC-1');
  await isMade('inc-1-payroll');
  const own = channel('#inc-1-payroll');
  expect(named('inc-1-payroll')?.kind).toBe('private');
  await own.waitForMessage(`${SECRET} leaked`);
  await until(() => own.pins.length === 1 && own.memberNames.includes('jane'));
  expect(own.topic).toContain(SECRET);
  expect(own.memberNames).not.toContain('alice');
  const card = await channel('#leads').waitForMessage(`${SECRET} leaked`);
  await until(() => card.thread().some((reply) => reply.visible().text.includes('It has a channel of its own now')));
});

test('whoever comes into it sees the incident and can act, until they leave', async () => {
  const own = channel('#inc-1-payroll');
  expect(await sees(bob, 1)).toBe(false);
  own.add(bob, { by: jane });
  await until(async () => sees(bob, 1));
  expect(await sees(bob, 2)).toBe(false);
  expect(await sees(carol, 1)).toBe(false);
  await bob.click(await own.waitForMessage(`${SECRET} leaked`), 'Acknowledge');
  await (await own.waitForMessage(`${SECRET} leaked`)).becomes({ text: /Acknowledged by @bob/ });
  // Whoever has the incident is invited, once: who leaves then is not brought back.
  await until(() => app.slack.calls.of('conversations.invite').some(({ args }) => args['users'] === bob.id));
  own.remove(bob, { by: jane });
  await until(async () => !(await sees(bob, 1)));
});

test('somebody who is called to it is invited; whoever asked for it and may not see it any more is not', async () => {
  app.slack.faults.slow(1_500, { method: 'conversations.create', times: 1 });
  const leads = channel('#leads');
  leads.add(carol, { by: jane });
  await until(async () => sees(carol, 2));
  await carol.command('#general', '/opsknight channel INC-2');
  await carol.seesEphemeral(/A channel for INC-2 is being made/);
  leads.remove(carol, { by: jane });
  await until(async () => !(await sees(carol, 2)));
  await isMade('inc-2-payroll');
  await jane.command('#general', '/opsknight page @bob INC-2');
  const own = channel('#inc-2-payroll');
  await until(() => own.memberNames.includes('bob'));
  expect(own.memberNames).not.toContain('carol');
  expect(await sees(bob, 2)).toBe(true);
});

test('a lost reply makes one private channel, which shows the incident', async () => {
  app.slack.faults.loseReply({ method: 'conversations.create', times: 1 });
  await jane.command('#general', '/opsknight channel INC-3');
  await until(() => timeline(3).includes('channel_made'), undefined, { timeoutMs: 30_000 });
  const made = workspace().model.channels.all.filter(({ name }) => name.startsWith('inc-3'));
  expect(made.map(({ name, kind }) => [name, kind])).toEqual([['inc-3-payroll', 'private']]);
  await channel('#inc-3-payroll').waitForMessage(`${SECRET} late`);
});

test('renamed, archived, or without the app, it stays private, for those who were in it last', async () => {
  const own = channel('#inc-3-payroll');
  own.add(carol, { by: jane });
  await until(async () => sees(carol, 3));
  own.rename('payroll-talk', { by: jane });
  const isNamed = () => app.open().prepare("select 1 from channels where name = 'payroll-talk'").get() !== undefined;
  await until(isNamed);
  expect(await sees(carol, 3)).toBe(true);
  expect(await sees(bob, 3)).toBe(false);
  const isLost = () => app.open().prepare('select is_member from channels where id = ?').pluck().get(own.id) === 0;
  own.kickBot({ by: jane });
  await until(isLost);
  expect(await sees(carol, 3)).toBe(true);
  expect(await sees(bob, 3)).toBe(false);
  own.inviteBot({ by: jane });
  await until(() => !isLost());
  own.archive({ by: jane });
  await until(() => isOutOfSight(own.id));
  expect(await sees(carol, 3)).toBe(true);
  expect(await sees(bob, 3)).toBe(false);
});

test('where everybody reads, nothing of all that is said, neither the incident nor its channel', async () => {
  await jane.command('#general', '/opsknight channel INC-4');
  await isMade('inc-4-website');
  for (const one of workspace().model.channels.all.filter(({ kind }) => kind === 'public')) {
    const said = channel(`#${one.name}`)
      .messages()
      .flatMap((message) => [message, ...message.thread()].map((each) => each.visible().text));
    const remarks = [...said, ...channel(`#${one.name}`).remarks(), one.topic.value, one.purpose.value].join('\n');
    expect(remarks).not.toMatch(/Salaries|payroll|INC-[123]\b/);
  }
});

test('without the permission none is made, and the private thread says what is missing', async () => {
  workspace().model.scopes.delete('groups:write');
  const id = channel('#inc-1-payroll').id;
  channel('#inc-1-payroll').archive({ by: jane });
  await until(() => isOutOfSight(id));
  await jane.command('#general', '/opsknight channel INC-1');
  const card = await channel('#leads').waitForMessage(`${SECRET} leaked`);
  await until(() => card.thread().some((reply) => /No channel was made for it\..*scope/.test(reply.visible().text)));
  workspace().model.scopes.add('groups:write');
});
