import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from './browser.ts';
import { House } from './house.ts';

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const message = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

describeInBrowser('what people do with channels in the page', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house?.close());
  afterEach(() => house.tidyUp());

  const handle = (room: string) => house.workspace.channel(room);
  const settled = (look: () => boolean) =>
    house.slack.changes.waitFor(
      () => (look() ? true : undefined),
      () => `did not come about: ${String(look)}`,
    );

  async function details(person = 'jane') {
    const room = house.room();
    const said = house.workspace.member('jane').says(`#${room}`, 'Call the landlord');
    const page = await house.window(person, room);
    await page.getByRole('link', { name: /members/ }).click();
    return { page, room, said, pane: page.getByRole('complementary', { name: 'Details' }) };
  }

  it('the topic is set, and stands in the header and in the channel', async () => {
    const { page, room, pane } = await details();
    await pane.getByRole('textbox', { name: 'Topic', exact: true }).fill('Database down');
    await button(pane, 'Set topic').click();
    await page.getByText('set the channel topic: Database down').waitFor();
    await page.locator('#conversation-header').getByText('Database down').waitFor();
    expect(handle(room).topic).toBe('Database down');
  });

  it('messages are pinned and taken off again', async () => {
    const { page, said, pane } = await details();
    await message(page, 'Call the landlord').hover();
    await button(page, 'Pin message').first().click();
    await pane.getByText('Call the landlord').waitFor();
    await page.getByText('Pinned by jane').waitFor();
    expect(said.isPinned).toBe(true);
    await message(page, 'Pinned by jane').hover();
    await button(page, 'Unpin message').click();
    await pane.getByText('Nothing is pinned').waitFor();
  });

  it('bookmarks stand below the header', async () => {
    const { page, pane } = await details();
    const title = pane.getByRole('textbox', { name: 'Title of the bookmark' });
    await title.fill('Runbook');
    await pane.getByRole('textbox', { name: 'Link of the bookmark' }).fill('wiki');
    await button(pane, 'Add bookmark').click();
    await page.getByText('needs a link that begins with').waitFor();
    await pane.getByRole('textbox', { name: 'Link of the bookmark' }).fill('https://wiki.example.com/db');
    await button(pane, 'Add bookmark').click();
    const bar = page.getByRole('navigation', { name: 'Bookmarks' });
    expect(await bar.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toBe('https://wiki.example.com/db');
    await button(pane, 'Remove bookmark Runbook').click();
    await bar.waitFor({ state: 'detached' });
  });

  it('people are added and removed, the app too', async () => {
    const { room, pane } = await details();
    await pane.getByRole('combobox', { name: 'Whom to add' }).selectOption({ label: 'Carol Jones' });
    await button(pane, 'Add').click();
    await settled(() => handle(room).memberNames.includes('carol'));
    await pane.getByRole('combobox', { name: 'Whom to add' }).selectOption({ label: 'Pager (app)' });
    await button(pane, 'Add').click();
    await settled(() => handle(room).hasBot);
    await button(pane, 'Remove Carol Jones').click();
    await settled(() => !handle(room).memberNames.includes('carol'));
  });

  it('a channel is archived, and unarchived from where it can still be seen', async () => {
    const { page, room, pane } = await details();
    await button(pane, 'Archive channel').click();
    await page.getByText('is archived: there is nothing to add').waitFor();
    expect(handle(room).isArchived).toBe(true);
    await button(pane, 'Unarchive channel').click();
    await page.getByRole('textbox', { name: `Message #${room}` }).waitFor();
  });

  it('who leaves a channel joins it again', async () => {
    const { room, pane } = await details('bob');
    await button(pane, 'Leave channel').click();
    await button(pane, 'Join channel').click();
    await settled(() => handle(room).memberNames.includes('bob'));
  });

  it('several people talk in a group of their own', async () => {
    const page = await house.window('jane', house.room());
    await page.getByText('New message').click();
    await page.getByRole('checkbox', { name: 'Bob Smith' }).check();
    await page.getByRole('checkbox', { name: 'Alice Martin' }).check();
    await button(page, 'Start').click();
    const field = page.getByRole('textbox', { name: 'Message bob, alice' });
    await field.fill('Lunch?');
    await field.press('Enter');
    await message(page, 'Lunch?').waitFor();
    const other = await house.window('bob', house.room());
    await other.getByRole('link', { name: 'jane, alice' }).click();
    await message(other, 'Lunch?').waitFor();
  });

  it('reactions are given by a click, and taken away by another', async () => {
    const { page, said } = await details();
    await message(page, 'Call the landlord').hover();
    await button(page, 'React with eyes').first().click();
    await button(page, '1 eyes reaction').click();
    await settled(() => Object.keys(said.reactions).length === 0);
  });
});
