import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { App } from './app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
services: [{ name: Payment API }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS);
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);

test('an admin makes an API key on the Home tab, and sees it once', async () => {
  const jane = person('jane');
  const home = jane.openHome();
  await home.waitForText('API keys');
  await jane.click(home, 'Create API key');
  const form = await jane.seesModal('Create API key');
  await form.fill('Name', 'prometheus');
  await form.choose('Service', 'Payment API');
  await form.fill('Requests a minute', '300');
  await form.submit();
  const shown = (await jane.seesModal('API key')).visible();
  const secret = /opk_[\w-]{43}/.exec(JSON.stringify(shown))?.[0] ?? '';
  await home.waitForText('prometheus');
  expect(JSON.stringify(home.visible())).not.toContain(secret);

  const response = await fetch(`${app.url}/api/services`, { headers: { Authorization: `Bearer ${secret}` } });
  expect(await response.json()).toMatchObject({ services: [{ name: 'Payment API' }] });
  const [stored] = await app.withStorage(({ keys }) => keys.list());
  expect(stored).toMatchObject({ name: 'prometheus', limit: 300 });
  expect(JSON.stringify(app.log)).not.toContain(secret);

  await jane.click(home, 'Create API key');
  const again = await jane.seesModal('Create API key');
  await again.fill('Name', 'prometheus');
  await again.submit();
  expect(Object.values(again.errors()).join()).toContain('already');
});

test('whoever is no admin has no such button', async () => {
  const home = person('bob').openHome();
  await home.waitForText('Open incidents');
  expect(JSON.stringify(home.visible())).not.toContain('API key');
});
