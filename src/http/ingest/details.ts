import { isWithin } from '../../lib/json-value.ts';
import { outline } from '../../words/outline.ts';
import { cutTo } from '../../words/text.ts';

/** Of the JSON, in UTF-8 bytes. */
const MAX_BYTES = 64 * 1024;
const BOUNDS = { depth: 32, values: 5_000 };
/** Enough to recognise what was sent. */
const BEGINNING = { characters: 4_000, depth: 8 };

/** The details of an alert if they are small enough to keep, else a note with their beginning. */
export function boundedDetails(details: Record<string, unknown>): Record<string, unknown> {
  const problem = problemOf(details);
  if (problem === null) return details;
  return { note: problem, beginning: cutTo(BEGINNING.characters, outline(details, BEGINNING)) };
}

function problemOf(details: Record<string, unknown>): string | null {
  if (!isWithin(details, BOUNDS)) {
    return `The details had more than ${BOUNDS.values.toLocaleString('en')} values or ${BOUNDS.depth} levels, so only their beginning is kept.`;
  }
  const bytes = Buffer.byteLength(JSON.stringify(details));
  if (bytes <= MAX_BYTES) return null;
  return `The details were ${Math.ceil(bytes / 1024)} KB; only 64 KB are kept whole.`;
}
