import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { ASSETS } from '../assets.ts';
import type { Visitor } from './visitor.ts';
import { nameOf } from './words.ts';

/** htmx puts in no styles of its own, no error page in the middle of a page, and folds up nothing that somebody has opened. */
const HTMX_CONFIG = JSON.stringify({
  includeIndicatorCSS: false,
  history: false,
  noSwap: [204, 304, '4xx', '5xx'],
  morphIgnore: ['data-htmx-powered', 'open'],
});

interface LayoutProps {
  title: string;
  /** Who is signed in; nobody on the pages that say so. */
  visitor?: Visitor;
  /** The section of the navigation that the page belongs to. */
  section?: Section;
  /** Who is told the address of this page, where the answer's own header would tell nobody, not even us with a form. */
  referrers?: 'same-origin';
}

export type Section = 'incidents' | 'post-mortems' | 'insights' | 'account';

/** The frame of every page. */
export function Layout({ title, visitor, section, referrers, children }: PropsWithChildren<LayoutProps>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        {referrers && <meta name="referrer" content={referrers} />}
        <title>{`${title} · OpsKnight`}</title>
        <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={ASSETS.styles} />
        <script src={ASSETS.htmx} defer></script>
        <script src={ASSETS.script} defer></script>
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/incidents">
            <img src={ASSETS.icon} alt="" width="24" height="24" />
            OpsKnight
          </a>
          {visitor && <Navigation visitor={visitor} section={section} />}
        </header>
        <main id="content">{children}</main>
        {visitor && <footer class="foot">Times are in {visitor.zone}.</footer>}
      </body>
    </html>
  );
}

function Navigation({ visitor, section }: { visitor: Visitor; section?: Section }) {
  return (
    <nav aria-label="Main">
      <NavigationLink href="/incidents" isCurrent={section === 'incidents'}>
        Incidents
      </NavigationLink>
      <NavigationLink href="/post-mortems" isCurrent={section === 'post-mortems'}>
        Post-mortems
      </NavigationLink>
      <NavigationLink href="/insights" isCurrent={section === 'insights'}>
        Insights
      </NavigationLink>
      <NavigationLink href="/account/sessions" isCurrent={section === 'account'}>
        {nameOf(visitor.person)}
      </NavigationLink>
    </nav>
  );
}

function NavigationLink({ href, isCurrent, children }: { href: string; isCurrent: boolean; children: Child }) {
  return (
    <a href={href} aria-current={isCurrent ? 'page' : undefined}>
      {children}
    </a>
  );
}

type MessageProps = PropsWithChildren<Pick<LayoutProps, 'title' | 'visitor' | 'referrers'>>;

/** A page that is about one thing alone. */
export function MessageFrame({ children, ...layout }: MessageProps) {
  return (
    <Layout {...layout}>
      <section class="message">
        <h1>{layout.title}</h1>
        {children}
      </section>
    </Layout>
  );
}

/** A page that only says something. */
export function MessagePage({ children, ...layout }: MessageProps) {
  return (
    <MessageFrame {...layout}>
      <p>{children}</p>
    </MessageFrame>
  );
}

/** A whole HTML document as the answer. */
export function page(c: Context, element: JSX.Element): Response | Promise<Response> {
  return c.html(html`<!doctype html>${element}`);
}
