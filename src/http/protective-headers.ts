import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];
const NONE = ["'none'"];

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
    // Not "no-referrer": with it browsers send "Origin: null" with our own forms.
    referrerPolicy: 'same-origin',
    // Browsers ignore these without HTTPS, with a warning.
    strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  });
  return every(secure, async (c, next) => {
    await next();
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
}
