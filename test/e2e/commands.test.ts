import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

async function ask(name: string, line: string, answer: string | RegExp) {
  const person = house.person(name);
  await person.command('#general', line);
  return person.seesEphemeral(answer);
}

describe('/opsknight incidents', () => {
  test('says so when nothing is open', async () => {
    await ask('jane', '/opsknight incidents', 'No open incidents. 🎉');
  });

  test('lists what is open, most urgent first, in pages, and each row can be worked', async () => {
    const titles = Array.from({ length: 12 }, (_, index) => `Slow query ${index + 1}`);
    for (const title of titles) await house.trigger(title, { urgency: 'LOW' });
    await house.trigger('Everything is down', { urgency: 'HIGH' });
    const list = await ask('jane', '/opsknight incidents', '13 open incidents, page 1 of 2');
    const { text, buttons } = list.visible();
    expect(text.indexOf('Everything is down')).toBeLessThan(text.indexOf('Slow query 1'));
    expect(buttons.filter((label) => label === 'Acknowledge')).toHaveLength(10);
    expect(buttons).toContain('Next →');

    const jane = house.person('jane');
    await jane.click(list, 'Next →');
    await list.becomes({ text: 'page 2 of 2' });
    await jane.click(list, '← Previous');
    await list.becomes({ text: 'page 1 of 2' });
    await jane.click(list, 'Acknowledge', { row: 'Everything is down' });
    await list.becomes({ text: 'Acknowledged by @jane' });
    await jane.choose(list, 'Snooze', '1 hour', { row: 'Everything is down' });
    await list.becomes({ text: 'Snoozed until' });
  });

  test('shows the incidents of a private channel to its members only', async () => {
    await house.apply(`services: [{ name: Payroll, channel: "#leads" }]`);
    await house.trigger('Salaries are wrong', { service: 'Payroll', urgency: 'HIGH' });
    await house.channel('#leads').waitForMessage('Salaries are wrong');
    const seen = await ask('jane', '/opsknight incidents', 'open incidents');
    expect(seen.visible().text).toContain('Salaries are wrong');
    const hidden = await ask('bob', '/opsknight incidents', 'open incidents');
    expect(hidden.visible().text).not.toContain('Salaries');
    house.channel('#leads').add(house.person('bob'));
    // The app hears of it a moment after Slack knows.
    for (let list = hidden; !list.visible().text.includes('Salaries are wrong'); ) {
      list = await ask('bob', '/opsknight incidents', 'open incidents');
    }
  });
});

test('whoever is paged for an incident of a private channel sees it, though they are not in there', async () => {
  await house.apply(`
users: [{ name: Carol Jones, email: carol@example.com }]
escalation_policies: [{ name: payroll, steps: [{ after: 0s, notify: ["user:carol@example.com"] }] }]
services: [{ name: Payroll, channel: "#leads", escalation_policy: payroll }]`);
  await house.trigger('Salaries are late', { service: 'Payroll', urgency: 'HIGH' });
  await house.person('carol').dm().waitForMessage('Salaries are late');
  await ask('carol', '/opsknight incidents', 'Salaries are late');
});

test('/opsknight status counts incidents and says how OpsKnight itself is', async () => {
  const status = await ask('bob', '/opsknight status', 'OpsKnight status');
  expect(status.visible().text).toMatch(/\d+ open · 0 acknowledged · 1 snoozed/);
  expect(status.visible().text).toContain('✅ Slack: connected');
});

test('/opsknight oncall says that no schedule exists, and how to add one', async () => {
  const answer = await ask('bob', '/opsknight oncall', 'No on-call schedule exists yet');
  expect(answer.visible().text).toContain('opsknight apply opsknight.yml');
});

describe('/opsknight help', () => {
  test.each(['/opsknight help', '/opsknight', '/opsknight HELP'])('%s lists what there is', async (line) => {
    const help = await ask('bob', line, 'What I can do for you');
    for (const word of ['incidents', 'oncall', 'status', 'create', 'web']) {
      expect(help.visible().text).toContain(`/opsknight ${word}`);
    }
  });

  test('an unknown word is answered with what was probably meant', async () => {
    const answer = await ask('bob', '/opsknight incidnets', 'Did you mean');
    expect(answer.visible().text).toContain('/opsknight incidents');
    const strange = await ask('bob', '/opsknight <!channel> xyzzy', "I don't know");
    expect(strange.visible().text).not.toContain('Did you mean');
    expect(strange.mentions).toEqual([]);
  });
});

test('the Home tab shows what is mine, and its buttons work', async () => {
  const jane = house.person('jane');
  const home = jane.openHome();
  await home.waitForText('Open incidents');
  await jane.click(home, 'Create incident');
  await jane.seesModal('Create incident');
});
