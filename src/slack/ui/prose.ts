import { clean, cut, mrkdwn } from './escape.ts';

/** An address in escaped text; `&lt;` and `&gt;` end it. */
const ADDRESS = /https?:\/\/(?:(?!&[lg]t;)[^\s|"`])+/g;

/** Punctuation at the end of an address belongs to the sentence. */
const SENTENCE_END = ".,;:!?)]}'*_~";

/**
 * What somebody wrote in several lines (a description, a note) as mrkdwn of at most `limit` characters, with its web
 * addresses as links while there is room for them; empty when nothing visible was written.
 */
export function prose(text: string, limit: number): string {
  const lines = clean(text).split('\n');
  const tidy = lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const plain = mrkdwn(cut(tidy, limit));
  const linked = plain.replace(ADDRESS, asLink);
  return linked.length <= limit ? linked : plain;
}

function asLink(found: string): string {
  if (found.endsWith('…')) return found; // cut off: it would lead nowhere
  let end = found.length;
  while (SENTENCE_END.includes(found.charAt(end - 1)) && end > 0) end--;
  const address = found.slice(0, end);
  return `<${address}>${found.slice(address.length)}`;
}
