/** Control characters (but tab and newline), lone surrogates, and the marks that turn the reading direction around. */
const UNWANTED = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** Text from outside without control characters and lone surrogates; line ends are `\n`. */
export function clean(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(UNWANTED, '');
}

/** Clean and on one line, with single spaces. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}
