import { ASSETS } from '../assets.ts';
import { Conversation } from '../channel/conversation.tsx';
import { DetailsPane } from '../channel/details/details.tsx';
import { Home } from '../channel/home.tsx';
import { titleOf as channelTitle } from '../channel/name.ts';
import { Thread } from '../channel/thread.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { Icon } from './icon.tsx';
import { ModalLayer } from './modal.tsx';
import { Notices } from './notices.tsx';
import { Sidebar } from './sidebar.tsx';
import { Status } from './status.tsx';

/**
 * Attributes that the browser or our scripts change are left alone when news comes in: whether a dialog, a menu or a row
 * is open, where a menu stands, what waits for an answer.
 */
const HTMX_CONFIG = JSON.stringify({
  includeIndicatorCSS: false,
  history: 'reload',
  morphIgnore: ['data-htmx-powered', 'open', 'style', 'aria-busy', 'aria-expanded', 'data-lost'],
  noSwap: [204, 304, '4xx', '5xx'],
});

/** A local Slack that was stopped is likely to be back soon. */
const NEWS_CONFIG = JSON.stringify({ ws: { reconnectMaxDelay: 3000 } });

/** A window keeps its name while somebody goes from one conversation to another in it. */
export const WINDOW_HEADER = 'Local-Slack-Window';

interface LayoutProps {
  page: Page;
  place: Place;
  /** Where this window hears what is new. */
  newsAddress: string;
}

export function titleOf({ viewer, where }: Place): string {
  const { manifest } = viewer.workspace.app;
  const name = where === 'home' ? manifest.display_information.name : channelTitle(viewer, where);
  return `${name} · ${viewer.workspace.name} · @${viewer.member.name}`;
}

/**
 * Not deferred: htmx would start before its extension is there whenever the browser takes a breath between the two, and a
 * window without the extension hears no news.
 */
function Htmx() {
  return (
    <>
      {ASSETS.htmx.map((src) => (
        <script src={src}></script>
      ))}
    </>
  );
}

/** One browser window: the whole of it. */
export function Layout({ page, place, newsAddress }: LayoutProps) {
  const { viewer, where, thread } = place;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{titleOf(place)}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        {ASSETS.styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        <Htmx />
        <script src={ASSETS.module} type="module"></script>
      </head>
      <body
        hx-boost:inherited="swap:innerMorph"
        hx-headers:inherited={JSON.stringify({ [WINDOW_HEADER]: viewer.windowId })}
      >
        <div
          id="window"
          class="window"
          data-acts={viewer.actsAddress}
          data-as={viewer.member.name}
          data-window={viewer.windowId}
        >
          <Sidebar page={page} place={place} />
          <div class="stage">
            <button
              type="button"
              class="tool sidebar-toggle"
              aria-label="Conversations"
              aria-expanded="false"
              data-sidebar-toggle
            >
              <Icon name="menu" />
            </button>
            <p class="status-line lost" role="alert">
              <Icon name="warning" />
              The local Slack can't be reached. Is it still running?
            </p>
            <Status slack={page.slack} viewer={viewer} />
            <div class="panes">
              {where === 'home' ? (
                <Home page={page} place={place} />
              ) : (
                <Conversation page={page} place={place} channel={where} />
              )}
              {where !== 'home' && place.details && <DetailsPane place={place} channel={where} />}
              {thread && <Thread place={place} thread={thread} />}
              {viewer.isInspecting && <Inspector page={page} place={place} />}
            </div>
          </div>
        </div>
        <ModalLayer viewer={viewer} />
        <Notices viewer={viewer} />
        <EmojiPicker />
        <p id="toast" class="toast" role="status" hx-morph-skip></p>
        <div
          id={`news-${crypto.randomUUID()}`}
          hidden
          hx-ws:connect={newsAddress}
          hx-config={NEWS_CONFIG}
          hx-swap="none"
        ></div>
      </body>
    </html>
  );
}
