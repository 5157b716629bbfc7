import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../../packages/local-slack/test/browser/browser.ts';
import { App } from '../slack/app.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com }
schedules:
  - { name: primary, timezone: UTC, layers: [{ users: [bob@example.com], rotation: daily, start: 2026-01-05T09:00 }] }
escalation_policies: [{ name: everybody, steps: [{ after: 0s, notify: ["schedule:primary"] }] }]
services: [{ name: Payment API, escalation_policy: everybody }]
`;

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });
const field = (at: Locator, name: string) => at.getByRole('textbox', { name, exact: true });

describeInBrowser('the settings on the Home tab, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const start = App.start(SETTINGS, () => {}, { isPaced: false, hasPage: true });
    [app, browser] = await Promise.all([start, openBrowser()]);
    page = await (await browser.newContext()).newPage();
    const { teamId } = app.slack.workspace();
    await page.goto(`${app.slack.url}/client/${teamId}/${app.slack.workspace().channel('#general').id}?as=jane`);
    const own = page.getByRole('link', { name: /OpsKnight/ }).first();
    await own.click();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const dialog = (name: string) => page.getByRole('dialog', { name, exact: true });
  async function opens(name: string): Promise<Locator> {
    await button(page, name).click();
    return dialog(name);
  }
  const closes = (at: Locator) => button(at, 'Close').last().click();

  it('make a key, which is shown once', async () => {
    const keys = await opens('API keys');
    await button(keys, 'Create API key').click();
    const form = dialog('Create API key');
    await field(form, 'Name').fill('alertmanager');
    await button(form, 'Create key').click();
    await page
      .getByText(/opk_[\w-]{40,}/)
      .first()
      .waitFor();
    await button(page.getByRole('dialog').last(), 'Done').last().click();
    await keys.getByText('alertmanager').first().waitFor();
    await closes(keys);
    const made = await app.withStorage((storage) => storage.keys.list());
    expect(made.map(({ name }) => name)).toEqual(['alertmanager']);
  });

  it('add a person, and say what is wrong at its field', async () => {
    const people = await opens('People');
    await button(people, 'Add person').click();
    const form = dialog('Add person');
    await field(form, 'Name').fill('Carol White');
    await field(form, 'E-mail address').fill('carol');
    await button(form, 'Add').click();
    await form.getByText('is not an e-mail address').waitFor();
    await field(form, 'E-mail address').fill('carol@example.com');
    await button(form, 'Add').click();
    await people.getByText('Carol White').first().waitFor();
    await closes(people);
  });

  it('show who is on call, and who is paged', async () => {
    const schedules = await opens('Schedules');
    await schedules.getByText('primary').first().waitFor();
    await button(schedules, 'Open').first().click();
    const schedule = dialog('Schedule');
    await schedule.getByText('Rotations').waitFor();
    await button(schedule, 'Edit rotation').waitFor();
    await closes(schedule);
    await closes(schedules);
    const policies = await opens('Policies');
    await button(policies, 'Open').first().click();
    const policy = dialog('Policy');
    await button(policy, 'Add step').click();
    const form = dialog('Add step');
    await field(form, 'After').fill('soon');
    await button(form, 'Add').click();
    await form
      .getByText(/duration|call somebody/)
      .first()
      .waitFor();
    await button(form, 'Cancel').click();
    await closes(policy);
    await closes(policies);
  });
});
