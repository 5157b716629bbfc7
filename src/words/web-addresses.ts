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

/** Names that lead nowhere on the internet: https://www.iana.org/assignments/special-use-domain-names, and what companies use. */
const INTERNAL =
  /(?:^|\.)(?:internal|intranet|local|localhost|localdomain|lan|home|corp|private|test|invalid|onion|arpa)$/;

/**
 * Whether an address may be loaded into a message: https at a public name, by the usual port. A number may be a machine of ours
 * in any of its spellings, and a name and a password in an address are nobody else's business.
 */
export function isPublicWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  const name = hostname.replace(/\.$/, '');
  const isNumber = /^\[|^[\d.]+$/.test(name);
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    name.includes('.') &&
    !isNumber &&
    !INTERNAL.test(name)
  );
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
