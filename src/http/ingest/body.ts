import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RefusedRequest } from '../refused-request.ts';
import { tooMuchToParse } from './json-shape.ts';

const MAX_MEGABYTES = 5;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/** Refuses bodies of more than 5 MiB, also those that don't say their size. */
export const alertBodyLimit: MiddlewareHandler = (c, next) => {
  const said = c.req.header('content-length');
  if (said === undefined || c.req.header('transfer-encoding') !== undefined) return countedLimit(c, next);
  if (Number(said) > MAX_BYTES) throw tooLarge();
  return next();
};

/** Touches the body as a web stream, and making one is most of what a small request would cost. */
const countedLimit = bodyLimit({
  maxSize: MAX_BYTES,
  onError: () => {
    throw tooLarge();
  },
});

function tooLarge(): RefusedRequest {
  return new RefusedRequest(413, `The body is larger than ${MAX_MEGABYTES} MiB. Send fewer events at a time.`);
}

/**
 * The body as JSON, whatever content type it claims: monitors often say text/plain.
 * @param formField where a sender may put it that sends a form instead
 */
export async function readJson(c: Context, formField?: string): Promise<unknown> {
  const encoding = c.req.header('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new RefusedRequest(415, `The body is compressed (${encoding}). Send it as it is.`);
  }
  const sent = await c.req.text();
  const isForm = formField !== undefined && sent.startsWith(`${formField}=`);
  const text = isForm ? (new URLSearchParams(sent).get(formField) ?? '') : sent;
  if (text.trim() === '') throw notJson('is empty');
  const tooMuch = tooMuchToParse(text);
  if (tooMuch !== null) throw new RefusedRequest(413, `The body ${tooMuch}. Nothing was taken in.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(`is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function notJson(message: string): RefusedRequest {
  return new RefusedRequest(400, `The body ${message}`, { issues: [{ path: '', message }] });
}
