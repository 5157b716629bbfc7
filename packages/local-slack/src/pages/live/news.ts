import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Page } from '../page.ts';
import { type Place, placeAt } from '../place.ts';
import { changeBetween, type Region } from './region.ts';
import { regionsOf } from './regions.tsx';

/** Changes that come together are drawn together; the first of them at once. */
const PAUSE_MS = 60;

/** Texts such as “3 minutes ago” are drawn anew this often. */
const REFRESH_MS = 5_000;

/** Says to a window that what it shows is not there any more: the local Slack was started anew. */
const PLACE_GONE = 4404;

/**
 * Keeps windows fresh for as long as they are open: sends them the parts of the page that have changed. Over WebSockets,
 * since a browser opens six other connections to one host at most, and somebody may well have ten windows.
 */
export class NewsLine {
  readonly #server = new WebSocketServer({ noServer: true });

  constructor(private readonly page: Page) {}

  /** @param request for `/client/:team/:where/news` */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (!isOwnPage(request)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      const place = placeOf(this.page, request.url ?? '');
      if (!place) {
        socket.close(PLACE_GONE);
        return;
      }
      const news = new News(this.page, place, socket);
      socket.on('close', () => news.stop());
      socket.on('error', () => socket.terminate());
    });
  }
}

/** No other site's page may listen. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  return URL.canParse(headers.origin ?? '') && new URL(headers.origin ?? '').host === headers.host;
}

function placeOf({ slack }: Page, address: string): Place | undefined {
  const { pathname, searchParams } = new URL(address, 'ws://slack');
  const [, , teamId = '', where = '', news] = pathname.split('/');
  if (news !== 'news') return undefined;
  return placeAt(slack.workspaces, { teamId, where, query: (name) => searchParams.get(name) ?? undefined });
}

class News {
  #shown: readonly Region[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #refresh: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly page: Page,
    private readonly place: Place,
    private readonly socket: WebSocket,
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
    if (change !== '') this.socket.send(change);
    this.#isStale = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isStale) this.#drawSoon(0);
    }, PAUSE_MS);
  }
}
