import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { PropsWithChildren } from 'hono/jsx';
import { RefusedRequest } from '../refused-request.ts';
import type { Visitor } from './visitor.ts';

/** The form field with the session's form token. */
export const FORM_TOKEN_FIELD = 'form_token';

const MAX_FORM_BYTES = 64 * 1024;

export const formLimit = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: () => {
    throw new RefusedRequest(413, 'The form holds more text than fits. Nothing was changed.');
  },
});

interface ActionFormProps {
  action: string;
  visitor: Visitor;
  id?: string;
  class?: string;
}

/** A form that changes something: sent to `action`, with the proof that it comes from this visitor's own page. */
export function ActionForm({ visitor, children, ...form }: PropsWithChildren<ActionFormProps>) {
  return (
    <form method="post" {...form}>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={visitor.formToken} />
      {children}
    </form>
  );
}

/** The fields of a form as it was sent. */
export type Form = Record<string, unknown>;

/** The text of a field; empty for one that wasn't sent, or is no text. */
export function fieldOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** What was sent in a field that may be there several times. */
export function fieldsOf(form: Form, name: string): string[] {
  return [form[name]].flat().filter((value) => typeof value === 'string');
}

/** Reads a form; refuses what only claims to be one. */
export async function readForm(c: Context): Promise<Form> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    throw new RefusedRequest(400, 'The form could not be read, so nothing was changed. Reload the page and try again.');
  }
}

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
