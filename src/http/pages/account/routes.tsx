import { Hono } from 'hono';
import type { HttpParts } from '../../parts.ts';
import { MessagePage } from '../message-page.tsx';
import { ownOrigin } from '../own-origin.ts';
import { page } from '../page.ts';
import { SessionCookie } from '../session-cookie.ts';
import { formLimit, ownForm, type SignedIn, signedIn } from '../signed-in.tsx';
import { SessionsPage } from './page.tsx';

/** A person's own sessions: to look at, and to end. */
export function accountRoutes(parts: HttpParts) {
  const { sessions, clock } = parts;
  const cookie = new SessionCookie(parts.baseUrl);
  const routes = new Hono<SignedIn>();
  routes.use('/account/*', ownOrigin(parts.baseUrl), signedIn(parts));

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
