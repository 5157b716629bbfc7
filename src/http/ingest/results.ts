import { z } from 'zod';
import type { BadAlert } from './intake.ts';
import type { Receipt } from './receive.ts';

/** Of all results together, in bytes of JSON, so that no answer is larger than 64 kB. */
const MAX_BYTES = 60_000;

type Told = Pick<Receipt, 'action' | 'incident'> & Partial<Pick<Receipt, 'dedup_key'>>;
type BadTold = Pick<BadAlert, 'error'> & Partial<Pick<BadAlert, 'issues'>>;

/** The answer to alerts. */
export const resultsSchema = z.object({
  results: z.array(
    z.union([
      z.object({
        action: z.enum(['opened', 'deduplicated', 'acknowledged', 'resolved', 'ignored']),
        incident: z.string().nullable(),
        dedup_key: z.string().optional(),
      }),
      z.object({
        error: z.string(),
        issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      }),
    ]),
  ),
  more: z.number().int().optional(),
});

/**
 * What came of alerts, as their sender is told: every one in its place. Where that would be a large answer, the last ones are told
 * without what their sender knows or can find out: the dedup key, the issues.
 */
export function resultsToTell(results: (Receipt | BadAlert)[]): (Told | BadTold)[] {
  const told = results.map(essentials);
  let left = MAX_BYTES - told.reduce((bytes, one) => bytes + bytesOf(one), 0);
  return results.map((whole, index) => {
    const short = told[index] ?? whole;
    const more = bytesOf(whole) - bytesOf(short);
    if (more > left) return short;
    left -= more;
    return whole;
  });
}

function essentials(result: Receipt | BadAlert): Told | BadTold {
  return 'error' in result ? { error: result.error } : { action: result.action, incident: result.incident };
}

/** With the comma behind it. */
function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}
