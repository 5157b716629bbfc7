import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './browser.ts';
import { House } from './house.ts';

describeInBrowser('the page of the local Slack, at its limits', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house?.close());
  afterEach(() => house.tidyUp());

  const addressOf = (room: string, person = 'jane') =>
    `${house.slack.url}/client/${house.workspace.teamId}/${house.workspace.channel(room).id}?as=${person}`;

  // Over HTTP/1.1, a browser opens six connections to one host at most.
  it('ten windows of one browser all hear what is new, and can all be used', async () => {
    const room = house.room();
    const context = await house.browser.newContext({ reducedMotion: 'reduce' });
    context.setDefaultTimeout(10_000);
    const pages: Page[] = [];
    for (let n = 0; n < 10; n++) {
      const page = await context.newPage();
      await page.goto(addressOf(room));
      pages.push(page);
    }
    house.workspace.member('bob').says(`#${room}`, 'Can you all hear me?');
    for (const page of pages) await page.getByText('Can you all hear me?').waitFor();
    const field = pages[9]?.getByRole('textbox', { name: `Message #${room}` });
    await field?.fill('Loud and clear');
    await field?.press('Enter');
    for (const page of pages) await page.getByText('Loud and clear').waitFor();
    await context.close();
  });

  it('a channel of 10,000 messages begins with the newest, and gives older ones to who scrolls up', async () => {
    const room = house.room();
    const { messages } = house.workspace.model;
    const channelId = house.workspace.channel(room).id;
    const author = { channelId, userId: house.workspace.member('bob').id, byApp: false };
    for (let n = 1; n <= 10_000; n++) messages.add({ ...author, text: `Message ${n}`, blocks: [], attachments: [] });
    const page = await house.window('jane', room);
    await page.getByText('Message 10000', { exact: true }).waitFor();
    expect(await page.getByRole('article').count()).toBeLessThan(100);
    for (const older of ['Message 9890', 'Message 9790']) {
      const row = page.getByText(older, { exact: true });
      await page.getByRole('region', { name: 'Messages' }).hover();
      while ((await row.count()) === 0) {
        await page.mouse.wheel(0, -100_000);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    }
    house.workspace.member('bob').says(`#${room}`, 'And one more');
    await page.getByText('And one more').waitFor({ state: 'attached' });
  });

  it('fits a phone: nothing is wider than the screen, and the channels are a tap away', async () => {
    const room = house.room();
    await house.post(room);
    const context = await house.browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await page.goto(addressOf(room));
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await page.getByRole('button', { name: 'Take it', exact: true }).waitFor();
    expect(await width()).toBe(390);
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('link', { name: 'general', exact: true }).click();
    await page.getByRole('textbox', { name: 'Message #general' }).waitFor();
    await page.getByRole('link', { name: /members/ }).click();
    await page.getByRole('complementary', { name: 'Details' }).waitFor();
    expect(await width()).toBe(390);
    await context.close();
  });
});
