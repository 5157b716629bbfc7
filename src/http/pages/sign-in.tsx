import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Person } from '../../people/types.ts';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { SignInLink } from '../store.ts';
import { hashToken, newToken } from '../tokens.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { formLimit, ownOrigin } from './forms.tsx';
import { MessageFrame, MessagePage, page } from './layout.tsx';
import { ownPath } from './own-path.ts';
import { SESSION_LIFETIME, sessionCookie } from './session-cookie.ts';
import { SignInPage } from './sign-in-page.tsx';
import { admit, visitorOfBrowser } from './visitor.ts';
import { nameOf } from './words.ts';

const MAX_USER_AGENT = 255;

/** Whom a link signs in. */
interface Invited {
  Variables: { link: SignInLink; person: Person };
}

/**
 * `/sign-in/:token`, the link that Slack hands out. GET only asks, so that previews, scanners and pictures don't use it up, and
 * nobody is signed in as somebody else unawares; POST redeems it, once.
 */
export function signInRoutes(deps: HttpDeps): Hono<Invited> {
  const { sessions, clock, baseUrl } = deps;
  const cookie = sessionCookie(baseUrl);
  const failed = new FailedAttempts(clock);

  const withoutReferrer = createMiddleware(async (c, next) => {
    c.header('Referrer-Policy', 'no-referrer');
    await next();
  });

  /** Lets only links through that can be used, by people who may see incidents. */
  const invited = createMiddleware<Invited>(async (c, next) => {
    const address = getConnInfo(c).remote.address ?? '';
    const wait = failed.wait(address);
    if (wait !== null) throw tooManyAttempts(wait);
    const link = await sessions.link(hashOfToken(c), clock.now());
    if (!link) {
      failed.count(address);
      return refuse(c, UNUSABLE);
    }
    const admitted = await admit(link, deps);
    if (!admitted) return refuse(c, 'This Slack account may not see incidents.');
    c.set('link', link);
    c.set('person', admitted.person);
    return next();
  });

  const routes = new Hono<Invited>();

  // Asked by the page that waits: the session is this browser's own, never one that is handed over.
  routes.get('/sign-in', async (c) => {
    const path = ownPath(c.req.query('to') ?? '', baseUrl);
    const isSignedIn = (await visitorOfBrowser(c, deps)) !== null;
    if (c.req.header('hx-request') !== undefined) {
      if (isSignedIn) c.header('HX-Redirect', path);
      return c.body(null, 204);
    }
    if (isSignedIn) return c.redirect(path);
    c.status(401);
    return page(c, <SignInPage path={path} slackUrl={deps.slackUrl} />);
  });

  routes.use('/sign-in/:token', withoutReferrer);

  routes.get('/sign-in/:token', invited, async (c) => {
    const visitor = await visitorOfBrowser(c, deps);
    return page(c, <ContinuePage invited={c.var.person} signedIn={visitor?.person ?? null} />);
  });

  routes.post('/sign-in/:token', ownOrigin(baseUrl), formLimit, invited, async (c) => {
    const link = await sessions.redeemLink(hashOfToken(c), clock.now());
    if (!link) return refuse(c, UNUSABLE);
    await endSessionOf(cookie.read(c), deps);
    cookie.write(c, await openSession(c, link, deps));
    return c.redirect(ownPath(link.path, baseUrl), 303);
  });

  return routes;
}

function hashOfToken(c: Context): string {
  return hashToken(c.req.param('token') ?? '');
}

/** A browser has one session: a new one takes the place of the old. */
async function endSessionOf(sessionToken: string | undefined, { sessions, clock }: HttpDeps): Promise<void> {
  const old = sessionToken === undefined ? null : await sessions.session(hashToken(sessionToken), clock.now());
  if (old) await sessions.endSession(old, old.id);
}

async function openSession(c: Context, link: SignInLink, { sessions, clock }: HttpDeps): Promise<string> {
  const now = clock.now();
  const { token, hash } = newToken();
  await sessions.createSession(hash, {
    connectionId: link.connectionId,
    slackUserId: link.slackUserId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + SESSION_LIFETIME,
    userAgent: c.req.header('user-agent')?.slice(0, MAX_USER_AGENT) ?? '',
  });
  return token;
}

/** Asks before anything is done: whoever was given somebody else's link sees whose it is. */
function ContinuePage({ invited, signedIn }: { invited: Person; signedIn: Person | null }) {
  const name = nameOf(invited);
  return (
    <MessageFrame title="Sign in" referrers="same-origin">
      {signedIn !== null && !isSame(signedIn, invited) && (
        <p class="trouble" role="alert">
          This browser is signed in as <strong>{nameOf(signedIn)}</strong>. If you continue, it will be signed in as{' '}
          <strong>{name}</strong> instead. Do so only if you asked for this link in Slack yourself.
        </p>
      )}
      <form method="post">
        <button type="submit" class="primary">
          Continue as {name}
        </button>
      </form>
      <p class="quiet">
        Not {name}? Close this page; nothing has changed. For a link of your own, run <code>/opsknight web</code> in
        Slack.
      </p>
    </MessageFrame>
  );
}

function isSame({ identity: a }: Person, { identity: b }: Person): boolean {
  return a.connectionId === b.connectionId && a.slackUserId === b.slackUserId;
}

const UNUSABLE = 'This link was already used, is older than 10 minutes, or was not copied whole.';

function refuse(c: Context, why: string) {
  c.status(403);
  return page(
    c,
    <MessagePage title="This sign-in link doesn't work">
      {why} For a new one, press <strong>View in OpsKnight</strong> in Slack again, or run <code>/opsknight web</code>.
    </MessagePage>,
  );
}

function tooManyAttempts(wait: number): RefusedRequest {
  const message = `Too many sign-in links that don't work were tried. Nothing has changed, and your link is not used up; try it again in ${wait} seconds.`;
  return new RefusedRequest(429, message, { headers: { 'Retry-After': String(wait) } });
}
