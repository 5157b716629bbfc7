import type { Context } from 'hono';
import { RefusedRequest } from '../refused-request.ts';

/** The fields of a form as it was sent. */
export type Form = Record<string, unknown>;

/** Reads a form; refuses what only claims to be one. */
export async function readForm(c: Context): Promise<Form> {
  try {
    return await c.req.parseBody();
  } catch {
    throw new RefusedRequest(400, 'The form could not be read, so nothing was changed. Reload the page and try again.');
  }
}
