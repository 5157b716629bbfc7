import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { textOrNull } from './text.ts';

/*
 * What other systems send beside the alert itself. Of any other type than expected it says nothing, and is no reason to lose the
 * alert.
 */

/** Text, trimmed; null for nothing, and for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? textOrNull(value) : null;
}

/** The same, where a number is a word too. */
export function wordOf(value: unknown): string | null {
  return textOf(typeof value === 'number' ? String(value) : value);
}

/** The text of that name. */
export function textIn(texts: Record<string, unknown>, name: string): string | null {
  return Object.hasOwn(texts, name) ? textOf(texts[name]) : null;
}

export const lenientText = z.unknown().optional().transform(textOf);
export const lenientWord = z.unknown().optional().transform(wordOf);
/** A word that nothing can do without. */
export const requiredWord = lenientWord.refine((word): word is string => word !== null, {
  error: 'is missing or empty',
});
export const lenientObject = z
  .unknown()
  .optional()
  .transform((value) => (isObject(value) ? value : null));
