import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import { isSameSecret } from '../tokens.ts';
import { FORM_TOKEN_FIELD, readForm } from './forms.tsx';
import { page } from './layout.tsx';
import { sessionCookie } from './session-cookie.ts';
import { SignInPage } from './sign-in-page.tsx';
import { type Visitor, visitorOfBrowser } from './visitor.ts';

export interface SignedIn {
  Variables: { visitor: Visitor };
}

/** Lets only browsers with a session through, and says whose it is as `visitor`. */
export function signedIn(deps: HttpDeps) {
  const cookie = sessionCookie(deps.baseUrl);
  return createMiddleware<SignedIn>(async (c, next) => {
    const visitor = await visitorOfBrowser(c, deps);
    if (isOpened(c)) deps.arrivals.note(c.req.path, visitor?.session ?? null);
    if (!visitor) {
      if (cookie.read(c) !== undefined) cookie.forget(c);
      // A page that keeps itself up to date is to become this one, not to hold it.
      c.header('HX-Refresh', 'true');
      c.status(401);
      const { pathname, search } = new URL(c.req.url);
      return page(c, <SignInPage path={pathname + search} slackUrl={deps.slackUrl} />);
    }
    c.set('visitor', visitor);
    return next();
  });
}

/** By a person, not by a page that keeps itself up to date. */
function isOpened({ req }: Context): boolean {
  return req.method === 'GET' && req.header('hx-request') === undefined;
}

/** Refuses forms that don't come from a page of the same session. */
export const ownForm = createMiddleware<SignedIn>(async (c, next) => {
  const form = await readForm(c);
  const given = form[FORM_TOKEN_FIELD];
  if (typeof given !== 'string' || !isSameSecret(given, c.var.visitor.formToken)) {
    throw new RefusedRequest(
      403,
      'The form is not from your current session, so nothing was changed. Reload the page and try again.',
    );
  }
  await next();
});
