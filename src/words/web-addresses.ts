/** As far as an address goes in text. Brackets and backslashes end it: with them it reads as one host and leads to another. */
const ADDRESS = /https?:\/\/(?:\[[\da-f:.]{2,45}\])?[^\s<>"`[\]\\]*/gi;

/** Punctuation at the end of an address belongs to the sentence. */
const SENTENCE_END = ".,;:!?)}'*_~";

export interface Passage {
  words: string;
  isAddress: boolean;
}

/** Splits text into its web addresses and what is between them; all passages together are the text. */
export function passagesOf(text: string): Passage[] {
  const passages: Passage[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutSentenceEnd(found);
    if (!URL.canParse(address)) continue;
    if (index > end) passages.push({ words: text.slice(end, index), isAddress: false });
    passages.push({ words: address, isAddress: true });
    end = index + address.length;
  }
  if (end < text.length) passages.push({ words: text.slice(end), isAddress: false });
  return passages;
}

function withoutSentenceEnd(found: string): string {
  let end = found.length;
  while (end > 0 && SENTENCE_END.includes(found.charAt(end - 1))) end--;
  return found.slice(0, end);
}

/**
 * The host that a link leads to, if its label reads like an address of another one, and so is to be shown beside it; null when
 * the label hides nothing. `https://bank.example@evil.example` leads to evil.example, `https://bаnk.example` to xn--….
 */
export function hiddenHost(label: string, url: string): string | null {
  if (!URL.canParse(url) || !looksLikeAddress(label)) return null;
  const { host, hostname } = new URL(url);
  const shown = hostIn(label);
  return shown === host || shown === hostname ? null : host;
}

/** Also with the dots of other scripts. */
function looksLikeAddress(label: string): boolean {
  return /\S[.。]\S|:\/\/|\S:\d/.test(label.normalize('NFKC'));
}

function hostIn(label: string): string {
  const rest = label.trim().replace(/^https?:\/\//i, '');
  const end = rest.search(/[/?#]/);
  return (end === -1 ? rest : rest.slice(0, end)).toLowerCase();
}
