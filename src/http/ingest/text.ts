import { clean, oneLine } from '../../words/text.ts';

const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer than any character as people see it is likely to be. */
const LONGEST_CHARACTER = 64;

/** Clean text of at most `limit` UTF-16 units; what is left out becomes "…". Never cuts through a visible character. */
export function cutTo(limit: number, text: string): string {
  const whole = clean(text);
  if (whole.length <= limit) return whole;
  const candidate = whole.slice(0, limit + LONGEST_CHARACTER);
  const onTheEdge = graphemes.segment(candidate).containing(limit - ELLIPSIS.length);
  const end = onTheEdge && onTheEdge.index > 0 ? onTheEdge.index : limit - ELLIPSIS.length;
  return clean(whole.slice(0, end)).trimEnd() + ELLIPSIS;
}

/** Trimmed; null for nothing. */
export function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** Of what was sent, this much is repeated to its sender. */
const MAX_QUOTED = 100;

/** `"Payment API"`, as a message about it says; of a long text the beginning. */
export function quote(text: string): string {
  return JSON.stringify(oneLine(text.slice(0, MAX_QUOTED)));
}
