import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { STORAGE_TROUBLES, storageFailureOf } from '../lib/storage-failure.ts';
import { MessagePage, page } from './pages/layout.tsx';
import { type Issue, RefusedRequest } from './refused-request.ts';

/** When to try again after the database could not be written, in seconds. */
const RETRY_AFTER = 5;

/** The one place where an error becomes an answer: never a stack, and a line in the log for what is our fault. */
export function errorBoundary(logger: Logger): (error: Error, c: Context) => Response | Promise<Response> {
  return (error, c) => {
    if (error instanceof RefusedRequest) return refuse(c, error);
    if (error instanceof HTTPException) return answer(c, error.status, 'The request was refused.');
    // The route, not the path: a path may hold a sign-in token.
    const request = { method: c.req.method, route: routePath(c) };
    const failure = storageFailureOf(error);
    if (failure) {
      logger.error({ err: error, ...request }, 'the database can not be used; the request was answered with 503');
      c.header('Retry-After', String(RETRY_AFTER));
      const { what } = STORAGE_TROUBLES[failure.trouble];
      return answer(c, 503, `This could not be done: ${what}. Please send it again in a moment.`);
    }
    if (hasBrokenOff(error)) {
      logger.info(request, 'a request broke off before all of it had come');
      return answer(c, 400, 'The request broke off.'); // nobody is there to read it
    }
    logger.error({ err: error, ...request }, 'a request failed; it was answered with 500');
    return answer(c, 500, 'Something went wrong on our side. It has been logged; please try again.');
  };
}

/** Whoever sent it went away, or sent chunks that are none: what Node then says of the body. */
function hasBrokenOff(error: Error): boolean {
  return 'code' in error && error.code === 'ECONNRESET' && error.message === 'aborted';
}

/** For an address that leads nowhere, or takes other methods. @param methods those that it takes; null for none */
export function notFound(c: Context, methods: string | null): Response | Promise<Response> {
  if (methods === null) return answer(c, 404, 'There is nothing at this address.');
  c.header('Allow', methods);
  return answer(c, 405, `This address takes ${methods}, not ${c.req.method}.`);
}

function refuse(c: Context, { status, message, issues, headers }: RefusedRequest): Response | Promise<Response> {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return isBrowser(c) ? answer(c, status, message) : problem(c, status, message, issues);
}

function answer(c: Context, status: HTTPException['status'], message: string): Response | Promise<Response> {
  c.status(status);
  return isBrowser(c)
    ? page(
        c,
        <MessagePage title={TITLES[status] ?? 'Not possible'}>
          {message} {status === 404 && <a href="/incidents">All incidents</a>}
        </MessagePage>,
      )
    : problem(c, status, message);
}

/** Problem details (RFC 9457), beside `error` and `issues`, which say the same. */
function problem(c: Context, status: HTTPException['status'], message: string, issues?: Issue[]): Response {
  const body = { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, error: message, issues };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}

const TITLES: Partial<Record<HTTPException['status'], string>> = {
  400: 'Not understood',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  413: 'Too large',
  429: 'Not so fast',
  500: 'That failed',
  503: 'Not now',
};

function isBrowser(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') ?? false;
}
