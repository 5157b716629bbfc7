import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { HttpParts } from '../parts.ts';
import { RefusedRequest } from '../refused-request.ts';
import { isSameSecret } from '../tokens.ts';
import { readForm } from './form-fields.ts';
import { SignInPage } from './message-page.tsx';
import { page } from './page.ts';
import { SessionCookie } from './session-cookie.ts';
import { type Visitor, visitorOf } from './visitor.ts';

export interface SignedIn {
  Variables: { visitor: Visitor };
}

/** The form field with the session's form token. */
export const FORM_TOKEN_FIELD = 'form_token';

const MAX_FORM_BYTES = 64 * 1024;

/** Lets only browsers with a session through, and says whose it is as `visitor`. */
export function signedIn(parts: HttpParts) {
  const cookie = new SessionCookie(parts.baseUrl);
  return createMiddleware<SignedIn>(async (c, next) => {
    const token = cookie.read(c);
    const visitor = token === undefined ? null : await visitorOf(token, parts);
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

export const formLimit = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: () => {
    throw new RefusedRequest(413, 'The form holds more text than fits. Nothing was changed.');
  },
});

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
