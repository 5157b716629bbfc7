import type { Hono } from 'hono';

/** Addresses of programs; what a form of a page is sent to is nothing to open. */
const OF_PROGRAMS = /^\/(?:api|v2)\//;
const METHODS = ['GET', 'POST', 'PUT'];

/** The methods that an address takes, as `Allow` lists them; null for one that leads nowhere, whatever the method. */
export function methodsAt(app: Hono, path: string): string | null {
  if (!OF_PROGRAMS.test(path)) return null;
  const taken = METHODS.filter((method) => {
    const [found] = app.router.match(method, path);
    return found.some(([[, route]]) => route.method === method);
  });
  return taken.length > 0
    ? taken.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    : null;
}
