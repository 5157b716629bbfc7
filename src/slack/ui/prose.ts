import { clean } from '../../words/text.ts';
import { hiddenHost, type Passage, passagesOf } from '../../words/web-addresses.ts';
import { cut, mrkdwn } from './escape.ts';

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
  const shown = cut(tidy, limit);
  const linked = passagesOf(shown).map(asLink).join('');
  return linked.length <= limit ? linked : mrkdwn(shown);
}

function asLink({ words, isAddress }: Passage): string {
  // One that is cut off would lead nowhere.
  if (!isAddress || words.endsWith('…')) return mrkdwn(words);
  const host = hiddenHost(words, words);
  // A "|" would end the address.
  return `<${mrkdwn(words.replaceAll('|', '%7C'))}>${host === null ? '' : ` (${mrkdwn(host)})`}`;
}
