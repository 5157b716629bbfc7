import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import { changeBetween, type Region } from './region.ts';
import { regionsOf } from './regions.tsx';

/** Changes that come together are drawn together; the first of them at once. */
const PAUSE_MS = 60;

/** Texts such as “3 minutes ago” are drawn anew this often. */
const REFRESH_MS = 5_000;

/** Keeps one window fresh for as long as it is open: sends it the parts of the page that have changed. */
export function streamNews(context: Context, page: Page, place: Place): Response {
  return streamSSE(context, async (stream) => {
    const news = new News(page, place, stream);
    await new Promise<void>((resolve) => {
      stream.onAbort(() => {
        news.stop();
        resolve();
      });
    });
  });
}

class News {
  #shown: readonly Region[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #refresh: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly page: Page,
    private readonly place: Place,
    private readonly stream: SSEStreamingApi,
  ) {
    this.#unsubscribe = page.slack.changes.subscribe(() => this.#drawSoon(0));
    this.#refresh = setInterval(() => this.#drawSoon(0), REFRESH_MS);
    this.#drawSoon(0);
  }

  stop(): void {
    this.#unsubscribe();
    clearInterval(this.#refresh);
    clearTimeout(this.#timer);
  }

  #drawSoon(delayMs: number): void {
    if (this.#timer) {
      this.#isStale = true;
      return;
    }
    this.#timer = setTimeout(() => this.#draw(), delayMs);
  }

  #isStale = false;

  #draw(): void {
    const { page, place } = this;
    const { where, viewer } = place;
    // A window that hears news is one that somebody looks at.
    if (where !== 'home' && page.marks.read(viewer.workspace, viewer.member, where)) page.slack.changes.notify();
    const regions = regionsOf(page, place);
    const change = changeBetween(this.#shown, regions);
    this.#shown = regions;
    if (change !== '') void this.stream.writeSSE({ data: change });
    this.#isStale = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isStale) this.#drawSoon(0);
    }, PAUSE_MS);
  }
}
