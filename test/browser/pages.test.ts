import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../../packages/local-slack/test/browser/browser.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import { startHouse } from '../http/support.ts';

const PHONE = { width: 390, height: 780 };

describeInBrowser('the web pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** Three incidents, and a window in which jane is signed in; nothing may go wrong on its pages. */
  async function start(look: { viewport?: typeof PHONE; colorScheme?: 'light' | 'dark' } = {}) {
    const house = await startHouse();
    await house.sendEvents(
      ['Disk full', 'Queue grows', 'Payments fail'].map((title) => ({
        ...{ event_action: 'trigger', urgency: 'HIGH', service: 'Payment API' },
        ...{ title, dedup_key: title },
      })),
    );
    const context = await browser.newContext(look);
    const { cookie } = await house.signIn(await house.meet('U1'));
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: house.url }]);
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    return { house, page, troubles };
  }

  const tick = (page: Page, title: string) =>
    page.getByRole('checkbox', { name: new RegExp(`^Select INC-\\d+: ${title}`) });

  it('acknowledge several incidents at once: the list holds still meanwhile, and each says what came of it', async () => {
    const { house, page, troubles } = await start();
    await page.goto(`${house.url}/incidents`);
    expect(await page.getByRole('button', { name: 'Acknowledge selected' }).isVisible()).toBe(false);
    await tick(page, 'Disk full').check();
    await page.getByText('1 selected').waitFor();
    await page.getByLabel('Select all shown').check();
    await page.getByText('3 selected').waitFor();
    await tick(page, 'Queue grows').uncheck();
    await house.sendEvents({ event_action: 'acknowledge', dedup_key: 'Payments fail' });
    await page.getByRole('button', { name: 'Acknowledge selected' }).click();
    await page.getByRole('heading', { name: '1 of 2 incidents acknowledged' }).waitFor();
    await page.getByText('already acknowledged by prometheus').waitFor();
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByText('1 open · 2 acknowledged · 0 snoozed').waitFor();
    expect(troubles).toEqual([]);
  });

  it('resolve the ticked ones with one note, show only what is mine, and find by words', async () => {
    const { house, page, troubles } = await start();
    await page.goto(`${house.url}/incidents`);
    for (const title of ['Disk full', 'Queue grows']) await tick(page, title).check();
    await page.getByLabel('Resolution note for all of them').fill('Failed over');
    await page.getByRole('button', { name: 'Resolve selected' }).click();
    await page.getByRole('heading', { name: '2 incidents resolved' }).waitFor();
    await page.getByRole('link', { name: /Disk full/ }).click();
    await page.getByText('Failed over').first().waitFor();

    await page.goto(`${house.url}/incidents`);
    await page.getByLabel('Only mine').check();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No incident matches').waitFor();
    await page.getByRole('link', { name: 'Look among the resolved ones too' }).click();
    await page.getByRole('link', { name: /Disk full/ }).waitFor();
    await page.getByLabel('Title or number').fill('grows queue');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('link', { name: /Queue grows/ }).waitFor();
    expect(await page.getByRole('link', { name: /Disk full/ }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('keep a list up to date until something is ticked', async () => {
    const { house, page } = await start();
    await page.goto(`${house.url}/incidents`);
    await house.sendEvents({ event_action: 'trigger', title: 'Comes by itself', urgency: 'HIGH' });
    await page.getByRole('link', { name: /Comes by itself/ }).waitFor();
    await tick(page, 'Disk full').check();
    const asked = page.waitForRequest(/\/incidents$/, { timeout: 4_000 });
    await expect(asked).rejects.toThrow('Timeout');
    await tick(page, 'Disk full').uncheck();
    await page.waitForRequest(/\/incidents$/);
  });

  it('leave open what somebody has unfolded while the incident goes on', async () => {
    const { house, page } = await start();
    await page.goto(`${house.url}/incidents/1`);
    await page.getByText('Add a note', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Half a thought');
    await house.sendEvents({ event_action: 'acknowledge', dedup_key: 'Disk full' });
    await page.getByText('Acknowledged by prometheus').first().waitFor();
    await page.getByText('More', { exact: true }).click();
    await house.sendEvents({
      event_action: 'trigger',
      title: 'Disk full again',
      dedup_key: 'Disk full',
      service: 'Payment API',
    });
    await page.getByText('Alerts received: 2').waitFor();
    await page.getByText('Hand it back', { exact: true }).first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Note', exact: true }).inputValue()).toBe('Half a thought');
  });

  it('look back on days of one’s own, and lead to the incidents that were counted', async () => {
    const { house, page, troubles } = await start();
    house.clock.time += 20 * MINUTE;
    await page.goto(`${house.url}/insights`);
    expect(await page.getByLabel('From', { exact: true }).isVisible()).toBe(false);
    await page.getByLabel('Range').selectOption('Custom…');
    await page.getByLabel('From', { exact: true }).fill('2026-01-13');
    await page.getByLabel('To', { exact: true }).fill('2026-01-14');
    await page.getByRole('combobox', { name: 'Service' }).selectOption('Payment API');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('13 Jan 2026, 00:00 to 14 Jan 2026, 23:59').waitFor();
    await page.getByRole('link', { name: /HIGH 3/ }).click();
    await page.getByText('Opened from 13 Jan 2026, 00:00').waitFor();
    await page.getByRole('link', { name: /Payments fail/ }).waitFor();
    expect(troubles).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('fit a phone, in %s, and load nothing from elsewhere', async (colorScheme) => {
    const { house, page, troubles } = await start({ viewport: PHONE, colorScheme });
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(house.url)) elsewhere.push(request.url());
    });
    for (const path of [
      '/incidents',
      '/incidents/1',
      '/insights?range=7d',
      '/account/sessions',
      '/incidents?after=HIGH-OPEN-1',
    ]) {
      await page.goto(`${house.url}${path}`, { waitUntil: 'load' });
      for (const folded of await page.locator('details:not([open]) > summary').all()) {
        if (await folded.isVisible()) await folded.click();
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
    }
    expect(elsewhere).toEqual([]);
    expect(troubles).toEqual([]);
  });
});
