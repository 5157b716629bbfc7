import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import type { LocalSlack } from '../server.ts';
import { ACTS } from './acts/acts.ts';
import { attach } from './acts/attach.ts';
import { archiveRoutes, LAST_ACTOR } from './archives.tsx';
import { arrive, newsAddress } from './arrive.ts';
import { assetRoutes } from './assets.ts';
import { EmojiGrid } from './frame/emoji-picker.tsx';
import { Layout, WINDOW_HEADER } from './frame/layout.tsx';
import { NothingHere } from './frame/nothing-here.tsx';
import { ExchangeDetail } from './inspector/inspector.tsx';
import { trafficOf } from './inspector/traffic.ts';
import { NewsLine } from './live/news.ts';
import { render } from './live/render.ts';
import { oauthRoutes } from './oauth/routes.tsx';
import type { Page, PageOptions } from './page.ts';
import { firstPlaceOf, placeAt, viewerAt } from './place.ts';
import { ReadMarks } from './read-marks.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** Nothing is loaded from outside, and no other page can do anything here. */
function protection() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: NONE,
      scriptSrc: SELF,
      styleSrc: SELF,
      imgSrc: SELF,
      connectSrc: SELF,
      formAction: SELF,
      baseUri: NONE,
      frameAncestors: NONE,
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}

/** The local Slack in a browser: what it loads, and how its windows hear of news. */
export function createPage(slack: LocalSlack, { panel, appIcon }: PageOptions): { routes: Hono; news: NewsLine } {
  const page: Page = { slack, panel, marks: new ReadMarks() };
  return { routes: pageRoutes(page, appIcon), news: new NewsLine(page) };
}

function pageRoutes(page: Page, appIcon: string | undefined): Hono {
  const { slack } = page;
  const routes = new Hono();
  routes.use('/', protection());
  routes.use('/archives/*', protection());
  routes.use('/client/*', protection(), csrf());
  routes.route('/', assetRoutes(appIcon));
  routes.route('/', oauthRoutes(slack));
  routes.route('/', archiveRoutes(slack));

  routes.get('/', (c) => {
    const teamId = slack.workspace().teamId;
    const query = (name: string) => c.req.query(name);
    const last = (name: string) => (name === 'as' ? getCookie(c, LAST_ACTOR) : query(name));
    const viewer =
      (query('as') === undefined ? viewerAt(slack.workspaces, { teamId, query: last }) : undefined) ??
      viewerAt(slack.workspaces, { teamId, query });
    return viewer ? c.redirect(viewer.addressOf(firstPlaceOf(viewer))) : c.html(<NothingHere />, 404);
  });

  routes.get('/client/emoji', (c) => c.html(<EmojiGrid query={c.req.query('q') ?? ''} />));

  routes.get('/client/:team/traffic/:id', (c) => {
    const exchange = trafficOf(slack, c.req.param('team')).find(({ id }) => id === c.req.param('id'));
    return exchange ? c.html(<ExchangeDetail exchange={exchange} />) : c.notFound();
  });

  routes.post('/client/:team/acts/:act', async (c) => {
    const viewer = viewerAt(slack.workspaces, addressIn(c));
    const act = ACTS.get(c.req.param('act'));
    if (!viewer || !act) return c.notFound();
    const word = await act({ page, viewer, form: new URLSearchParams(await c.req.text()) });
    return word === undefined ? c.body(null, 204) : c.text(word);
  });

  routes.post('/client/:team/attach', async (c) => {
    const viewer = viewerAt(slack.workspaces, addressIn(c));
    if (!viewer) return c.notFound();
    const word = await attach(viewer, await c.req.formData());
    return word === undefined ? c.body(null, 204) : c.text(word);
  });

  routes.get('/client/:team/:where', (c) => {
    const place = placeAt(slack.workspaces, addressIn(c));
    if (!place) return c.html(<NothingHere />, 404);
    const arrived = arrive(page, place);
    setCookie(c, LAST_ACTOR, place.viewer.member.name, { httpOnly: true, sameSite: 'Lax' });
    return c.html(
      `<!doctype html>${render(<Layout page={page} place={arrived} newsAddress={newsAddress(arrived)} />)}`,
    );
  });

  return routes;
}

function addressIn(c: Context) {
  return {
    teamId: c.req.param('team') ?? '',
    where: c.req.param('where') ?? '',
    query: (name: string) => c.req.query(name) ?? (name === 'window' ? c.req.header(WINDOW_HEADER) : undefined),
  };
}
