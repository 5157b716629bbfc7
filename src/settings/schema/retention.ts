import { z } from 'zod';
import { DAY } from '../../lib/clock.ts';
import { formatDuration } from '../duration.ts';
import type { Retention } from '../types.ts';

const MAX_DAYS = 3_650;

/** Years, which other durations never are. */
const days = z
  .string()
  .trim()
  .regex(/^\d{1,4}d$/, 'must be a number of days, such as 365d')
  .transform((text) => Number(text.slice(0, -1)))
  .refine((count) => count >= 1 && count <= MAX_DAYS, `must be from 1d to ${MAX_DAYS}d`);

/** For how long what is written about incidents is kept after their end. */
export const retentionSection = z
  .strictObject({
    texts_after: z.union([z.literal('never'), days], 'must be a number of days, such as 365d, or never'),
  })
  .transform(({ texts_after }): Retention => ({ textsAfter: texts_after === 'never' ? null : texts_after * DAY }));

/** The inverse of `retentionSection`; nothing where everything is kept. */
export function toRetentionSection({ textsAfter }: Retention): { texts_after?: string } {
  return textsAfter === null ? {} : { texts_after: formatDuration(textsAfter) };
}
