import { join } from 'node:path';

const DESK = { width: 1280, height: 860 };
/** A single message, however long, is as wide as messages are. */
const MESSAGE = { width: 980, height: 1800 };
const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 20_000;

/** The demo, seen by Jane: a window of Slack and one of OpsKnight's pages, each as wide as wanted. */
export class Stage {
  constructor(demo, browser, folder) {
    this.demo = demo;
    this.browser = browser;
    this.folder = folder;
    [, this.key] = /Bearer (\S+?)'/.exec(demo.curl);
    [this.events] = /http\S+\/api\/events/.exec(demo.curl);
  }

  async open() {
    const context = await this.browser.newContext({ viewport: DESK, reducedMotion: 'reduce', deviceScaleFactor: 1 });
    context.setDefaultTimeout(PATIENCE_MS);
    this.slack = await context.newPage();
    await this.slack.goto(this.demo.slackUrl);
    this.web = await context.newPage();
  }

  /** Jane's window of Slack in a channel, or wherever the sidebar leads. */
  async goTo(place) {
    const toggle = this.slack.getByRole('button', { name: 'Conversations' });
    if (await toggle.isVisible()) await toggle.click();
    await this.slack.getByRole('link', { name: place, exact: true }).first().click();
    await this.slack.locator(`a[aria-current]`).filter({ hasText: place }).first().waitFor({ state: 'attached' });
  }

  /** A monitor reports something; resolves with the message that shows it. */
  async alert(event, channel = 'payment-alerts') {
    await this.send([{ event_action: 'trigger', service: 'Payment API', urgency: 'HIGH', ...event }]);
    await this.goTo(channel);
    const card = this.cardOf(event.title);
    await card.waitFor();
    return card;
  }

  async send(events) {
    const answer = await fetch(this.events, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    if (!answer.ok) throw new Error(`the alert was answered ${answer.status}`);
  }

  cardOf(title) {
    return this.slack.getByRole('log', { name: 'Messages' }).getByRole('article').filter({ hasText: title }).last();
  }

  /** Signs the browser in to OpsKnight's pages, once. */
  async signIn() {
    if (this.isSignedIn) return;
    const { slack, web } = this;
    await this.goTo('general');
    await slack.getByRole('textbox', { name: 'Message #general' }).fill('/opsknight web');
    await slack.keyboard.press('Enter');
    const link = slack.getByRole('article').filter({ hasText: 'Only visible to you' }).locator('a[href]').last();
    await web.goto(await link.getAttribute('href'));
    await web.getByRole('button', { name: /Continue as/ }).click();
    await web.waitForURL(/\/incidents/);
    this.isSignedIn = true;
  }

  async webPage(path) {
    await this.signIn();
    await this.web.goto(new URL(path, this.web.url()).href);
    await this.web.waitForLoadState('networkidle');
  }

  /** As on a phone, for as long as `look` takes. */
  onPhone(page, look) {
    return this.sized(page, PHONE, look);
  }

  /** One message in Slack. */
  shootMessage(message, name) {
    return this.sized(this.slack, MESSAGE, () => this.shoot(message, name));
  }

  /** The window with a thread open beside the channel, once the thread says so. @param replies what opens it */
  async shootThread(replies, said, name) {
    await replies.click();
    await this.slack.getByRole('log', { name: 'Replies' }).getByText(said).last().waitFor();
    await this.shoot(this.slack, name);
    await this.slack.getByRole('link', { name: 'Close thread' }).click();
  }

  async sized(page, size, look) {
    await page.setViewportSize(size);
    try {
      await look();
    } finally {
      await page.setViewportSize(DESK);
    }
  }

  /** A picture of a page or a part of it, in light and in dark. */
  async shoot(target, name) {
    const page = 'page' in target ? target.page() : target;
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.activeElement?.blur());
    for (const [colorScheme, ending] of [
      ['dark', '-dark'],
      ['light', ''],
    ]) {
      await page.emulateMedia({ colorScheme });
      await target.screenshot({ path: join(this.folder, `${name}${ending}.png`), animations: 'disabled' });
    }
  }

  /** Whatever a scene that failed has left open. */
  async tidyUp() {
    await this.slack.setViewportSize(DESK);
    await this.web.setViewportSize(DESK);
    await this.slack.goto(this.demo.slackUrl);
  }
}
