import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { LocalSlack } from '../../src/index.ts';
import type { Person } from '../../src/people/person.ts';
import { Cleanup, startBolt, startWith } from '../start.ts';
import { registerApprovals } from './approvals.ts';
import { registerGreeter } from './greeter.ts';
import { registerKudos } from './kudos.ts';

/*
 * What apps of the kind that Slack publishes as samples do, in apps of our own on bare Bolt: a starter, an approval flow,
 * and kudos. They run against the local Slack as they would against Slack.
 */

const cleanup = new Cleanup();
let slack: LocalSlack;
let jane: Person;
let bob: Person;

const command = (name: string) => ({ command: name, description: 'Does it', should_escape: true });
const shortcut = (name: string, callback_id: string) => ({ name, type: 'global', callback_id, description: name });

const MANIFEST = {
  display_information: { name: 'Samples' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    bot_user: { display_name: 'Samples' },
    slash_commands: [command('/echo'), command('/request')],
    shortcuts: [shortcut('Tell somebody', 'tell'), shortcut('Give kudos', 'kudos')],
  },
  oauth_config: {
    scopes: { bot: ['commands', 'chat:write', 'chat:write.public', 'channels:history', 'im:write', 'users:read'] },
  },
  settings: {
    interactivity: { is_enabled: true },
    event_subscriptions: { bot_events: ['app_home_opened', 'message.channels'] },
    socket_mode_enabled: true,
  },
};

beforeEach(async () => {
  slack = await startWith(cleanup, MANIFEST);
  [jane, bob] = [slack.workspace().member('jane'), slack.workspace().member('bob')];
});
afterEach(async () => {
  await cleanup.run();
  slack.violations.demandNone();
});

const run = (register: (app: App) => void) => startBolt(cleanup, slack, register);

it('a starter app greets, answers, asks and has a home', async () => {
  await run(registerGreeter);
  const general = slack.workspace().channel('general');
  general.inviteBot();

  jane.says('#general', 'Hello everybody');
  const greeting = await general.waitForMessage('Hey there @jane!');
  await bob.click(greeting, 'Wave back');
  await general.waitForMessage('@bob waved');

  await jane.command('#general', '/echo one < two');
  await jane.seesEphemeral('You said: one < two');

  await jane.shortcut('Tell somebody');
  const modal = await jane.seesModal('Tell somebody');
  await modal.choose('Who', '@bob');
  await modal.fill('What', 'Lunch?');
  expect(await modal.submit()).toBe('closed');
  await bob.dm().waitForMessage('@jane says: Lunch?');

  await jane.openHome().waitForText('Welcome home, @jane');
});

it('an approval flow asks, checks, asks whether one is sure, and tells the one who asked', async () => {
  await run(registerApprovals);
  await jane.command('#general', '/request a new chair');
  const modal = await jane.seesModal('New request');
  await modal.choose('Approver', '@jane');
  expect(await modal.submit()).toBe('errors');
  expect(modal.errors()).toEqual({ Approver: 'Nobody approves their own requests' });
  await modal.choose('Approver', '@bob');
  await modal.pickDate('Needed by', '2027-01-31');
  expect(await modal.submit()).toBe('updated');
  expect(modal.visible().text).toBe('@bob is asked.');

  const request = await bob.dm().waitForMessage('a new chair');
  expect(request.visible()).toMatchObject({ buttons: ['Approve', 'Deny'], context: ['Needed by 2027-01-31'] });
  await expect(bob.click(request, 'Approve')).rejects.toThrow('Are you sure?');
  await bob.click(request, 'Approve', { confirm: true });
  await request.becomes({ text: 'Approved by @bob: a new chair', buttons: [] });
  await jane.dm().waitForMessage('Approved by @bob: a new chair');
});

it('kudos are previewed, posted through a response URL, and counted on the Home tab', async () => {
  await run(registerKudos);
  await jane.shortcut('Give kudos');
  const modal = await jane.seesModal('Give kudos');
  await modal.choose('To', ['@bob', '@jane']);
  await modal.choose('For', 'Helped out');
  await modal.choose('Post to', '#general');
  expect(await modal.submit()).toBe('errors');
  await modal.choose('To', ['@bob']);
  expect(await modal.submit()).toBe('pushed');
  const preview = await jane.seesModal('Looks good?');
  expect(preview.visible().headers).toEqual(['Kudos!']);
  expect(await preview.submit()).toBe('closed');
  await slack.workspace().channel('general').waitForMessage('@bob: Helped out (from @jane)');
  await jane.openHome().waitForText('1 × @bob');
});
