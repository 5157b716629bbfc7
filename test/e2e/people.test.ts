import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';
import { SETTINGS } from './settings.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
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

  test('with require_mapped_user nobody unknown acts, until "Link me" finds their address', async () => {
    await house.apply(`${SETTINGS.replace('workspace:', 'workspace:\n  require_mapped_user: true')}`);
    const shown = await card('Only for known people');
    const carol = house.person('carol');
    await carol.click(shown, 'Acknowledge');
    const refusal = await carol.seesEphemeral("I don't know you yet");
    await carol.click(refusal, 'Link me');
    await carol.seesEphemeral('No active user in opsknight.yml has the address carol@example.com');
    await house.apply(
      SETTINGS.replace('workspace:', 'workspace:\n  require_mapped_user: true').replace(
        'users:',
        'users:\n  - { name: Carol Jones, email: carol@example.com }',
      ),
    );
    await carol.click(refusal, 'Link me');
    await carol.seesEphemeral('You are Carol Jones in OpsKnight now');
    await carol.click(shown, 'Acknowledge');
    await shown.waitForReply('✅ Acknowledged by @carol');
    await house.apply(SETTINGS);
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

test('a Slack that does not say who somebody is delays no acknowledgement: the click is done once it does', async () => {
  const newcomer = house.workspace.join({ name: 'dora', realName: 'Dora New', email: 'dora@example.com' });
  const shown = await card('Pressed by somebody new');
  const slow = house.slack.faults.slow(4_000, { method: 'users.info' });
  await newcomer.click(shown, 'Acknowledge');
  await shown.waitForReply(/Acknowledged by @(dora|Dora New)/);
  slow.clear();
});
