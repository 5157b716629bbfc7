import type { ChangeFeed } from '../changes.ts';
import { slackId } from '../ids.ts';

export interface Bookmark {
  readonly id: string;
  readonly channelId: string;
  title: string;
  link: string;
  emoji: string | undefined;
  readonly created: number;
  updated: number;
  updatedBy: string;
  /** Whether the app made it, rather than a person. */
  readonly byApp: boolean;
}

export type BookmarkContent = Pick<Bookmark, 'title' | 'link' | 'emoji'>;

/** "Conversations are limited to 100 bookmarks" (https://docs.slack.dev/reference/methods/bookmarks.add). */
export const MAX_BOOKMARKS = 100;

/** A bookmark leads to a web address. */
export const isWebLink = (text: string): boolean => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

const seconds = () => Math.floor(Date.now() / 1000);

/** The links in the headers of channels. Slack tells apps of them by no event. */
export class Bookmarks {
  #all: Bookmark[] = [];

  constructor(private readonly feed: ChangeFeed) {}

  /** As they were in an earlier run. */
  restore(bookmarks: readonly Bookmark[]): void {
    this.#all = [...bookmarks];
  }

  get all(): readonly Bookmark[] {
    return this.#all;
  }

  of(channelId: string): Bookmark[] {
    return this.#all.filter((one) => one.channelId === channelId);
  }

  add(channelId: string, content: BookmarkContent, userId: string, byApp: boolean): Bookmark {
    const now = seconds();
    const made = { id: slackId('Bk'), channelId, created: now, updated: now, updatedBy: userId, byApp };
    const bookmark = { ...made, ...content };
    this.#all.push(bookmark);
    this.feed.notify();
    return bookmark;
  }

  change(bookmark: Bookmark, content: Partial<BookmarkContent>, userId: string): void {
    Object.assign(bookmark, content, { updated: seconds(), updatedBy: userId });
    this.feed.notify();
  }

  remove(bookmark: Bookmark): void {
    this.#all = this.#all.filter((one) => one !== bookmark);
    this.feed.notify();
  }
}
