import { clean, cut, mrkdwn } from './escape.ts';

/** An address in escaped text; `&lt;` and `&gt;` end it. */
const ADDRESS = /https?:\/\/(?:(?!&[lg]t;)[^\s|"`])+/g;

/** Punctuation at the end of an address belongs to the sentence. */
const SENTENCE_END = /[.,;:!?)\]}'*_~]+$/;

/**
 * What somebody wrote in several lines (a description, a note) as mrkdwn of at most `limit` characters, with its web
 * addresses as links while there is room for them; empty when nothing visible was written.
 */
export function prose(text: string, limit: number): string {
  const tidy = clean(text)
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const plain = mrkdwn(cut(tidy, limit));
  const linked = plain.replace(ADDRESS, asLink);
  return linked.length <= limit ? linked : plain;
}

function asLink(found: string): string {
  if (found.endsWith('…')) return found; // cut off: it would lead nowhere
  const address = found.replace(SENTENCE_END, '');
  return `<${address}>${found.slice(address.length)}`;
}
