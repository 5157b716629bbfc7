import { type Context, Hono } from 'hono';
import type { HttpParts } from '../parts.ts';
import type { SignInLink } from '../store.ts';
import { hashToken, newToken } from '../tokens.ts';
import { MessagePage } from './message-page.tsx';
import { page } from './page.ts';
import { SESSION_LIFETIME, SessionCookie } from './session-cookie.ts';
import { admit } from './visitor.ts';

/** Who looks at links before people do: https://docs.slack.dev/robots and browsers that load ahead. */
const ROBOTS = /Slackbot|Slack-ImgProxy/i;

const MAX_USER_AGENT = 255;
const FALLBACK_PATH = '/incidents';

/** `GET /sign-in/:token`: uses up a link that Slack handed out, and signs the browser in. */
export function signInRoutes(parts: HttpParts): Hono {
  const { sessions, clock, baseUrl } = parts;
  const cookie = new SessionCookie(baseUrl);

  return new Hono().get('/sign-in/:token', async (c) => {
    c.header('Referrer-Policy', 'no-referrer');
    if (isOnlyLooking(c)) return page(c, <MessagePage title="Sign in">Open this link in a browser.</MessagePage>);

    const link = await sessions.redeemLink(hashToken(c.req.param('token')), clock.now());
    if (!link) return refuse(c, 'This link was already used, is older than 10 minutes, or was not copied whole.');
    if (!(await admit(link, parts))) return refuse(c, 'This Slack account may not see incidents.');

    await endSessionOf(cookie.read(c), parts);
    cookie.write(c, await openSession(c, link, parts));
    return c.redirect(ownPath(link.path, baseUrl), 303);
  });
}

/** A browser has one session: a new one takes the place of the old. */
async function endSessionOf(sessionToken: string | undefined, { sessions, clock }: HttpParts): Promise<void> {
  const old = sessionToken === undefined ? null : await sessions.session(hashToken(sessionToken), clock.now());
  if (old) await sessions.endSession(old, old.id);
}

async function openSession(c: Context, link: SignInLink, { sessions, clock }: HttpParts): Promise<string> {
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

function isOnlyLooking(c: Context): boolean {
  const isAhead = c.req.header('sec-purpose')?.includes('prefetch') ?? false;
  return c.req.method === 'HEAD' || isAhead || ROBOTS.test(c.req.header('user-agent') ?? '');
}

/** Only paths of ours: `//elsewhere.example` and `/\elsewhere.example` are other hosts to a browser. */
function ownPath(path: string, baseUrl: string): string {
  const url = URL.canParse(path, baseUrl) ? new URL(path, baseUrl) : null;
  const isOwn = url !== null && path.startsWith('/') && url.origin === new URL(baseUrl).origin;
  return isOwn ? url.pathname + url.search : FALLBACK_PATH;
}

function refuse(c: Context, why: string) {
  c.status(403);
  return page(
    c,
    <MessagePage title="This sign-in link doesn't work">
      {why} For a new one, press <strong>View in OpsKnight</strong> in Slack again, or run <code>/opsknight web</code>.
    </MessagePage>,
  );
}
