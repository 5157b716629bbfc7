import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import type { Locator, Page } from 'playwright-core';
import { clientOf } from '../start.ts';
import { describeInBrowser } from './browser.ts';
import { House } from './house.ts';

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });
const writing = (page: Page, room: string) => page.getByRole('textbox', { name: `Message #${room}` });
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' });
const focused = (page: Page) => page.locator(':focus');
const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const option = (page: Page, name: string) => page.getByRole('option', { name, exact: true });
/** In pixels; as wide as Slack draws blocks, with the bar of an attachment. */
const WIDEST = 620;
const pressable = (n: number) =>
  ({ type: 'button', action_id: `wide-${n}`, text: { type: 'plain_text', text: `Button ${n}` } }) as const;

describeInBrowser('the page of the local Slack', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.open();
  });
  afterAll(() => house?.close());
  afterEach(() => house.tidyUp());

  it('draws a card, and what a button changes about it, in every window at once', async () => {
    const { page, room } = await house.withCard('jane');
    const other = await house.window('bob', room);
    await button(page, 'Take it').click();
    for (const window of [page, other]) {
      await button(window, 'Taken ✓').waitFor();
      await window.getByRole('link', { name: /1 reply/ }).waitFor();
      expect(await button(window, 'Take it').count()).toBe(0);
    }
    expect(await page.getByText('Jan 5, 2026 at 10:40 AM').count()).toBe(1);
    expect(await other.getByText('Jan 5, 2026 at 4:40 AM').count()).toBe(1);
  });

  it('offers menus: of options, of people, behind three dots', async () => {
    const { page } = await house.withCard();
    await page.getByRole('combobox', { name: 'Pause' }).click();
    await option(page, '1 hour').click();
    await house.hears('pause 1 hour');
    await page.getByRole('combobox', { name: 'Assign' }).click();
    await page.getByRole('option', { name: '@bob' }).click();
    await house.hears(`assign ${house.workspace.member('bob').id}`);
    await button(page, 'More actions').click();
    await page.getByRole('menuitem', { name: 'Forget' }).click();
    await house.hears('more');
    expect(await page.getByRole('menuitem').count()).toBe(0);
  });

  it('asks before a button that wants it', async () => {
    const { page } = await house.withCard();
    await button(page, 'Drop').click();
    const question = page.getByRole('dialog', { name: 'Drop the card?' });
    await button(question, 'Keep it').click();
    await question.waitFor({ state: 'hidden' });
    expect(house.heard.pressed).not.toContain('drop');
    await button(page, 'Drop').click();
    await button(question, 'Yes, drop it').click();
    await button(page, 'Drop').waitFor({ state: 'detached' });
  });

  it('opens the page of a link button in a new tab, and tells the app', async () => {
    const { page } = await house.withCard();
    await page.context().route('https://pager.example.com/**', (route) => route.fulfill({ body: 'The pager' }));
    const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'See it' }).click()]);
    await tab.getByText('The pager').waitFor();
    await tab.close();
    await house.hears('see');
  });

  it('opens modals, shows what is wrong beside the field, stacks them, and sends what was entered', async () => {
    const { page } = await house.withCard();
    await button(page, 'Close').click();
    const modal = page.getByRole('dialog', { name: 'Close the card' });
    await button(modal, 'Close it').click();
    await modal.getByText('Please complete this required field.').waitFor();
    await modal.getByLabel('Note').fill('no');
    await button(modal, 'Close it').click();
    await modal.getByText('Say more than that.').waitFor();

    await modal.getByLabel('Note').fill('Restarted the pool');
    await button(modal, 'Explain').click();
    const above = page.getByRole('dialog', { name: 'What closing does' });
    await button(above, 'Back').click();
    expect(await modal.getByLabel('Note').inputValue()).toBe('Restarted the pool');

    await modal.getByRole('combobox', { name: 'Cause' }).click();
    await option(page, 'Network').click();
    await modal.getByRole('combobox', { name: 'Who helped' }).click();
    await page.getByRole('option', { name: '@bob' }).click();
    await page.getByRole('option', { name: '@alice' }).click();
    await page.keyboard.press('Escape');
    await modal.getByLabel('Quiet until').fill('2026-01-05T10:40');
    await modal.getByLabel('The boss').check();
    await modal.getByRole('radio', { name: 'Bad' }).check();
    await modal.getByRole('combobox', { name: 'Who helped' }).getByText('@bob, @alice').waitFor();
    await button(modal, 'Close it').click();
    await modal.waitFor({ state: 'detached' });
    expect(house.heard.closed.at(-1)).toMatchObject({
      note: { note: { value: 'Restarted the pool' } },
      cause: { cause: { selected_option: { value: 'network' } } },
      people: { people: { selected_users: ['bob', 'alice'].map((name) => house.workspace.member(name).id) } },
      until: { until: { selected_date_time: 1_767_606_000 } },
      tell: { tell: { selected_options: [{ value: 'the boss' }] } },
      how: { how: { selected_option: { value: 'bad' } } },
    });
  });

  it('runs a shortcut, whose modal then shows something else', async () => {
    const { page } = await house.withCard();
    await button(page, 'Shortcuts').click();
    await page.getByRole('menuitem', { name: /Page somebody/ }).click();
    const modal = page.getByRole('dialog', { name: 'Page somebody' });
    await modal.getByLabel('Who').fill('Bob');
    await button(modal, 'Page').click();
    await modal.getByText('Paged. 🔔').waitFor();
    await button(modal, 'Done').click();
    await modal.waitFor({ state: 'detached' });
  });

  it('says when the app does not answer', async () => {
    const { page } = await house.withCard();
    await button(page, 'Close').click();
    const modal = page.getByRole('dialog', { name: 'Close the card' });
    await modal.getByLabel('Note').fill('Something');
    house.slack.faults.delayEnvelopes(5_000, { times: 2 });
    await button(modal, 'Close it').click();
    await modal.getByText('We had some trouble connecting. Try again?').waitFor();
    await button(modal, 'Not yet').click();
    await modal.waitFor({ state: 'detached' });
    await button(page, 'Take it').click();
    await page.getByText('Pager did not respond to this action').waitFor();
  });

  it('completes commands, and shows their answers to nobody else', async () => {
    const { page, room } = await house.withCard('jane');
    const other = await house.window('bob', room);
    const field = writing(page, room);
    await field.pressSequentially('/pa');
    await page.getByRole('option', { name: /Who is on call/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('/pager ');
    await field.pressSequentially('st');
    await page.getByRole('option', { name: '/pager status' }).click();
    await field.press('Enter');
    await page.getByText('You said: status').waitFor();
    expect(await page.getByText('Only visible to you').count()).toBe(1);
    expect(await other.getByText('You said').count()).toBe(0);
    await button(page, 'Dismiss message').click();
    await page.getByText('You said: status').waitFor({ state: 'detached' });
  });

  it('leaves nothing over the answer, and lets Slackbot answer commands that no app has', async () => {
    const { page, room } = await house.withCard('jane');
    const field = writing(page, room);
    await field.fill('/pager help me');
    await page.getByText('/pager status | call [name] | help').and(page.locator(':visible')).waitFor();
    await field.press('Enter');
    await page.getByText('You said: help me').waitFor();
    expect(await page.getByText('/pager status | call [name] | help').and(page.locator(':visible')).count()).toBe(0);
    await field.fill('/nothing');
    await field.press('Enter');
    const answer = messages(page).getByRole('article', { name: 'Message from Slackbot' });
    await answer.getByText('/nothing is not a valid command.').waitFor();
    await field.fill(' /nothing but a message');
    await field.press('Enter');
    await messages(page)
      .getByRole('article', { name: 'Message from jane' })
      .getByText('/nothing but a message')
      .waitFor();
  });

  it('opens a modal in the window in which somebody asked for it, also after going elsewhere, and in no other', async () => {
    const { page, room } = await house.withCard('jane');
    const second = await page.context().newPage();
    await second.goto(page.url());
    await button(second, 'Close').waitFor();
    await page.getByRole('link', { name: 'general', exact: true }).click();
    await page.getByRole('link', { name: room, exact: true }).click();
    await button(page, 'Close').click();
    await page.getByRole('dialog', { name: 'Close the card' }).waitFor();
    house.workspace.member('bob').says(`#${room}`, 'News for both');
    await second.getByText('News for both').waitFor();
    expect(await second.getByRole('dialog').count()).toBe(0);
    await button(second, 'Close').click();
    await second.getByRole('dialog', { name: 'Close the card' }).getByLabel('Note').fill('Mine');
    expect(await page.getByRole('dialog').getByLabel('Note').inputValue()).toBe('');
    await second.close();
  });

  it('leads along permalinks to the message, in the same window and as the same person', async () => {
    const { page, room } = await house.withCard('bob');
    const channel = house.workspace.channel(room);
    const root = await channel.waitForMessage('Database connection timeout');
    const reply = house.workspace.member('alice').says(channel, 'In the thread', { inThreadOf: root });
    for (let n = 0; n < 70; n++) house.workspace.member('alice').says(channel, `Line ${n}`);
    const { permalink = '' } = await clientOf(house.slack).chat.getPermalink({
      channel: channel.id,
      message_ts: reply.ts,
    });
    await house.post(room, { text: `Look <${permalink}|there>` });
    await page.getByRole('link', { name: 'there', exact: true }).click();
    await page.getByRole('log', { name: 'Replies' }).getByText('In the thread').waitFor();
    expect(new URL(page.url()).searchParams.get('as')).toBe('bob');
    expect(await page.locator('.message:target').textContent()).toContain('In the thread');
    await messages(page).getByText('Line 0', { exact: true }).waitFor();
    // From elsewhere, it is for whom the browser acted as last.
    for (const address of [permalink, house.slack.url]) {
      await page.goto(address);
      expect(new URL(page.url()).searchParams.get('as')).toBe('bob');
    }
  });

  it('sends a reply to the channel as well, and two people talk alone', async () => {
    const { page, room } = await house.withCard('jane');
    await messages(page).getByRole('article', { name: 'Message from Pager' }).hover();
    await page.getByRole('link', { name: 'Reply in thread' }).click();
    await page.getByRole('checkbox', { name: `Also send to #${room}` }).check();
    await page.getByRole('textbox', { name: 'Reply' }).fill('For everybody');
    await page.keyboard.press('Enter');
    await messages(page).getByText('For everybody').waitFor();
    expect(await page.getByRole('checkbox', { name: `Also send to #${room}` }).isChecked()).toBe(false);
    await messages(page).getByRole('link', { name: 'a thread' }).waitFor();

    await page.getByText('New message').click();
    await page.getByRole('checkbox', { name: 'Bob Smith' }).check();
    await button(page, 'Start').click();
    await page.waitForURL(/\/D\w+\?/); // and until it is there as a whole
    await page.getByRole('textbox', { name: 'Message bob' }).fill('Between us');
    await page.keyboard.press('Enter');
    await messages(page).getByText('Between us').waitFor();
    const bobs = await house.window('bob', room);
    await bobs.getByRole('link', { name: 'jane', exact: true }).click();
    await messages(bobs).getByText('Between us').waitFor();
    expect(JSON.stringify(house.slack.envelopes)).not.toContain('Between us');
  });

  it('counts what comes in below while somebody reads further up', async () => {
    const room = house.room();
    const bob = house.workspace.member('bob');
    for (let n = 0; n < 40; n++) bob.says(`#${room}`, `Line ${n}`);
    const page = await house.window('jane', room);
    await messages(page).getByText('Line 39').waitFor();
    await messages(page).getByText('Line 2', { exact: true }).scrollIntoViewIfNeeded();
    bob.says(`#${room}`, 'One more');
    bob.says(`#${room}`, 'And another');
    await button(page, '2 new messages').click();
    await button(page, '2 new messages').waitFor({ state: 'hidden' });
    await messages(page).getByText('And another').waitFor();
  });

  it('keeps everything in its place: bars, the picker, the panel, long texts, locks', async () => {
    const room = house.room();
    const page = await house.window('jane', room);
    const long = Array.from({ length: 30 }, (_, n) => `Sentence ${n}.`).join('\n');
    const attachments = [{ color: '#d92d20', blocks: [section('Small')] }];
    await house.post(room, { text: 'Long', blocks: [section(long)], attachments });
    const height = async (target: Locator) => (await target.boundingBox())?.height ?? 0;
    const attachment = messages(page).locator('.attachment');
    await attachment.waitFor();
    expect(await height(attachment)).toBeLessThan(50);

    const prose = messages(page).locator('.long-text');
    const cut = await height(prose);
    await button(page, 'See more').click();
    await button(page, 'See less').waitFor();
    expect(await height(prose)).toBeGreaterThan(cut * 2);

    await button(page, 'Emoji').click();
    await page.getByRole('menuitem', { name: 'grinning', exact: true }).waitFor();
    const picker = await page.locator('#emoji-picker').boundingBox();
    const window = page.viewportSize();
    expect((picker?.y ?? 0) + (picker?.height ?? 0)).toBeLessThanOrEqual(window?.height ?? 0);
    await page.keyboard.press('Escape');

    const bell = button(page, 'Ring the bell');
    const before = await bell.boundingBox();
    await bell.click();
    await page.getByText('It rang.').waitFor();
    expect(await bell.boundingBox()).toEqual(before);

    await page.getByRole('link', { name: 'secret', exact: true }).click();
    await page.getByRole('textbox', { name: 'Message secret' }).waitFor();
    expect(await page.getByRole('heading', { name: '#secret' }).count()).toBe(0);
  });

  it('draws messages no wider than Slack does, however wide the window and whatever is in them', async () => {
    const room = house.room();
    const page = await house.window('jane', room);
    const size = page.viewportSize() ?? { width: 1280, height: 720 };
    const words = 'unbroken'.repeat(60);
    const blocks: KnownBlock[] = [
      { type: 'header', text: { type: 'plain_text', text: 'wide '.repeat(30).trim() } },
      section(words),
      { type: 'section', fields: [1, 2].map((n) => ({ type: 'mrkdwn', text: `${n} ${words}` })) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: words }] },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
      },
      { type: 'actions', elements: Array.from({ length: 12 }, (_, n) => pressable(n)) },
      { type: 'divider' },
    ];
    try {
      await page.setViewportSize({ width: 2000, height: 1000 });
      await house.post(room, { text: 'Wide', blocks, attachments: [{ color: '#d92d20', blocks }] });
      const drawn = messages(page).locator('.blocks > *, .attachment');
      await messages(page).locator('.attachment').waitFor();
      const widths = await drawn.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
      expect(widths.length).toBeGreaterThanOrEqual(2 * blocks.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(WIDEST);
      const spilt = await drawn.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
      expect(spilt).toBe(0);
    } finally {
      await page.setViewportSize(size);
    }
  });

  it('shows the Home tab and takes presses there', async () => {
    const { page } = await house.withCard();
    await page.getByRole('link', { name: 'Pager', exact: true }).click();
    await page.getByRole('main').getByText('Good morning, @jane').waitFor();
    await button(page, 'Wave').click();
    await house.hears('wave');
    await page.getByRole('link', { name: 'Messages' }).click();
    await page.getByText('Sending messages to Pager has been turned off.').waitFor();
  });

  it('keeps two people in one thread up to date', async () => {
    const { page, room } = await house.withCard('jane');
    const other = await house.window('bob', room);
    for (const window of [page, other]) {
      await messages(window).getByRole('article', { name: 'Message from Pager' }).hover();
      await window.getByRole('link', { name: 'Reply in thread' }).click();
    }
    await page.getByRole('textbox', { name: 'Reply' }).fill('Did you see *this*?');
    await page.keyboard.press('Enter');
    const thread = other.getByRole('log', { name: 'Replies' });
    await thread.getByText('Did you see this?').waitFor();
    await other.getByRole('textbox', { name: 'Reply' }).fill('I did');
    await button(other.getByRole('complementary', { name: 'Thread' }), 'Send').click();
    await page.getByRole('log', { name: 'Replies' }).getByText('2 replies').waitFor();
    await other.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });
    await other.getByRole('link', { name: /2 replies/ }).waitFor();
  });

  it('leaves half-typed text, the focus and an open menu alone when news comes', async () => {
    const { page, room } = await house.withCard();
    await writing(page, room).fill('I was just about to');
    await page.getByRole('combobox', { name: 'Pause' }).click();
    await house.post(room, { text: 'Something else happened' });
    await page.getByText('Something else happened').waitFor();
    await option(page, '15 minutes').waitFor();
    await option(page, '15 minutes').and(focused(page)).waitFor();
    expect(await writing(page, room).inputValue()).toBe('I was just about to');
  });

  it('marks what is unread', async () => {
    const room = house.room();
    const page = await house.window('jane', room);
    const elsewhere = house.room();
    await house.post(elsewhere, { text: `Hello <@${house.workspace.member('jane').id}>` });
    const link = page.getByRole('link', { name: elsewhere, exact: true });
    await link.getByText('1', { exact: true }).waitFor();
    await link.click();
    await page.getByText('Hello @jane').waitFor();
    await link.getByText('1', { exact: true }).waitFor({ state: 'detached' });
  });

  it('lets people react, and run the shortcuts of a message', async () => {
    const { page } = await house.withCard();
    await messages(page).getByRole('article', { name: 'Message from Pager' }).hover();
    await button(page, 'React with eyes').click();
    await button(page, '1 eyes reaction').click();
    await button(page, '1 eyes reaction').waitFor({ state: 'detached' });
    await button(page, 'Add reaction').click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
    await page.getByRole('menuitem', { name: 'rocket', exact: true }).click();
    await button(page, '1 rocket reaction').waitFor();
    await button(page, 'More message actions').click();
    await page.getByRole('menuitem', { name: /Make it an incident/ }).click();
    await page.getByText('It is an incident now.').waitFor();
  });

  it('needs no mouse', async () => {
    const { page, room } = await house.withCard();
    const { keyboard } = page;
    await keyboard.type('Hello');
    await keyboard.press('Enter');
    await messages(page).getByText('Hello').waitFor();
    await page.getByRole('combobox', { name: 'Pause' }).focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await house.hears('pause 1 hour');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'Close the card' });
    await modal.waitFor();
    await keyboard.type('It went away');
    expect(await modal.getByLabel('Note').inputValue()).toBe('It went away');
    await keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
    await button(page, 'Close').and(focused(page)).waitFor();
    expect(await writing(page, room).inputValue()).toBe('');
  });

  it('shows what goes between Slack and the app', async () => {
    const { page } = await house.withCard();
    await page.getByRole('link', { name: 'Inspector' }).click();
    await button(page, 'Take it').click();
    const traffic = page.getByRole('log', { name: 'Traffic' });
    await traffic
      .getByText(/acknowledged in \d+ ms/)
      .last()
      .waitFor();
    await traffic.getByText('chat.update').last().click();
    await traffic.getByText('"Database connection timeout"').last().waitFor();
  });

  it('shows what people and monitors write as they wrote it', async () => {
    const room = house.room();
    const page = await house.window('jane', room);
    const nasty = '&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|press me> can\'t "quote"';
    await house.post(room, { text: nasty });
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await messages(page).getByRole('link', { name: 'press me' }).count()).toBe(0);
    expect(await messages(page).getByRole('img').count()).toBe(0);
    expect(await page.getByText('can\'t "quote"').count()).toBe(1);
  });

  it('is dark for those who like it dark', async () => {
    const { page } = await house.withCard();
    const brightness = async () => {
      const color: string = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      return Number(/\d+/.exec(color)?.[0]);
    };
    expect(await brightness()).toBeGreaterThan(200);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await brightness()).toBeLessThan(60);
    await page.emulateMedia({ colorScheme: null });
  });

  it('still works while the app is out of reach, and says so', async () => {
    const { page, room } = await house.withCard();
    house.slack.faults.outage(true);
    await page.getByText(/Slack is down/).waitFor();
    await writing(page, room).fill('Anybody there?');
    await page.keyboard.press('Enter');
    await messages(page).getByText('Anybody there?').waitFor();
    house.slack.faults.outage(false);
    await writing(page, room).fill('Now?');
    await page.keyboard.press('Enter');
    await page.getByText(/Slack is down/).waitFor({ state: 'detached' });
  });

  it('loads nothing from outside', () => {
    const own = new URL(house.slack.url).host;
    const others = house.loaded.filter(
      (url) => new URL(url).host !== own && !url.startsWith('https://pager.example.com/'),
    );
    expect(others).toEqual([]);
    expect(house.loaded.length).toBeGreaterThan(20);
  });
});
