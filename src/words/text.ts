/** Control characters (but tab and newline), lone surrogates, and the marks that turn the reading direction around. */
const UNWANTED = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer than any character as people see it is likely to be. */
const LONGEST_CHARACTER = 64;

/** Text from outside without control characters and lone surrogates; line ends are `\n`. */
export function clean(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(UNWANTED, '');
}

/** Clean and on one line, with single spaces. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** Clean text of at most `limit` UTF-16 units; what is left out becomes "…". Never cuts through a visible character. */
export function cutTo(limit: number, text: string): string {
  const whole = clean(text);
  if (whole.length <= limit) return whole;
  const candidate = whole.slice(0, limit + LONGEST_CHARACTER);
  const onTheEdge = graphemes.segment(candidate).containing(limit - ELLIPSIS.length);
  const end = onTheEdge && onTheEdge.index > 0 ? onTheEdge.index : limit - ELLIPSIS.length;
  return clean(whole.slice(0, end)).trimEnd() + ELLIPSIS;
}

/** With a capital letter at the beginning, as a sentence has it. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
