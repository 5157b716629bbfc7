import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MessageHandle, Person } from 'local-slack';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
`;
const TITLES = ['Checkout is slow', 'Payments time out', 'Search is down', 'Disk fills up', 'Cache is cold'];

let app: App;
let jane: Person;
let bob: Person;
let cardOf: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, TITLES), { isPaced: false });
  const workspace = app.slack.workspace();
  [jane, bob] = [workspace.member('jane'), workspace.member('bob')];
  cardOf = await cardsIn(app, TITLES);
});
afterAll(() => app.stop());

const LIVE = ['Acknowledge', 'Resolve', 'View in OpsKnight'];
const MERGED = ['Undo merge', 'View in OpsKnight'];

async function merge(card: MessageHandle, key: string, into: string, survivor: string) {
  await jane.choose(card, '⋯', 'More…');
  await (await jane.seesModal(key)).click('Merge into another…');
  const modal = await jane.seesModal(`Merge ${key}`);
  await modal.choose('Merge into', `${survivor}: ${into}`);
  expect(await modal.submit()).toBe('closed');
}

test('an incident is merged by More…, its card leads to the one that stays, and that can be undone while nothing else happens', async () => {
  const [merged, survivor] = [cardOf('Payments time out'), cardOf('Checkout is slow')];
  await bob.click(merged.card, 'Acknowledge');
  await merged.card.waitForReply('Acknowledged by @bob');
  await merge(merged.card, merged.key, 'Checkout is slow', survivor.key);
  await merged.card.becomes({ buttons: MERGED, text: `Merged into ${survivor.key} by @jane` });
  expect(merged.card.visible().text).toContain(`Work goes on in ${survivor.key}`);
  await merged.card.waitForReply(`🔀 Merged into ${survivor.key} by @jane: it goes on there`);
  await survivor.card.waitForReply(`🔀 ${merged.key} was merged into this one by @jane: Payments time out`);
  await survivor.card.becomes({ buttons: LIVE, text: `Merged into it ${merged.key}` });
  await bob.dm().waitForMessage(`@jane has merged ${merged.key}, which was yours, into ${survivor.key}`);

  await bob.click(merged.card, 'Undo merge');
  await merged.card.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
  await survivor.card.waitForReply(`↩️ Merge of ${merged.key} undone by @bob`);

  await bob.command('#general', `/opsknight merge ${merged.key} into ${survivor.key}`);
  await bob.seesEphemeral(`${merged.key} was merged into ${survivor.key}: it goes on there.`);
  await merged.card.becomes({ buttons: MERGED });
  await jane.click(survivor.card, 'Acknowledge');
  await survivor.card.waitForReply('Acknowledged by @jane');
  await bob.click(merged.card, 'Undo merge');
  await bob.seesEphemeral(`The merge into ${survivor.key} can't be undone any more: something has happened since.`);
  await bob.command('#general', `/opsknight ack ${merged.key}`);
  await bob.seesEphemeral(`${merged.key} was merged into ${survivor.key}. Please go on there.`);
  await bob.command('#general', `/opsknight note ${merged.key}`);
  await bob.seesEphemeral(`${merged.key} was merged into ${survivor.key}. Please go on there.`);
});

test('whoever is too late, or means what can’t be, reads why, in the form and by command', async () => {
  const [one, other] = [cardOf('Search is down'), cardOf('Disk fills up')];
  await jane.command('#general', `/opsknight merge ${one.key}`);
  const modal = await jane.seesModal(`Merge ${one.key}`);
  await modal.choose('Merge into', `${other.key}: Disk fills up`);
  await bob.command('#general', `/opsknight resolve ${other.key}`);
  await other.card.waitForReply('Resolved by @bob');
  expect(await modal.submit()).toBe('errors');
  expect(modal.errors()).toEqual({
    'Merge into': `${other.key} is resolved. Reopen it first, or choose one that is open.`,
  });
  await jane.command('#general', `/opsknight merge ${one.key} into ${one.key}`);
  await jane.seesEphemeral(`Both are ${one.key}. Name another incident.`);
  await jane.command('#general', '/opsknight merge INC-99 into INC-98');
  await jane.seesEphemeral('There is no INC-99');
  await jane.command('#general', '/opsknight help');
  await jane.seesEphemeral('/opsknight merge INC-n into INC-m');
  await jane.command('#general', '/opsknight merge them');
  await jane.seesEphemeral('Write it like this');
});

test('related incidents are linked and unlinked, which each thread says once', async () => {
  const [one, other] = [cardOf('Search is down'), cardOf('Cache is cold')];
  await jane.choose(one.card, '⋯', 'More…');
  await (await jane.seesModal(one.key)).click('Link related…');
  const modal = await jane.seesModal(`Link ${one.key}`);
  await modal.choose('Link with', `${other.key}: Cache is cold`);
  expect(await modal.submit()).toBe('closed');
  await one.card.waitForReply(`🔗 Linked with ${other.key} by @jane`);
  await other.card.waitForReply(`🔗 Linked with ${one.key} by @jane`);
  await bob.command('#general', `/opsknight link ${other.key} ${one.key}`);
  await bob.seesEphemeral(`${other.key} and ${one.key} are linked already.`);
  await bob.choose(other.card, '⋯', 'More…');
  await (await bob.seesModal(other.key)).click('Remove a link…');
  const links = await bob.seesModal(`Links of ${other.key}`);
  await links.choose('Linked with', `${one.key}: Search is down`);
  expect(await links.submit()).toBe('closed');
  await one.card.waitForReply(`🔗 Link with ${other.key} removed by @bob`);
});
