import type { HtmlEscapedString } from 'hono/utils/html';

/** The HTML of a part of the page. Nothing in these pages waits for anything, so it is there at once. */
export function render(node: HtmlEscapedString | Promise<HtmlEscapedString>): string {
  const html = node.toString();
  if (typeof html !== 'string') throw new Error('A part of the page is asynchronous');
  return html;
}
