import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean "channel"?` when one of the candidates is close to what was written, else nothing. */
export function didYouMean(written: string, candidates: Iterable<string>): string {
  const byLowerCase = new Map([...candidates].map((candidate) => [candidate.toLowerCase(), candidate]));
  if (byLowerCase.size === 0) return '';
  const word = written.toLowerCase();
  const best = closest(word, [...byLowerCase.keys()]);
  const slips = distance(word, best);
  const isClose = slips < word.length && slips <= Math.max(1, Math.floor(Math.max(word.length, best.length) / 3));
  return isClose ? ` Did you mean "${byLowerCase.get(best)}"?` : '';
}
