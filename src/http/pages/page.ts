import type { Context } from 'hono';
import { html } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';

/** A whole HTML document as the answer. */
export function page(c: Context, element: JSX.Element): Response | Promise<Response> {
  return c.html(html`<!doctype html>${element}`);
}
