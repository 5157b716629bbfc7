import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';
import { SETTINGS } from './settings.ts';

let house: House;
beforeAll(async () => {
  house = await House.open({ slack: { timing: {} } }); // Slack's own: one of them is about being in time
});
afterAll(() => house.close());

const card = async (title: string) => (await house.incident(title)).card;

/** The same in a channel where guests and people from elsewhere are. */
async function sharedCard(title: string) {
  await house.trigger(title, { service: 'Website', urgency: 'LOW' });
  return house.channel('#incidents').waitForMessage(title);
}

describe('whose click it is', () => {
  test('a Slack user is mapped by e-mail, whatever its case', async () => {
    const shown = await card('Mapped by e-mail');
    await house.person('bob').click(shown, 'Acknowledge');
    const line = await shown.waitForReply('Acknowledged by @bob');
    expect(line.visible().text).not.toContain('via Slack');
  });

  test('somebody without a match counts all the same, as "via Slack"', async () => {
    const shown = await card('Nobody of ours');
    await house.person('carol').click(shown, 'Acknowledge');
    await shown.waitForReply('✅ Acknowledged by @carol via Slack');
  });

  test('a disabled user does not match', async () => {
    await house.apply(SETTINGS.replace('role: responder }', 'role: responder, active: false }'));
    const shown = await card('Disabled user');
    await house.person('bob').click(shown, 'Acknowledge');
    await shown.waitForReply('✅ Acknowledged by @bob via Slack');
    await house.apply(SETTINGS);
  });

  test('a new e-mail address is known at once', async () => {
    const shown = await card('New address');
    house.person('alice').change({ email: 'jane@example.com' });
    await house.person('alice').click(shown, 'Resolve');
    await (await house.person('alice').seesModal(/^Resolve/)).submit();
    await shown.waitForReply('🔧 Resolved by @alice');
  });
});

describe('who may not act', () => {
  test.each([
    ['guest', 'Guests can’t work on incidents'],
    ['stranger', 'belongs to another organisation'],
  ])('a %s is told so, and nothing changes', async (name, words) => {
    const shown = await sharedCard(`Pressed by a ${name}`);
    const outsider = house.person(name);
    await outsider.click(shown, 'Acknowledge');
    const answer = await outsider.seesEphemeral(words.replace('’', "'"));
    expect(answer.visible().text).toContain('Nothing was changed');
    expect(shown.visible().buttons).toContain('Acknowledge');
    await outsider.command('#incidents', '/opsknight incidents');
    await outsider.seesEphemeral(words.replace('’', "'"));
  });

  test('a viewer may look, not act', async () => {
    await house.apply(SETTINGS.replace('role: responder', 'role: viewer'));
    const shown = await card('Looked at');
    const bob = house.person('bob');
    await bob.click(shown, 'Resolve');
    await bob.seesEphemeral('You may look at incidents');
    await bob.command('#incidents', '/opsknight incidents');
    await bob.seesEphemeral('Looked at');
    await house.apply(SETTINGS);
  });
});

describe('with require_mapped_user', () => {
  const withCarol = (active: boolean) =>
    SETTINGS.replace('workspace:', 'workspace:\n  require_mapped_user: true').replace(
      'users:',
      `users:\n  - { name: Carol Jones, email: carol@example.com, active: ${active} }`,
    );
  const STRICT = withCarol(false);
  const WITH_CAROL = withCarol(true);
  beforeEach(() => house.apply(STRICT));
  afterAll(() => house.apply(SETTINGS));

  async function refusedCarol(act: () => Promise<unknown>) {
    await act();
    return house.person('carol').seesEphemeral("I don't know you yet");
  }

  test('nobody unknown acts, until "Link me" finds their address: then what they wanted is done, once', async () => {
    const shown = await card('Only for known people');
    const carol = house.person('carol');
    const refusal = await refusedCarol(() => carol.click(shown, 'Acknowledge'));
    await carol.click(refusal, 'Link me');
    await carol.seesEphemeral('No active user in opsknight.yml has the address carol@example.com');
    expect(shown.visible().buttons).toContain('Acknowledge');
    await house.apply(WITH_CAROL);
    await carol.click(refusal, 'Link me');
    await carol.seesEphemeral('You are Carol Jones in OpsKnight now, and what you wanted is done.');
    await shown.waitForReply('✅ Acknowledged by @carol');

    await shown.becomes({ text: /Acknowledged by\s+@carol/ });
    await house.person('bob').choose(shown, '⋯', 'Hand it back');
    await (await house.person('bob').seesModal(/^Hand back/)).submit();
    await shown.becomes({ text: '· Open' });
    await carol.click(refusal, 'Link me');
    await carol.seesEphemeral('What you wanted was done before');
    expect(shown.visible().buttons).toContain('Acknowledge');
  });

  test('"Link me" opens the form that was not opened, with what was typed', async () => {
    const shown = await card('Resolved by somebody new');
    const carol = house.person('carol');
    const resolve = await refusedCarol(() => carol.click(shown, 'Resolve'));
    const create = await refusedCarol(() => carol.command('#general', '/opsknight create The *shop* is down: again'));
    await house.apply(WITH_CAROL);
    await carol.click(create, 'Link me');
    const form = await carol.seesModal('Create incident');
    expect(form.value('Title')).toBe('The *shop* is down: again');
    form.close();
    await carol.click(resolve, 'Link me');
    await (await carol.seesModal(/^Resolve/)).submit();
    await shown.waitForReply('🔧 Resolved by @carol');
  });

  test('what was typed into a form is kept for "Link me"', async () => {
    await house.apply(WITH_CAROL);
    const shown = await card('Typed while unknown');
    const carol = house.person('carol');
    await carol.click(shown, 'Resolve');
    const modal = await carol.seesModal(/^Resolve/);
    await modal.fill('Resolution note', 'A long story');
    await house.apply(STRICT);
    expect(await modal.submit()).toBe('errors');
    expect(modal.errors()['Resolution note']).toContain("I don't know you yet");
    const told = await carol.dm().waitForMessage("I don't know you yet");
    await house.apply(WITH_CAROL);
    await carol.click(told, 'Link me');
    await carol.seesEphemeral('what you wanted is done');
    const line = await shown.waitForReply('🔧 Resolved by @carol');
    expect(line.visible().text).toContain('Resolution: A long story');
    // The modal is still open: sending it once more changes nothing, and is no error.
    expect(await modal.submit()).toBe('closed');
  });
});

describe('who sees forms, schedules and lists', () => {
  const WAYS: [string, (name: string) => Promise<unknown>][] = [
    ['the shortcut', (name) => house.person(name).shortcut('Create Incident')],
    ...[
      'create x',
      'oncall',
      'cover 1h',
      'override',
      'override @bob 1h',
      'page @bob help',
      'page x',
      'incidents',
      'status',
      'web',
      'reopen INC-1',
      'escalate INC-1',
      'help',
    ].map((words): [string, (name: string) => Promise<unknown>] => [
      `/opsknight ${words}`,
      (name) => house.person(name).command('#incidents', `/opsknight ${words}`),
    ]),
  ];
  const told = new Set<string>();
  /** What somebody is told in a message that no one has looked at before: only they see it, or in their DM. */
  function newest(name: string, words: string): string | undefined {
    const { id } = house.person(name);
    const dm = house.person(name).dm().channel.id;
    const found = house.workspace.model.messages.all.findLast(
      (one) => (one.onlyFor === id || one.channelId === dm) && !told.has(one.ts) && one.text.includes(words),
    );
    if (found) told.add(found.ts);
    return found?.text;
  }

  test.each(WAYS)('no guest and no stranger by %s: they are told why', async (_, ask) => {
    await ask('guest');
    await ask('stranger');
    for (const [name, words] of [
      ['guest', "Guests can't work on incidents"],
      ['stranger', 'belongs to another organisation'],
    ] as const) {
      const answer = await house.slack.changes.waitFor(
        () => newest(name, words),
        () => `@${name} was told nothing`,
      );
      expect(answer).not.toMatch(/schedule|@bob/);
      expect(house.workspace.model.views.topOf(house.person(name).id)).toBeUndefined();
    }
  });

  test('nor by buttons that open forms, nor on the Home tab', async () => {
    const shown = await sharedCard('Looked at by outsiders');
    for (const name of ['guest', 'stranger']) {
      const outsider = house.person(name);
      await outsider.click(shown, 'Resolve');
      await outsider.choose(shown, 'Snooze', 'Custom…');
      await outsider.click(shown, 'View in OpsKnight');
      const home = outsider.openHome();
      await home.waitForText(name === 'guest' ? "Guests can't" : 'belongs to another organisation');
      expect(house.workspace.model.views.topOf(outsider.id)).toBeUndefined();
    }
  });
});

test('a Slack that does not say who somebody is delays no acknowledgement: the click is done once it does', async () => {
  const newcomer = house.workspace.join({ name: 'dora', realName: 'Dora New', email: 'dora@example.com' });
  const shown = await card('Pressed by somebody new');
  const slow = house.slack.faults.slow(4_000, { method: 'users.info' });
  await newcomer.click(shown, 'Acknowledge');
  await shown.waitForReply(/Acknowledged by @(dora|Dora New)/);
  slow.clear();
});
