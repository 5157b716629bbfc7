import type { Context } from 'hono';
import { isObject } from '../../../lib/json-value.ts';
import { readJson } from '../body.ts';
import { wordOf } from '../lenient.ts';
import { webAddressOf } from '../web-address.ts';

/** JSON that says something impossible: Opsgenie's 422. By field, what is wrong with it. */
export class UnprocessableBody extends Error {
  override readonly name = 'UnprocessableBody';

  constructor(readonly errors: Record<string, string>) {
    super('Request body is not processable. Please check the errors.');
  }
}

export type Body = Record<string, unknown>;

/** The body of a request; one without any says nothing, which is enough to acknowledge and to close. */
export async function readBody(c: Context): Promise<Body> {
  const isEmpty = (await c.req.text()).trim() === '';
  const body = isEmpty ? {} : await readJson(c);
  if (!isObject(body)) throw new UnprocessableBody({ body: 'Body should be a JSON object.' });
  return body;
}

/** Of what people read, more says nothing that is kept: it is not even looked at. */
const MAX_TEXT = 64 * 1024;

/** A field of text for people, or a number as text; of any other type it says nothing, and is no reason to lose an alert. */
export function textIn(body: Body, field: string): string | null {
  return wordOf(Object.hasOwn(body, field) ? body[field] : null)?.slice(0, MAX_TEXT) ?? null;
}

/** The alias, whole: two that begin alike are two. */
export function aliasIn(body: Body): string | null {
  return wordOf(body['alias']);
}

/** The texts of a list, no more of them than `limit`. */
export function textsIn(body: Body, field: string, limit: number): string[] {
  return listIn(body, field, limit).flatMap((one) => wordOf(one)?.slice(0, MAX_TEXT) ?? []);
}

export function listIn(body: Body, field: string, limit: number): unknown[] {
  const list = body[field];
  return Array.isArray(list) ? list.slice(0, limit) : [];
}

/** Where it comes from. Alertmanager names itself by its address, which is a link for people, and no name. */
export function sourceIn(body: Body): { name: string | null; url: string | null } {
  const source = textIn(body, 'source');
  const url = webAddressOf(source);
  return { name: url === null ? source : new URL(url).host, url };
}
