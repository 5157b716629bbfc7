import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DAY } from '../../src/lib/clock.ts';
import { House } from './house.ts';

const YESTERDAY = new Date(Date.now() - DAY).toISOString().slice(0, 10);
const SETTINGS = `
workspace:
  default_channel: "#incidents"
  sla: { HIGH: { acknowledge: 2s, resolve: 1h } }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Alice Martin, email: alice@example.com }
schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    user_group: payments-oncall
    layers: [{ start: ${YESTERDAY}T00:00, rotation: 5d, users: [bob@example.com, alice@example.com] }]
  - name: nights
    timezone: Europe/Berlin
    layers: []
services:
  - { name: Payment API, channel: "#payment-alerts" }
  - { name: Watched, channel: "#incidents-critical", acknowledge_reminder: 2s }
`;

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS });
});
afterAll(() => house.close());

async function ask(name: string, line: string, answer: string | RegExp) {
  const person = house.person(name);
  await person.command('#incidents', line);
  return (await person.seesEphemeral(answer)).visible().text;
}

const group = () => house.workspace.model.userGroups.all.find(({ handle }) => handle === 'payments-oncall');

function groupBecomes(...names: string[]) {
  const wanted = names.map((name) => house.person(name).id);
  return house.slack.changes.waitFor(
    () => (JSON.stringify(group()?.users) === JSON.stringify(wanted) ? true : undefined),
    () => `the Slack group is ${JSON.stringify(group()?.users)}, not ${names.join(', ')}`,
  );
}

test('whoever is on call is told once, and the Slack group follows', async () => {
  const told = await house.person('bob').dm().waitForMessage('You are on call for payments-primary');
  expect(told.visible().text).toMatch(/until .*No open incidents/);
  await groupBecomes('bob');
});

describe('/opsknight oncall', () => {
  test('shows every schedule, and one with what comes next', async () => {
    const all = await ask('jane', '/opsknight oncall', 'On call now');
    expect(all).toMatch(/payments-primary: @bob until \d{4}-.*, then @alice/);
    expect(all).toContain('nights: nobody');
    expect(await ask('jane', '/opsknight oncall Payments-Primary', 'On call in payments-primary')).toContain(
      'Now: @bob',
    );
    await ask('jane', '/opsknight oncall payment-primary', 'Did you mean "payments-primary"?');
    await ask('guest', '/opsknight oncall', "Guests can't");
  });
});

describe('/opsknight override', () => {
  test('puts somebody on call at once, gaps as well; they are told, and the group follows', async () => {
    await ask(
      'jane',
      '/opsknight override @alice 4h payments-primary',
      '@alice is on call for payments-primary from now until',
    );
    await house.person('alice').dm().waitForMessage('@jane has put you on call for payments-primary');
    await house.person('alice').dm().waitForMessage('You are on call for payments-primary');
    await groupBecomes('alice');
    await ask('jane', '/opsknight override @alice 30m nights', '@alice is on call for nights');
    expect(await ask('bob', '/opsknight oncall', 'On call now')).toMatch(
      /payments-primary: @alice until .*, then @bob[\s\S]*nights: @alice until .*, then nobody|nights: @alice[\s\S]*payments-primary: @alice/,
    );
    await ask('jane', '/opsknight override @alice 20m nights', '@alice is on call for nights anyway');
    await ask('bob', '/opsknight cover 1h payments-primary', "You aren't on call for payments-primary in that time");
    await ask('jane', '/opsknight override @carol 4h nights', "@carol can't be on call");
    await ask('jane', '/opsknight override @alice 4h', 'Which schedule?');
    await ask('jane', '/opsknight override @alice 30s nights', 'That is too short; nothing was changed.');
    await ask('alice', '/opsknight cover 30s payments-primary', 'That is too short; nothing was changed.');
    await ask('guest', '/opsknight override @alice 4h nights', 'Nothing was changed');
  });

  test('has a form, and opsknight.yml can say it afterwards', async () => {
    const jane = house.person('jane');
    await jane.command('#general', '/opsknight override');
    const form = await jane.seesModal('Override');
    await expect(form.choose('Who', '@carol')).rejects.toThrow('@carol');
    await form.choose('Who', '@jane');
    await form.choose('Schedule', 'nights');
    await form.pickDateTime('From', Date.UTC(2027, 0, 4, 17) / 1000);
    await form.pickDateTime('Until', Date.UTC(2027, 0, 4, 16) / 1000);
    expect(await form.submit()).toBe('errors');
    await form.pickDateTime('Until', Date.UTC(2027, 0, 5, 8) / 1000);
    expect(await form.submit()).toBe('closed');
    await jane.dm().waitForMessage('@jane is on call for nights from');
    const { stdout } = await house.cli('export');
    expect(stdout).toMatch(/from: 2027-01-04T18:00\n\s+to: 2027-01-05T09:00\n\s+user: jane@example.com/);
    const again = await house.apply(stdout);
    expect(again.stderr).toContain('Nothing to change');
    // A file that knows nothing of what people did in Slack takes none of it away.
    expect((await house.apply(SETTINGS)).stderr).toContain('Nothing to change');
  });
});

test('“cover me”: the first colleague who accepts takes over', async () => {
  await ask('alice', '/opsknight cover 2h payments-primary', 'Asked @bob to cover for you');
  const [alice, bob] = [house.person('alice'), house.person('bob')];
  const question = await bob.dm().waitForMessage('@alice asks you to cover for them');
  await bob.click(question, "I'll cover");
  await question.becomes({ text: 'You cover for @alice', buttons: [] });
  await alice.dm().waitForMessage('@bob covers for you: on call for payments-primary');
  await groupBecomes('bob');
});

test('whoever is put on call, or asked to cover, can decline; whoever asked is told', async () => {
  const [jane, bob] = [house.person('jane'), house.person('bob')];
  await ask('jane', '/opsknight override @bob 3h nights', '@bob is on call for nights');
  const put = await bob.dm().waitForMessage('@jane has put you on call for nights');
  await bob.click(put, "I can't");
  await put.becomes({ text: 'you are not on call for nights by that any more', buttons: [] });
  await jane.dm().waitForMessage("@bob can't be on call for nights");
  expect(await ask('jane', '/opsknight oncall', 'On call now')).toContain('nights: @alice');
  await ask('alice', '/opsknight cover @bob 20m nights', 'Asked @bob to cover for you: on call for nights from now');
  const question = await bob.dm().waitForMessage('@alice asks you to cover for them: on call for nights');
  expect(question.visible().text).toContain('Europe/Berlin');
  await bob.click(question, "I can't");
  await question.becomes({ text: "You said that you can't cover for @alice", buttons: [] });
  await house.person('alice').dm().waitForMessage("@bob can't cover for you in nights");
});

describe('what people change about who is on call', () => {
  /** The same request once more, as Slack delivers it after the app was ended before it could say that it has it. */
  async function again(words: string) {
    const envelope = house.slack.envelopes.findLast(({ payload }) => JSON.stringify(payload).includes(words));
    if (!envelope) throw new Error(`nobody has sent ${words}`);
    await house.app.kill();
    await house.start();
    await house.slack.redeliver(envelope, { sameEnvelope: false });
  }
  const said = (name: string, words: string) =>
    house
      .person(name)
      .dm()
      .messages()
      .filter((one) => one.visible().text.includes(words)).length;

  const takenOverByBob = async () => (await house.cli('export')).stdout.split('user: bob@example.com').length - 1;

  test('happens once, however often Slack delivers it, and is told once', async () => {
    const before = await takenOverByBob();
    await ask('jane', '/opsknight override @bob 90m nights', '@bob is on call for nights');
    await house.person('bob').dm().waitForMessage('@jane has put you on call for nights');
    await again('override');
    await house.person('jane').seesEphemeral('That is done already');
    await ask('alice', '/opsknight cover 3h payments-primary', 'Asked @bob to cover for you');
    await again('cover 3h');
    await house.person('alice').seesEphemeral('That is done already');
    await house.owesNothing();
    expect(said('bob', '@jane has put you on call for nights')).toBe(1);
    expect(said('bob', '@alice asks you to cover for them: on call for payments-primary')).toBe(1);
    expect(await takenOverByBob()).toBe(before + 1);
  });

  test('is told to others also when Slack takes no messages for a while', async () => {
    house.slack.faults.httpError(503, { method: 'chat.postMessage' });
    await ask('jane', '/opsknight override @alice 45m nights', '@alice is on call for nights');
    await house.app.kill();
    house.slack.faults.clear();
    await house.start();
    await house.person('alice').dm().waitForMessage('@jane has put you on call for nights');
  });

  test('has one winner when two accept at once, and is answered the same way to whoever accepts twice', async () => {
    await ask('bob', '/opsknight cover @alice 1h nights', 'Asked @alice to cover for you');
    const alice = house.person('alice');
    const question = await alice.dm().waitForMessage('@bob asks you to cover for them: on call for nights');
    const stale = question.snapshot();
    await Promise.all([alice.click(stale, "I'll cover"), alice.click(stale, "I'll cover")]);
    await question.becomes({ text: 'You cover for @bob', buttons: [] });
    await house.person('bob').dm().waitForMessage('@alice covers for you: on call for nights');
    await house.owesNothing();
    expect(said('bob', '@alice covers for you: on call for nights')).toBe(1);
    await ask('bob', '/opsknight cover @bob 1h nights', "You can't cover for yourself");
    await ask('bob', '/opsknight cover @carol 1h nights', "@carol can't be on call");
  });
});

test('a Slack group that can’t be written is told to the admins, and not tried again and again', async () => {
  const refused = house.slack.faults.error('permission_denied', { method: 'usergroups.users.update' });
  await ask('jane', '/opsknight override @alice 1h payments-primary', '@alice is on call');
  await house.person('jane').dm().waitForMessage("I can't keep the Slack group payments-oncall");
  await ask('jane', '/opsknight override @jane 2m nights', '@jane is on call');
  await house.person('jane').dm().waitForMessage('You are on call for nights');
  expect(refused.hits).toBe(1);
  await ask(
    'bob',
    '/opsknight oncall payments-primary',
    'is not kept equal to who is on call: Slack says “permission_denied”',
  );
  refused.clear();
});

test('an SLA target is on the card and, once it has passed, in the thread', async () => {
  await house.trigger('Too slow');
  const card = await house.channel('#payment-alerts').waitForMessage('Too slow');
  expect(card.visible().text).toContain('⏱️ SLA: to be acknowledged in less than a minute');
  await card.waitForReply('⏱️ SLA breached: was to be acknowledged by');
  await card.becomes({ text: '⚠️ SLA breached: was to be acknowledged by' });
  expect(card.thread().filter((line) => line.visible().text.includes('SLA'))).toHaveLength(1);
});

test('the Home tab shows who is on call, my shifts and my incidents', async () => {
  await house.person('bob').click(await house.channel('#payment-alerts').waitForMessage('Too slow'), 'Acknowledge');
  const home = house.person('bob').openHome();
  await home.waitForText(
    /Too slow[\s\S]*On call[\s\S]*payments-primary: @alice[\s\S]*Your shifts[\s\S]*payments-primary/,
  );
  await house.person('bob').click(home, 'Resolve', { row: 'Too slow' });
});

test('the owner of an acknowledged HIGH incident is asked, and keeps it or hands it back', async () => {
  await house.trigger('Is anybody there', { service: 'Watched' });
  const card = await house.channel('#incidents-critical').waitForMessage('Is anybody there');
  const jane = house.person('jane');
  await jane.click(card, 'Acknowledge');
  const question = await jane.dm().waitForMessage('Are you still on');
  expect(question.visible().buttons).toEqual(["I'm on it", 'Hand it back']);
  await jane.click(question, "I'm on it");
  await card.waitForReply('👍 @jane is still on it');
  await jane.click(question, 'Hand it back');
  await card.waitForReply('↩️ Open again, handed back by @jane');
});
