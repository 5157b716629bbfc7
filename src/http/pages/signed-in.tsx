import { createMiddleware } from 'hono/factory';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import { isSameSecret } from '../tokens.ts';
import { FORM_TOKEN_FIELD, readForm } from './forms.tsx';
import { page, SignInPage } from './layout.tsx';
import { SessionCookie } from './session-cookie.ts';
import { type Visitor, visitorOf } from './visitor.ts';

export interface SignedIn {
  Variables: { visitor: Visitor };
}

/** Lets only browsers with a session through, and says whose it is as `visitor`. */
export function signedIn(deps: HttpDeps) {
  const cookie = new SessionCookie(deps.baseUrl);
  return createMiddleware<SignedIn>(async (c, next) => {
    const token = cookie.read(c);
    const visitor = token === undefined ? null : await visitorOf(token, deps);
    if (!visitor) {
      if (token !== undefined) cookie.forget(c);
      // A page that keeps itself up to date is to become this one, not to hold it.
      c.header('HX-Refresh', 'true');
      c.status(401);
      return page(c, <SignInPage />);
    }
    c.set('visitor', visitor);
    return next();
  });
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
