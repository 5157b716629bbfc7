import { closest, distance } from 'fastest-levenshtein';
import { isObject } from '../../lib/json-value.ts';
import type { Issue } from '../refused-request.ts';

/** Names up to this length are told apart by a single letter ("time" is not a misspelled "title"). */
const SHORT = 5;
/** A longer one is no slip of the pen. */
const LONGEST = 40;
/** An event of more fields was not written by hand. */
const MAX_FIELDS = 200;

/**
 * Fields that nobody knows but that look much like one that we do. Monitors send fields of their own, which are ignored;
 * but an ignored `servce` would be an alert in the wrong channel.
 */
export function misspelledFields(input: unknown, known: string[]): Issue[] {
  if (!isObject(input)) return [];
  const fields = Object.keys(input).slice(0, MAX_FIELDS);
  return fields.flatMap((field) => {
    const meant = known.includes(field) || field.length > LONGEST ? null : nearMiss(field, known);
    return meant === null ? [] : [{ path: field, message: `is not a known field. Did you mean "${meant}"?` }];
  });
}

function nearMiss(field: string, known: string[]): string | null {
  const written = field.toLowerCase();
  const best = closest(written, known);
  const allowed = best.length <= SHORT ? 1 : 2;
  return written[0] === best[0] && distance(written, best) <= allowed ? best : null;
}
