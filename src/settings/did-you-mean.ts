import { closest, distance } from 'fastest-levenshtein';

/** Nothing so long is a slip in a name, and comparing takes time by its length. */
const MAX_WRITTEN = 200;

/** ` Did you mean "channel"?` when one of the candidates is close to what was written, else nothing. */
export function didYouMean(written: string, candidates: Iterable<string>): string {
  const byLowerCase = new Map([...candidates].map((candidate) => [candidate.toLowerCase(), candidate]));
  if (byLowerCase.size === 0 || written.length > MAX_WRITTEN) return '';
  const word = written.toLowerCase();
  const best = closest(word, [...byLowerCase.keys()]);
  const slips = distance(word, best);
  const length = Math.max(word.length, best.length) - sharedDomain(word, best);
  const isClose = slips < word.length && slips <= Math.max(1, Math.floor(length / 3));
  return isClose ? ` Did you mean "${byLowerCase.get(best)}"?` : '';
}

/** How much of two e-mail addresses says nothing about whether the same person is meant. */
function sharedDomain(one: string, other: string): number {
  const at = one.lastIndexOf('@');
  const domain = at < 0 ? '' : one.slice(at);
  return other.endsWith(domain) ? domain.length : 0;
}
