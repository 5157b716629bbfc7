import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

/* A channel that people had before is an incident's own: #war, which everybody can read, and #crew, which is private to Jane. */

const SETTINGS = `
workspace: { default_channel: "#incidents" }
incident_channels: { archive_after: 1s }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
services: [{ name: Payroll, channel: "#leads" }]
`;

let app: App;
let jane: Person;
let bob: Person;
const workspace = () => app.slack.workspace();
const channel = (name: string): ChannelHandle => workspace().channel(name);
const timeline = (number: number) =>
  app.open().prepare('select kind from timeline_events where incident_number = ?').pluck().all(number) as string[];
const sees = async (person: Person, number: number) => {
  await person.command('#general', `/opsknight note INC-${number} looking`);
  const answer = await person.seesEphemeral(/Your note is in the timeline|There is no INC-/);
  return answer.visible().text.includes('Your note');
};

beforeAll(async () => {
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, ['Checkout fails', 'Queue grows']);
    await openIncidents(file, ['Salaries leaked'], { service: 'Payroll' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  jane = workspace().member('jane');
  bob = workspace().member('bob');
  workspace().createChannel('war', { by: bob });
  workspace().createChannel('crew', { by: jane, private: true });
  await channel('#leads').waitForMessage('Salaries leaked');
  const isKnown = () => app.open().prepare("select 1 from channels where name = 'war'").get() !== undefined;
  await until(isKnown); // else it is asked for in time, or not
});
afterAll(() => app.stop());

test('a channel becomes an incident’s own as it is: with its card, and neither name nor topic changed', async () => {
  const war = channel('#war');
  await jane.command(war, '/opsknight channel here INC-1');
  await jane.seesEphemeral(/This is the channel of INC-1 from now on/);
  await war.waitForMessage('Checkout fails');
  await until(() => war.pins.length === 1 && Object.keys(war.bookmarks).length === 1);
  await bob.command(war, '/opsknight ack');
  await (await war.waitForMessage('Checkout fails')).becomes({ text: /Acknowledged by @bob/ });
  expect([war.topic, war.name]).toEqual(['', 'war']);
});

test('it is no other incident’s meanwhile, and where incidents are shown there is none of their own', async () => {
  await bob.command('#war', '/opsknight channel here INC-2');
  await bob.seesEphemeral(/That channel is another incident’s own/);
  await bob.command('#incidents', '/opsknight channel here INC-2');
  await bob.seesEphemeral(/Incidents are shown in that channel by the settings/);
  await bob.command('#war', '/opsknight channel INC-1');
  await bob.seesEphemeral(/INC-1 has a channel of its own already/);
});

test('after the end it is people’s again: it is not archived, commands need a number, and another incident may have it', async () => {
  const war = channel('#war');
  await bob.command(war, '/opsknight resolve Drained');
  await (await war.waitForMessage('Checkout fails')).becomes({ text: /Resolved by @bob/ });
  const timers = app.open().prepare("select count(*) from timers where kind = 'archive_channel'").pluck();
  expect([timers.get(), war.isArchived]).toEqual([0, false]);
  await bob.command(war, '/opsknight reopen');
  await bob.seesEphemeral(/Write it like this/);
  await bob.command(war, '/opsknight channel here INC-2');
  await bob.seesEphemeral(/This is the channel of INC-2 from now on/);
  await war.waitForMessage('Queue grows');
});

test('a private incident takes no channel that everybody can read, nor one that whoever asks is not in', async () => {
  await jane.command('#general', '/opsknight channel here INC-3');
  await jane.seesEphemeral(/Everybody can read that channel/);
  await jane.command('#crew', '/opsknight channel here INC-3');
  await jane.seesEphemeral(/Both you and OpsKnight have to be in that channel/);
  await bob.command('#general', '/opsknight channel here INC-3');
  await bob.seesEphemeral(/There is no INC-3/);
  expect(timeline(3)).not.toContain('channel_made');
});

test('in a private one, its members see the incident', async () => {
  const crew = channel('#crew');
  crew.inviteBot({ by: jane });
  crew.add(bob, { by: jane });
  expect(await sees(bob, 3)).toBe(false);
  await jane.command(crew, '/opsknight channel here INC-3');
  await jane.seesEphemeral(/This is the channel of INC-3 from now on/);
  await crew.waitForMessage('Salaries leaked');
  await until(async () => sees(bob, 3));
  crew.remove(bob, { by: jane });
  await until(async () => !(await sees(bob, 3)));
});
