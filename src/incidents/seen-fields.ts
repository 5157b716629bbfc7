import { createHash } from 'node:crypto';

/** What somebody can edit of an incident. */
export const EDITABLE = ['title', 'service', 'description'] as const;
export type Editable = (typeof EDITABLE)[number];

/** What a form showed in its fields when it was opened, as fingerprints; without those that it did not show. */
export type SeenFields = Partial<Record<Editable, string>>;

const LENGTH = 16;

/**
 * A form sends all of its fields, also those that nobody touched, which somebody else may have edited since it was opened: what
 * is as it was shown is not asked for. White space at the ends, and how lines end, is not kept by forms.
 */
export function fingerprint(value: string | number | null): string {
  const text = String(value ?? '')
    .replaceAll('\r\n', '\n')
    .trim();
  return createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
}

/** Whether a field holds something else than what was shown in it. */
export function isTouched(seen: string | undefined, value: string | number | null): boolean {
  return seen !== fingerprint(value);
}
