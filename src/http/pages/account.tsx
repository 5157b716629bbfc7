import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import type { Session } from '../store.ts';
import { ActionForm, formLimit, ownOrigin } from './forms.tsx';
import { Layout, MessagePage, page } from './layout.tsx';
import { sessionCookie } from './session-cookie.ts';
import { ownForm, type SignedIn, signedIn } from './signed-in.tsx';
import { Moment } from './time.tsx';
import type { Visitor } from './visitor.ts';
import { nameOf } from './words.ts';

/** A person's own sessions: to look at, and to end. */
export function accountRoutes(deps: HttpDeps) {
  const { sessions, clock } = deps;
  const cookie = sessionCookie(deps.baseUrl);
  const routes = new Hono<SignedIn>();
  routes.use('/account/*', ownOrigin(deps.baseUrl), signedIn(deps));

  routes.get('/account/sessions', async (c) => {
    const { visitor } = c.var;
    const own = await sessions.sessionsOf(visitor.session, clock.now());
    return page(c, <SessionsPage sessions={own} visitor={visitor} />);
  });

  routes.post('/account/sessions/:id{[0-9]+}/end', formLimit, ownForm, async (c) => {
    const { session } = c.var.visitor;
    const id = Number(c.req.param('id'));
    await sessions.endSession(session, id);
    if (id !== session.id) return c.redirect('/account/sessions', 303);
    cookie.forget(c);
    return page(c, <SignedOutPage />);
  });

  routes.post('/account/sessions/end-all', formLimit, ownForm, async (c) => {
    await sessions.endAllSessions(c.var.visitor.session);
    cookie.forget(c);
    return page(c, <SignedOutPage />);
  });

  return routes;
}

function SignedOutPage() {
  return (
    <MessagePage title="Signed out">
      To sign in again, press <strong>View in OpsKnight</strong> in Slack or run <code>/opsknight web</code>.
    </MessagePage>
  );
}

/** Where a person is signed in, with a way to end each. */
function SessionsPage({ sessions, visitor }: { sessions: Session[]; visitor: Visitor }) {
  return (
    <Layout title="Your sessions" visitor={visitor} section="account">
      <h1>Your sessions</h1>
      <p class="quiet">
        Signed in as {nameOf(visitor.person)}. A session ends by itself after 12 hours, and at once when the Slack
        account is deactivated.
      </p>
      <ul class="rows">
        {sessions.map((session) => (
          <SessionRow session={session} visitor={visitor} />
        ))}
      </ul>
      <ActionForm action="/account/sessions/end-all" visitor={visitor}>
        <button type="submit">Sign out everywhere</button>
      </ActionForm>
    </Layout>
  );
}

function SessionRow({ session, visitor }: { session: Session; visitor: Visitor }) {
  const { id, userAgent, createdAt, expiresAt } = session;
  const isThis = id === visitor.session.id;
  const name = browserName(userAgent);
  return (
    <li class="row-card with-action">
      <div>
        <p class="row-title" title={userAgent}>
          {name}
          {isThis && <span class="badge">This browser</span>}
        </p>
        <p class="row-facts">
          <span>
            since <Moment at={createdAt} zone={visitor.zone} />
          </span>
          <span>
            until <Moment at={expiresAt} zone={visitor.zone} />
          </span>
        </p>
      </div>
      <ActionForm action={`/account/sessions/${id}/end`} visitor={visitor}>
        <button type="submit" aria-label={isThis ? 'Sign out' : `Sign out ${name}`}>
          Sign out
        </button>
      </ActionForm>
    </li>
  );
}

/** In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari. */
const BROWSERS: [RegExp, string][] = [
  [/Firefox\//, 'Firefox'],
  [/Edg/, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox on Linux", from how a browser names itself. */
function browserName(userAgent: string): string {
  const browser = find(BROWSERS, userAgent) ?? 'A browser';
  const system = find(SYSTEMS, userAgent);
  return system === null ? browser : `${browser} on ${system}`;
}

function find(names: [RegExp, string][], userAgent: string): string | null {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
