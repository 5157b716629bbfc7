import type { KnownBlock } from '@slack/types';
import type { Browser, Page } from 'playwright-core';
import { type LocalSlack, startLocalSlack, type WorkspaceHandle } from '../../src/index.ts';
import { Cleanup, clientOf, startBolt } from '../start.ts';
import { type Heard, listen, PAGER_MANIFEST } from './app.ts';
import { openBrowser } from './browser.ts';
import { card } from './views.ts';

/** Long enough for an app that answers, short enough to wait for one that doesn't. */
const ACK_DEADLINE_MS = 800;

/** A local Slack with its page, the Pager connected to it, and a browser. */
export class House {
  readonly heard: Heard = { closed: [], pressed: [] };
  /** Every address that any window has loaded something from. */
  readonly loaded: string[] = [];
  readonly #windows = new Map<string, Page>();
  #rooms = 0;

  private constructor(
    readonly slack: LocalSlack,
    readonly browser: Browser,
    private readonly cleanup: Cleanup,
  ) {}

  static async open(): Promise<House> {
    const cleanup = new Cleanup();
    const slack = await startLocalSlack({
      manifestPath: PAGER_MANIFEST,
      timing: { ackDeadlineMs: ACK_DEADLINE_MS },
      page: { panel: { title: 'Try it', buttons: [{ label: 'Ring the bell', run: async () => 'It rang.' }] } },
    });
    cleanup.add(() => slack.stop());
    const browser = await openBrowser();
    cleanup.add(() => browser.close());
    const house = new House(slack, browser, cleanup);
    await startBolt(cleanup, slack, (app) => listen(app, house.heard));
    return house;
  }

  close(): Promise<void> {
    return this.cleanup.run();
  }

  /** Closes whatever a failed test has left behind. */
  tidyUp(): void {
    this.slack.faults.clear();
    const { members, views } = this.workspace.model;
    for (const { id } of members.all) {
      for (let top = views.topOf(id); top; top = views.topOf(id)) views.clear(top);
    }
  }

  get workspace(): WorkspaceHandle {
    return this.slack.workspace();
  }

  /** A channel of its own for each test, with everybody in it. */
  room(): string {
    const name = `room-${++this.#rooms}`;
    const channel = this.workspace.createChannel(name, { by: this.workspace.member('jane') });
    for (const person of ['bob', 'alice']) channel.add(this.workspace.member(person));
    return name;
  }

  async post(
    room: string,
    message: { text: string; blocks?: KnownBlock[]; attachments?: object[] } = card('Open'),
  ): Promise<void> {
    await clientOf(this.slack).chat.postMessage({ channel: `#${room}`, ...message });
  }

  /** The window in which somebody looks at a channel; one for each person, as opening them takes long. */
  async window(person: string, room: string): Promise<Page> {
    const page = this.#windows.get(person) ?? (await this.#open());
    this.#windows.set(person, page);
    const { workspace, slack } = this;
    await page.goto(`${slack.url}/client/${workspace.teamId}/${workspace.channel(room).id}?as=${person}`);
    return page;
  }

  async #open(): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce' });
    context.on('request', (request) => this.loaded.push(request.url()));
    return context.newPage();
  }

  /** A channel with one card in it, and a window that shows it. */
  async withCard(person = 'jane'): Promise<{ page: Page; room: string }> {
    const room = this.room();
    await this.post(room);
    return { page: await this.window(person, room), room };
  }

  /** Resolves once the app has heard of this. */
  async hears(action: string): Promise<void> {
    const look = () => (this.heard.pressed.includes(action) ? true : undefined);
    await this.slack.changes.waitFor(look, () => `The app heard ${this.heard.pressed.join(', ')}, not ${action}`);
  }
}
