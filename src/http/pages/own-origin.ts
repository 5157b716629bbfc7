import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { RefusedRequest } from '../refused-request.ts';

/**
 * Refuses a form that a page of another site has sent. Browsers say where a form comes from, in `Sec-Fetch-Site` (only over
 * HTTPS and on the machine itself) or in `Origin`; whoever says neither is no browser, and has nobody's cookies.
 * @param baseUrl The address that people use; the one that the request came to is ours as well.
 */
export function ownOrigin(baseUrl: string) {
  const own = new URL(baseUrl).origin;
  return createMiddleware(async (c, next) => {
    if (isFormMethod(c) && !isOurs(c, own)) {
      throw new RefusedRequest(403, 'The form was sent by a page of another site, so nothing was changed.');
    }
    await next();
  });
}

function isFormMethod({ req: { method } }: Context): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function isOurs(c: Context, own: string): boolean {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || origin === own || origin === new URL(c.req.url).origin;
}
