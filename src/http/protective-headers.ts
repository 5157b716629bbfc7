import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** What a route may decide otherwise. */
const DEFAULTS = [
  ['Cache-Control', 'no-store'],
  // Not "no-referrer": with it browsers send "Origin: null" with our own forms.
  ['Referrer-Policy', 'same-origin'],
] as const;

/** Headers of every answer: nothing is loaded from outside, framed, guessed at or kept. */
export function protectiveHeaders(baseUrl: string): MiddlewareHandler {
  const isHttps = baseUrl.startsWith('https:');
  const secure = secureHeaders({
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
    xFrameOptions: 'DENY',
    referrerPolicy: false,
    // Browsers ignore these without HTTPS, with a warning.
    strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  });
  return every(secure, async (c, next) => {
    await next();
    for (const [name, value] of DEFAULTS) if (!c.res.headers.has(name)) c.header(name, value);
  });
}
