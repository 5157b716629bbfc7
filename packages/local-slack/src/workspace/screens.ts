import type { ChangeFeed } from '../changes.ts';

/** Something Slack itself told one person, outside of any message: an error, mostly. */
export interface Notice {
  at: number;
  text: string;
  /** The message it stands at: the warning sign beside a button. */
  messageTs: string | undefined;
}

/** What one person has seen and done on their screen besides messages and views. */
export interface Screen {
  readonly notices: Notice[];
  /** Pages that buttons opened in the person's browser, oldest first. */
  readonly openedUrls: string[];
  /** The tab of the app that the person has open. */
  readonly openTab: 'home' | 'messages' | undefined;
}

type MutableScreen = { notices: Notice[]; openedUrls: string[]; openTab: 'home' | 'messages' | undefined };

/** Everybody's screen. */
export class Screens {
  readonly #byUser = new Map<string, MutableScreen>();

  constructor(private readonly feed: ChangeFeed) {}

  of(userId: string): Screen {
    return this.#screen(userId);
  }

  tell(userId: string, text: string, messageTs?: string): void {
    this.#screen(userId).notices.push({ at: Date.now(), text, messageTs });
    this.feed.notify();
  }

  openUrl(userId: string, url: string): void {
    this.#screen(userId).openedUrls.push(url);
    this.feed.notify();
  }

  openTab(userId: string, tab: 'home' | 'messages'): void {
    this.#screen(userId).openTab = tab;
    this.feed.notify();
  }

  #screen(userId: string): MutableScreen {
    const known = this.#byUser.get(userId);
    if (known) return known;
    const screen: MutableScreen = { notices: [], openedUrls: [], openTab: undefined };
    this.#byUser.set(userId, screen);
    return screen;
  }
}
