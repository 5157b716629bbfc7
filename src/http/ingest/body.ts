import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RefusedRequest } from '../refused-request.ts';

const MAX_MEGABYTES = 5;

/** Refuses bodies of more than 5 MiB, also those that don't say their size. */
export const alertBodyLimit = bodyLimit({
  maxSize: MAX_MEGABYTES * 1024 * 1024,
  onError: () => {
    throw new RefusedRequest(413, `The body is larger than ${MAX_MEGABYTES} MiB. Send fewer events at a time.`);
  },
});

/** The body as JSON, whatever content type it claims: monitors often say text/plain. */
export async function readJson(c: Context): Promise<unknown> {
  const encoding = c.req.header('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new RefusedRequest(415, `The body is compressed (${encoding}). Send it as it is.`);
  }
  const text = await c.req.text();
  if (text.trim() === '') throw notJson('is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(`is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function notJson(message: string): RefusedRequest {
  return new RefusedRequest(400, `The body ${message}`, { issues: [{ path: '', message }] });
}
