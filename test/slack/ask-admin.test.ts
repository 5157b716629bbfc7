import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { App, openIncidents } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", require_mapped_user: true }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS, (_, databaseFile) => openIncidents(databaseFile, ['Website is down']));
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const users = () => app.withStorage(({ people }) => people.users());

async function forgeAdd(who: Person, shown: object): Promise<void> {
  const payload = {
    type: 'block_actions',
    user: { id: who.id },
    trigger_id: `1.${JSON.stringify(shown).length}.${who.id}`,
    actions: [{ type: 'button', action_id: 'add_person', block_id: 'x', value: JSON.stringify(shown) }],
  };
  await app.send({ kind: 'interactive', payload });
}

test('whoever is unknown asks the admins, once, who add them by a button; then "Link me" does what they wanted', async () => {
  const carol = person('carol');
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Website is down');
  await carol.click(card, 'Acknowledge');
  const refusal = await carol.seesEphemeral("I don't know you yet");
  await carol.click(refusal, 'Link me');
  const unknown = await carol.seesEphemeral('No active user in opsknight.yml has the address carol@example.com');
  await carol.click(unknown, 'Ask an admin');
  await carol.seesEphemeral('The admins of OpsKnight are asked to add you');
  const asked = await person('jane').dm().waitForMessage('carol@example.com');
  await carol.click(unknown, 'Ask an admin');
  await carol.seesEphemeral('were asked today already');
  expect(
    person('jane')
      .dm()
      .messages()
      .filter((one) => one.visible().text.includes('carol@example.com')),
  ).toHaveLength(1);

  await forgeAdd(person('bob'), { id: carol.id, email: 'carol@example.com' });
  await person('bob').dm().waitForMessage('Only an admin of OpsKnight can add people');
  await forgeAdd(person('jane'), { id: carol.id, email: 'somebody@example.com' });
  await person('jane').dm().waitForMessage('another e-mail address by now');
  expect(await users()).toHaveLength(2);

  await person('jane').click(asked, 'Add as responder');
  await carol.dm().waitForMessage('An admin has added you to OpsKnight');
  expect(await users()).toContainEqual(expect.objectContaining({ email: 'carol@example.com', role: 'responder' }));
  const entry = { section: 'users', name: 'carol@example.com' } as const;
  expect(await app.withStorage(({ audit }) => audit.latest(entry))).toMatchObject({ by: { name: 'jane' } });
  await carol.click(refusal, 'Link me');
  await card.becomes({ text: /Acknowledged by\s+@carol/ });
});
