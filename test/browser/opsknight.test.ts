import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../../packages/local-slack/test/browser/browser.ts';
import { House } from '../e2e/house.ts';

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });

describeInBrowser('an incident, worked in a browser', () => {
  let house: House;
  let browser: Browser;
  beforeAll(async () => {
    [house, browser] = await Promise.all([House.open({ slack: { page: {} } }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** A window of the local Slack in which somebody looks at a channel. */
  async function window(name: string, channel: string, look: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ timezoneId: 'Europe/Berlin', ...look });
    const page = await context.newPage();
    const { teamId } = house.workspace;
    await page.goto(`${house.slack.url}/client/${teamId}/${house.channel(channel).id}?as=${name}`);
    return page;
  }

  /** The message that shows the incident with that title. */
  const cardOf = (page: Page, title: string) =>
    page.getByRole('log', { name: 'Messages' }).getByRole('article').filter({ hasText: title });

  async function incident(title: string, name = 'jane') {
    await house.trigger(title, { urgency: 'HIGH' });
    const page = await window(name, '#payment-alerts');
    const card = cardOf(page, title);
    await card.waitFor();
    return { page, card };
  }

  /** Signs the window's browser in with a link from Slack, and returns that link. */
  async function signIn(page: Page, name: string): Promise<string> {
    const person = house.person(name);
    await person.command('#general', '/opsknight web');
    const answer = await person.seesEphemeral('Open OpsKnight in your browser');
    await person.click(answer, 'Open OpsKnight');
    const link = person.openedUrls.at(-1) ?? '';
    await page.goto(link);
    await button(page, `Continue as @${name}`).click();
    await page.waitForURL(/\/incidents$/);
    return link;
  }

  it('is acknowledged, and its thread grows while somebody looks', async () => {
    const { page, card } = await incident('Acknowledged in a browser');
    await button(card, 'Acknowledge').click();
    await button(card, 'Acknowledged ✓').waitFor();
    await card.getByRole('link', { name: /1 reply/ }).click();
    await page.getByText('✅ Acknowledged by @jane').first().waitFor();
  });

  it('is resolved with a note, after which it is only looked at or reopened', async () => {
    const { page, card } = await incident('Resolved in a browser');
    await button(card, 'Resolve').click();
    const modal = page.getByRole('dialog', { name: /^Resolve INC-/ });
    await modal.getByLabel('Resolution note').fill('Restarted connection pool');
    await button(modal, 'Resolve').click();
    await modal.waitFor({ state: 'detached' });
    await card.getByText('Restarted connection pool').waitFor();
    expect(await button(card, 'Resolve').count()).toBe(0);
  });

  it('is snoozed until a time of one’s own', async () => {
    const { page, card } = await incident('Snoozed in a browser');
    await card.getByRole('combobox', { name: 'Snooze' }).click();
    await page.getByRole('option', { name: 'Custom…', exact: true }).click();
    const modal = page.getByRole('dialog', { name: /^Snooze INC-/ });
    await modal.getByLabel('Snooze until').fill('2020-01-01T09:00');
    await button(modal, 'Snooze').click();
    await modal.getByText('Choose a time between 1 minute and 30 days from now.').waitFor();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await modal.getByLabel('Snooze until').fill(`${tomorrow}T09:00`);
    await button(modal, 'Snooze').click();
    await card.getByText(/Snoozed until .* at 9:00/).waitFor();
  });

  it('is created through the shortcut and through the command', async () => {
    const page = await window('bob', '#payment-alerts');
    await button(page, 'Shortcuts').click();
    await page.getByRole('menuitem', { name: /Create Incident/ }).click();
    const modal = page.getByRole('dialog', { name: 'Create incident' });
    await modal.getByLabel('Title').fill('Made by the shortcut');
    await modal.getByRole('combobox', { name: 'Service' }).click();
    await page.getByRole('option', { name: 'Payment API', exact: true }).click();
    await button(modal, 'Create').click();
    await cardOf(page, 'Made by the shortcut').waitFor();

    await page.getByRole('textbox', { name: 'Message #payment-alerts' }).fill('/opsknight create Made by the command');
    await page.keyboard.press('Enter');
    expect(await modal.getByLabel('Title').inputValue()).toBe('Made by the command');
    await modal.getByRole('combobox', { name: 'Service' }).click();
    await page.getByRole('option', { name: 'Payment API', exact: true }).click();
    await button(modal, 'Create').click();
    await cardOf(page, 'Made by the command').waitFor();
  });

  it('is merged into another from More…, which its card then leads to, and comes back', async () => {
    await house.trigger('Stays in a browser', { urgency: 'HIGH' });
    const { page, card } = await incident('Merged in a browser');
    await card.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'More…', exact: true }).click();
    await button(page.getByRole('dialog').filter({ hasText: 'Merged in a browser' }), 'Merge into another…').click();
    const modal = page.getByRole('dialog', { name: /^Merge INC-/ });
    await modal.getByRole('combobox', { name: 'Merge into' }).click();
    await page.getByRole('option', { name: /Stays in a browser/ }).click();
    await button(modal, 'Merge').click();
    await card.getByText(/Work goes on in INC-/).waitFor();
    await cardOf(page, 'Stays in a browser').getByText('Merged into it').waitFor();
    await button(card, 'Undo merge').click();
    await button(card, 'Acknowledge').waitFor();
  });

  it('is assigned, edited, linked and marked private from More…, on a phone in the dark', async () => {
    await house.trigger('Related on a phone', { urgency: 'HIGH' });
    await house.trigger('Worked on a phone', { urgency: 'HIGH' });
    house.channel('#secret').inviteBot({ by: house.person('jane') });
    const page = await window('jane', '#payment-alerts', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    const card = cardOf(page, 'Worked on a phone');
    /** Opens one of the forms behind More…, and fills it in. */
    const fill = async (action: string, submit: string, enter: (form: Locator) => Promise<void>) => {
      await card.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'More…', exact: true }).click();
      await button(page.getByRole('dialog').filter({ hasText: 'Worked on a phone' }), action).click();
      const form = page.getByRole('dialog').filter({ has: button(page, submit) });
      await enter(form);
      const { x = -1, width = 999 } = (await form.boundingBox()) ?? {};
      expect([x >= 0, x + width <= 390]).toEqual([true, true]);
      await button(form, submit).click();
      await form.waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
    };
    await fill('Assign…', 'Assign', async (form) => {
      await form.getByRole('combobox', { name: 'Assign to' }).click();
      await page.getByRole('option', { name: /bob/i }).click();
    });
    await card.getByText(/Acknowledged by\s+@bob/).waitFor();
    await fill('Edit…', 'Save', async (form) => {
      await form.getByLabel('Title').fill('Worked on a phone at night');
      await form.getByLabel('Description').fill('Only in Frankfurt');
      await form.getByRole('combobox', { name: 'Service' }).click();
      await page.getByRole('option', { name: 'Payment API', exact: true }).click();
    });
    await card.getByText('Only in Frankfurt').waitFor();
    for (const shown of ['Worked on a phone at night', 'Payment API']) await card.getByText(shown).first().waitFor();
    await fill('Link related…', 'Link', async (form) => {
      await form.getByRole('combobox', { name: 'Link with' }).click();
      await page.getByRole('option', { name: /Related on a phone/ }).click();
    });
    const shown = await house.channel('#payment-alerts').waitForMessage('Worked on a phone');
    await shown.waitForReply(/Linked with INC-\d+ by @jane/);
    await fill('Mark private…', 'Mark private', async (form) => {
      await form.getByRole('combobox', { name: 'Private channel' }).click();
      await page.getByRole('option', { name: /secret/ }).click();
    });
    await house.channel('#secret').waitForMessage('Worked on a phone');
    await card.waitFor({ state: 'detached' }); // where it was, its title is told nobody any more
  });

  it('is made from a message, which then leads to it', async () => {
    const page = await window('bob', '#general');
    await page.getByRole('textbox', { name: 'Message #general' }).fill('Invoices are gone since noon');
    await page.keyboard.press('Enter');
    const message = cardOf(page, 'Invoices are gone since noon');
    await message.hover();
    await button(message, 'More message actions').click();
    await page.getByRole('menuitem', { name: /^Create incident/ }).click();
    const modal = page.getByRole('dialog', { name: 'Create incident' });
    expect(await modal.getByLabel('Title').inputValue()).toBe('Invoices are gone since noon');
    await button(modal, 'Create').click();
    await message.getByRole('link', { name: /1 reply/ }).click();
    await page.getByText('was opened from this message').waitFor();
  });

  it('has one owner when two press at once, and the other reads who', async () => {
    const { card } = await incident('Two browsers');
    const other = await window('bob', '#payment-alerts');
    const bobs = cardOf(other, 'Two browsers');
    await bobs.waitFor();
    // Both see the button until both have pressed it.
    const slow = house.slack.faults.slow(3_000, { method: 'chat.update' });
    await Promise.all([button(card, 'Acknowledge').click(), button(bobs, 'Acknowledge').click()]);
    await Promise.any(
      [card.page(), other].map((page) => page.getByText(/was already acknowledged by @(jane|bob)/).waitFor()),
    );
    slow.clear();
    for (const shown of [card, bobs]) await button(shown, 'Acknowledged ✓').waitFor();
  });

  it('is on the Home tab of whoever has it', async () => {
    const { page, card } = await incident('Mine on the Home tab');
    await button(card, 'Acknowledge').click();
    await button(card, 'Acknowledged ✓').waitFor();
    await page
      .getByRole('link', { name: /OpsKnight/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByText('Mine on the Home tab').waitFor();
  });

  it('opens its page from View: the tab waits for the link that Slack has got, and goes on by itself', async () => {
    const { page, card } = await incident('Viewed while signed out', 'carol');
    const opens = (what: Locator) => Promise.all([page.waitForEvent('popup'), what.click()]).then(([popup]) => popup);
    const waiting = await opens(card.getByRole('link', { name: 'View in OpsKnight' }));
    await waiting.getByText("I've sent you a link in Slack").waitFor();
    expect(await waiting.getByRole('link', { name: 'Open Slack' }).getAttribute('href')).toBe(house.slack.url);

    const link = await opens(page.getByRole('link', { name: /^Open INC-\d+$/ }).last());
    await button(link, 'Continue as @carol').click();
    for (const tab of [link, waiting]) await tab.getByRole('heading', { name: 'Viewed while signed out' }).waitFor();
  });

  it('has a page that needs signing in, with a link that works once', async () => {
    await house.trigger('Worked on its page');
    const page = await window('alice', '#payment-alerts');
    await page.goto(`${house.app.url}/incidents`);
    await page
      .getByText(/sign in/i)
      .first()
      .waitFor();
    const link = await signIn(page, 'alice');
    await page.getByRole('link', { name: /Worked on its page/ }).click();
    await button(page, 'Acknowledge').click();
    await page.getByText('Acknowledged by @alice').first().waitFor();
    await page.getByText('Add a note').click();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Looking at it');
    await button(page, 'Add note').click();
    await page.getByText('Looking at it').first().waitFor();
    await page.getByText('Resolve', { exact: true }).first().click();
    await page.getByLabel('Resolution note').fill('Done on the page');
    await page
      .getByRole('button', { name: /^Resolve/ })
      .last()
      .click();
    await page.getByText('Done on the page').first().waitFor();
    await house.channel('#payment-alerts').waitForMessage('Done on the page');

    const again = await (await browser.newContext()).newPage();
    const answer = await again.goto(link);
    expect(answer?.status()).toBe(403);
    await again
      .getByText(/\/opsknight web/)
      .first()
      .waitFor();
  });

  it('appears where the settings on the Home tab have just said, for a service that was made there', async () => {
    const { channel } = house.desk();
    const page = await window('jane', '#general');
    await page
      .getByRole('link', { name: /OpsKnight/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Home', exact: true }).click();

    await button(page, 'Settings').click();
    const settings = page.getByRole('dialog', { name: 'Settings', exact: true });
    await button(settings, 'Edit channels').click();
    const channels = page.getByRole('dialog', { name: 'Channels', exact: true });
    await channels.getByRole('combobox', { name: 'Default channel' }).click();
    await page.getByRole('option', { name: channel, exact: true }).click();
    await button(channels, 'Save').click();
    await settings.getByText(`Default channel: ${channel}`).waitFor();
    await button(settings, 'Close').last().click();

    await button(page, 'Services').click();
    const services = page.getByRole('dialog', { name: 'Services', exact: true });
    await button(services, 'Create service').click();
    const creating = page.getByRole('dialog', { name: 'Create service', exact: true });
    await creating.getByRole('textbox', { name: 'Name', exact: true }).fill('Ledger');
    await button(creating, 'Create').click();
    await services.getByText('The service Ledger was created.').waitFor();

    await house.trigger('Balances differ', { service: 'Ledger', urgency: 'LOW' });
    const card = cardOf(await window('jane', channel), 'Balances differ');
    await card.getByText('Ledger').first().waitFor();
  });
});
