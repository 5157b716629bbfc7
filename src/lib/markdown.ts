/** Longer lines than that are nobody's who reads them. */
const ELLIPSIS = '…';

/**
 * Text from outside, as one line of Markdown that shows it as it is: nothing of it is a heading, a link, HTML or emphasis. At most
 * `limit` characters of the text.
 */
export function asMarkdown(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = line.length > limit ? `${whole(line.slice(0, limit - 1)).trimEnd()}${ELLIPSIS}` : line;
  return shown
    .replace(/[\\`*_[\]<>~|&!]/g, '\\$&')
    .replace(/^(#|[-+=](?=\s|$|[-+=]))/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Without half a character at the end. */
function whole(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
