import { raw } from 'hono/html';
import MarkdownIt from 'markdown-it';

/** HTML in it is text; addresses of scripts are no links; no picture is fetched from outside. */
const markdown = new MarkdownIt({ html: false }).disable('image');

/** What somebody wrote in Markdown, as it is meant. A part by itself: what takes long to read is bounded by its length. */
export function Markdown({ text }: { text: string }) {
  return <div class="prose-markdown">{raw(markdown.render(text))}</div>;
}
