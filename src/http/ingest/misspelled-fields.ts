import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from '../refused-request.ts';

/** Names up to this length are told apart by a single letter ("time" is not a misspelled "title"). */
const SHORT = 5;

/**
 * Fields that nobody knows but that look much like one that we do. Monitors send fields of their own, which are ignored;
 * but an ignored `servce` would be an alert in the wrong channel.
 */
export function misspelledFields(input: unknown, known: string[]): Issue[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.keys(input).flatMap((field) => {
    const meant = known.includes(field) ? null : nearMiss(field, known);
    return meant === null ? [] : [{ path: field, message: `is not a known field. Did you mean "${meant}"?` }];
  });
}

function nearMiss(field: string, known: string[]): string | null {
  const written = field.toLowerCase();
  const best = closest(written, known);
  const allowed = best.length <= SHORT ? 1 : 2;
  return written[0] === best[0] && distance(written, best) <= allowed ? best : null;
}
