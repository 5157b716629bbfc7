import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChannelHandle, MessageHandle, ModalHandle, Person } from 'local-slack';
import { until } from '../until.ts';
import { forgeMetadata, pressForged } from './forging.ts';
import { House } from './house.ts';
import { ACME, SETTINGS } from './settings.ts';

const TEAMS = ['payroll', 'legal', 'board', 'merger', 'audit'];
const titled = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Every team has a private channel: alice is in it, bob and carol are not; jane is an admin, and not in it either. */
const PRIVATE_TEAMS = {
  ...ACME,
  channels: [
    ...ACME.channels,
    ...TEAMS.map((name) => ({ name, private: true, members: ['alice'], bot: true })),
    { name: 'ledger', members: ['jane', 'bob', 'alice'] },
  ],
};
const YAML = `${SETTINGS}${TEAMS.map((name) => `  - { name: ${titled(name)}, channel: "#${name}" }`).join('\n')}
  - { name: Ledger, channel: "#ledger" }
`.replace('workspace:', 'workspace:\n  subscriptions: [{ channel: "#incidents-all" }]');

let house: House;
let alice: Person;
let bob: Person;
let jane: Person;
/** A card that everybody sees. */
let common: MessageHandle;

beforeAll(async () => {
  house = await House.open({ settings: YAML, slack: { workspaces: [PRIVATE_TEAMS] } });
  [alice, bob, jane] = [house.person('alice'), house.person('bob'), house.person('jane')];
  ({ card: common } = await house.incident('Common knowledge'));
});
afterAll(() => house.close());

interface Secret {
  number: number;
  key: string;
  channel: ChannelHandle;
}

async function secret(
  team: string,
  title: string,
  more: Record<string, unknown> = {},
): Promise<Secret & { card: MessageHandle }> {
  const opened = await open(team, title, more);
  return { ...opened, card: await opened.channel.waitForMessage(title) };
}

async function open(team: string, title: string, more: Record<string, unknown> = {}): Promise<Secret> {
  const { incident } = await house.trigger(title, { service: titled(team), dedup_key: title, ...more });
  const key = incident ?? '';
  return { number: Number(key.slice('INC-'.length)), key, channel: house.channel(team) };
}

/** What `/opsknight incidents` shows somebody. */
async function listOf(person: Person): Promise<string> {
  await person.command('#incidents', '/opsknight incidents');
  return (await person.seesEphemeral(/open incident/)).visible().text;
}

/** Resolves once somebody's list is so. */
async function listBecomes(person: Person, holds: (list: string) => boolean): Promise<void> {
  while (!holds(await listOf(person)));
}

/** Every channel that is not private. */
function publicTexts(): string {
  const channels = house.workspace.model.channels.all.filter(({ kind }) => kind === 'public');
  const messages = channels.flatMap(({ name }) => house.channel(name).messages());
  return messages
    .flatMap((message) => [message, ...message.thread()].map((one) => `${one.notificationText} ${one.visible().text}`))
    .join('\n');
}

/** Without what may differ: which incident was asked about. */
const unnumbered = (text: string) => text.replaceAll(/INC-\d+/g, 'INC-n');

describe('an incident of a private channel', () => {
  let hidden: Secret & { card: MessageHandle };
  beforeAll(async () => {
    hidden = await secret('payroll', 'Salaries leaked', { urgency: 'HIGH' });
  });

  test('is in the lists of the members, and in nobody else’s', async () => {
    await listBecomes(alice, (list) => list.includes('Salaries leaked'));
    expect(await listOf(bob)).not.toContain('Salaries leaked');
    expect(await listOf(jane)).not.toContain('Salaries leaked'); // an admin is no member
  });

  test('is shown to no subscriber', async () => {
    await house.channel('#incidents-all').waitForMessage('Common knowledge');
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Salaries');
    expect(house.channel('#incidents-all').messageBy(hidden.key)).toBeUndefined();
  });

  test.each([
    ['ack_incident', (number: number) => `${number}`],
    ['snooze_incident', (number: number) => `${number}:15m`],
    ['snooze_incident', (number: number) => `${number}:custom`],
    ['resolve_incident', (number: number) => `${number}`],
    ['more_incident', (number: number) => `${number}:edit`],
    ['more_incident', (number: number) => `${number}:wake`],
    ['more_incident', (number: number) => `${number}:actions`],
    ['view_incident', (number: number) => `${number}`],
  ])('can’t be worked on by a forged %s, whose answer does not say whether it is there', async (actionId, value) => {
    const answers: string[] = [];
    for (const number of [hidden.number, 9_999]) {
      await pressForged(house, bob, common, actionId, value(number));
      answers.push((await bob.seesEphemeral(`There is no INC-${number}`)).visible().text);
    }
    expect(unnumbered(answers[0] ?? '')).toBe(unnumbered(answers[1] ?? '?'));
    expect(hidden.card.visible().buttons).toContain('Acknowledge');
  });

  test.each([
    'escalate INC-n',
    'page @carol INC-n',
    'assign INC-n @bob',
    'note INC-n hello',
    'urgency INC-n low',
    'edit INC-n',
    'resolve INC-n',
  ])('can’t be reached by /opsknight %s', async (words) => {
    const answers: string[] = [];
    for (const key of [hidden.key, 'INC-9999']) {
      await bob.command('#incidents', `/opsknight ${words.replace('INC-n', key)}`);
      answers.push((await bob.seesEphemeral(`There is no ${key}`)).visible().text);
    }
    expect(unnumbered(answers[0] ?? '')).toBe(unnumbered(answers[1] ?? '?'));
  });

  test('can’t be resolved by a modal that was opened for another one', async () => {
    await bob.click(common, 'Resolve');
    const modal = await bob.seesModal(/^Resolve/);
    forgeMetadata(house, bob, JSON.stringify({ number: hidden.number }));
    expect(await modal.submit()).toBe('errors');
    expect(JSON.stringify(modal.errors())).toContain(`There is no ${hidden.key}`);
    modal.close();
    expect(hidden.card.visible().buttons).toContain('Acknowledge');
  });

  test('is acknowledged by a member', async () => {
    await alice.click(hidden.card, 'Acknowledge');
    await hidden.card.waitForReply('Acknowledged by @alice');
  });

  test('is seen by whoever joins the channel, and no more by who leaves it', async () => {
    hidden.channel.add(bob);
    await listBecomes(bob, (list) => list.includes('Salaries leaked'));
    hidden.channel.remove(bob);
    await listBecomes(bob, (list) => !list.includes('Salaries leaked'));
  });

  test('is seen no more by whoever was put out of the channel while the app was down', async () => {
    hidden.channel.add(bob);
    await listBecomes(bob, (list) => list.includes('Salaries leaked'));
    await house.app.stop();
    hidden.channel.remove(bob);
    await house.start();
    await listBecomes(bob, (list) => !list.includes('Salaries leaked'));
  });
});

describe('when its private channel', () => {
  const LOST = 'a private incident has lost its channel; its last members can open it';

  test('has thrown the bot out, the fallback says that there is one, and no more; invited again, all goes on there', async () => {
    const before = await secret('legal', 'Sued by Umbrella', { urgency: 'LOW' });
    before.channel.kickBot();
    const after = await open('legal', 'Sued by Cyberdyne');
    const word = await house.channel('#incidents').waitForMessage(`${after.key}: ${LOST}`);
    expect(word.visible().buttons).toEqual(['View in OpsKnight']);
    await listBecomes(alice, (list) => list.includes('Umbrella') && list.includes('Cyberdyne'));
    await listBecomes(jane, (list) => list.includes('Sued by Cyberdyne')); // an admin sees to what is lost
    expect(await listOf(bob)).not.toContain('Sued by');
    await pressForged(house, bob, common, 'ack_incident', `${after.number}`);
    await bob.seesEphemeral(`There is no ${after.key}`);

    // The same alert again, and whatever else happens to it, is posted nowhere.
    await open('legal', 'Sued by Umbrella', { urgency: 'HIGH' });
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Sued by');

    before.channel.inviteBot();
    const card = await before.channel.waitForMessage('Sued by Cyberdyne');
    await alice.click(card, 'Acknowledge');
    await card.waitForReply('Acknowledged by @alice');
    await before.card.becomes({ text: 'HIGH' }); // the alert of the time in between
    await word.becomes({ text: 'this incident continues in private. The members of its channel see it there' });
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Sued by');
    await listBecomes(jane, (list) => !list.includes('Sued by Cyberdyne'));
  });

  test('is renamed, it stays private, also when somebody takes the old name for a public one', async () => {
    const { channel, key } = await secret('merger', 'Offer to Initech');
    channel.rename('#merger-old');
    house.workspace.createChannel('merger', { by: bob });
    await open('merger', 'Offer to Hooli');
    await open('merger', 'Offer to Initech');
    await channel.waitForMessage('Offer to Hooli');
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Offer to');
    expect(await listOf(bob)).not.toContain('Offer to');
    await listBecomes(alice, (list) => list.includes(key));
  });

  test('is no longer that of the service, an incident that is open stays where it was', async () => {
    const { card } = await secret('audit', 'Books don’t add up', { urgency: 'LOW' });
    await house.apply(YAML.replace('channel: "#audit"', 'channel: "#ledger"'));
    await open('audit', 'Books don’t add up', { urgency: 'HIGH' });
    await card.becomes({ text: 'HIGH' });
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Books');
    expect(await listOf(bob)).not.toContain('Books');
  });
});

test('a public channel that was made private hides what belongs to it, as soon as Slack tells', async () => {
  const { incident } = await house.trigger('Ledger is wrong', { service: 'Ledger', dedup_key: 'ledger' });
  const copy = await house.channel('#incidents-all').waitForMessage('Ledger is wrong');
  const carol = house.person('carol'); // she isn't in it; OpsKnight is, since it has posted there
  await listBecomes(carol, (list) => list.includes('Ledger is wrong'));
  await until(() => house.channel('ledger').memberNames.some((name) => /opsknight/i.test(name)));
  house.channel('ledger').makePrivate();
  await house.cli('doctor').catch(() => {}); // it lists the channels anew; findings make it fail
  expect(await listOf(carol)).not.toContain('Ledger is wrong');
  await listBecomes(bob, (list) => list.includes('Ledger is wrong'));
  await house.trigger('Ledger is wrong', { service: 'Ledger', dedup_key: 'ledger' });
  await copy.becomes({
    text: `${incident}: this incident continues in private. The members of its channel see it there`,
  });
});

describe('a storm of a private channel', () => {
  /** More than a page of a list. */
  const PAPERS = 24;
  const NO_SUCH_STORM = "There is no such storm, or it belongs to a private channel that you aren't in.";
  /** A storm that nobody has, to compare with. */
  const ABSENT = 9_999;
  let board: ChannelHandle;
  let storm: MessageHandle;
  let stormId: number;
  /** One that everybody sees, with the same filters and as many pages; bob uses its true controls. */
  let publicStorm: MessageHandle;
  let standing: string;

  const alerts = (title: string, service?: string) =>
    Array.from({ length: PAPERS }, (_, index) => ({
      event_action: 'trigger',
      title: `${title} ${index}`,
      urgency: 'LOW',
      dedup_key: `${title} ${index}`,
      ...(service === undefined ? {} : { service }),
    }));

  beforeAll(async () => {
    board = house.channel('board');
    await house.post(alerts('Board paper', 'Board'));
    storm = await board.waitForMessage(/Storm: \d+ incidents/);
    await house.post(alerts('Lamp'));
    publicStorm = await house.channel('#incidents').waitForMessage(/Storm: \d+ incidents/);
    await house.owesNothing();
    const values = storm.placed().flatMap(({ element }) => (element.type === 'button' ? [element.value] : []));
    stormId = Number(values[0]);
    standing = storm.visible().text;
    expect(standing).toMatch(/\d+ open/);
  });
  afterEach(async () => {
    await house.owesNothing();
    expect(storm.visible().text).toBe(standing);
    expect(storm.thread()).toHaveLength(0);
    expect(house.workspace.model.views.topOf(bob.id)).toBeUndefined();
  });

  /** A button of a card that bob sees, as if it were that storm's. */
  const pressAsStorm = (action_id: string, id: number) =>
    pressForged(house, bob, common, 'ack_incident', `${id}`, action_id);

  /** The modal of the storm that bob may see, as if it were of that one. */
  async function openAs(id: number): Promise<ModalHandle> {
    await bob.click(publicStorm, `Show all ${PAPERS}`);
    const modal = await bob.seesModal(`Storm: ${PAPERS} incidents`);
    rename(id);
    return modal;
  }

  function rename(id: number, more: object = {}): void {
    forgeMetadata(house, bob, JSON.stringify({ stormId: id, page: 1, filter: {}, ...more }));
  }

  /** What a modal shows once it shows nothing of any storm; all of it, without what it remembers. */
  async function shownBy(modal: ModalHandle): Promise<string> {
    await until(
      () => modal.visible().text.includes(NO_SUCH_STORM),
      () => modal.describe(),
    );
    const shown = `${modal.title}: ${modal.describe()}`;
    modal.close();
    return shown;
  }

  /** What bob is told in his direct messages after so many others. */
  async function nextInDm(before: number): Promise<string> {
    const since = () => bob.dm().messages().slice(before);
    await until(() => since().length > 0);
    return since()
      .map((message) => message.visible().text)
      .join('\n');
  }

  /** Bob hears of it what he hears of one that isn't there: nothing of what it is. */
  async function tellsNothing(of: (id: number) => Promise<string>): Promise<void> {
    const [hidden, absent] = [await of(stormId), await of(ABSENT)];
    expect(hidden).toBe(absent);
    expect(hidden).not.toMatch(/Board|INC-|\d/);
  }

  test('can’t be acknowledged as a whole by a forged value', () =>
    tellsNothing(async (id) => {
      await pressAsStorm('ack_storm', id);
      return (await bob.seesEphemeral('Nothing in this storm is open any more')).visible().text;
    }));

  test('can’t be resolved as a whole by a forged value: the form is not even opened', () =>
    tellsNothing(async (id) => {
      await pressAsStorm('resolve_storm', id);
      return (await bob.seesEphemeral('Nothing is left to resolve')).visible().text;
    }));

  test('can’t be resolved by a form that was opened for another one', () =>
    tellsNothing(async (id) => {
      const before = bob.dm().messages().length;
      await bob.click(publicStorm, 'Resolve all');
      const form = await bob.seesModal('Resolve all');
      rename(id);
      await form.fill('Resolution note', 'Gone for good');
      expect(await form.submit()).toBe('closed');
      return nextInDm(before);
    }));

  test('can’t be listed by a forged value', () =>
    tellsNothing(async (id) => {
      await pressAsStorm('show_storm', id);
      return shownBy(await bob.seesModal('Storm'));
    }));

  test.each<[string, (modal: ModalHandle) => Promise<void>]>([
    ['page', (modal) => modal.click('Next →')],
    ['filter by urgency', (modal) => modal.choose('Urgency', '🔵 LOW')],
    ['filter by service', (modal) => modal.choose('Service', 'No service')],
    ['Acknowledge all', (modal) => modal.click('Acknowledge all', { confirm: true })],
  ])('can’t be listed or worked on by the modal of another one: %s', (_, use) =>
    tellsNothing(async (id) => {
      const modal = await openAs(id);
      await use(modal);
      return shownBy(modal);
    }),
  );

  test.each(['ack', '1h', 'reopen'])('can’t be worked on by a forged %s in a row', async (choice) => {
    const [, number] = /INC-(\d+): Board paper/.exec(standing) ?? [];
    for (const forged of [number, ABSENT]) {
      await bob.click(publicStorm, `Show all ${PAPERS}`);
      const modal = await bob.seesModal(`Storm: ${PAPERS} incidents`);
      await pressForged(house, bob, modal, 'storm_incident', `${forged}:${choice}`);
      const told = () => modal.visible().text;
      await until(() => told().includes(`There is no INC-${forged}, or it belongs to a private channel`), told);
      expect(told()).not.toContain('Board');
      modal.close();
    }
  });

  test('is not shown by a page or a filter that the modal is made to remember', () =>
    tellsNothing(async (id) => {
      const modal = await openAs(id);
      rename(id, { page: 2, filter: { urgency: 'LOW' } });
      await modal.click('Next →');
      return shownBy(modal);
    }));

  test('can’t be resolved from the modal of another one', async () => {
    const modal = await openAs(stormId);
    const before = bob.dm().messages().length;
    await modal.click('Resolve all');
    expect(await nextInDm(before)).toBe('Nothing is left to resolve.');
    modal.close();
  });

  test('is shown nowhere else when the channel is archived', async () => {
    board.archive();
    await open('board', 'Board dissolved', { urgency: 'HIGH' });
    await house.owesNothing();
    await open('board', 'Board paper 3', { urgency: 'HIGH' });
    await open('board', 'Board paper 4', { urgency: 'LOW' });
    await house.owesNothing();
    expect(publicTexts()).not.toContain('Board');
    expect(publicTexts()).toContain('private incident');
    await listBecomes(alice, (list) => list.includes('Board dissolved'));
    expect(await listOf(bob)).not.toContain('Board');
  });
});
