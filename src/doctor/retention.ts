import type { UtcMs } from '../lib/clock.ts';
import type { RetentionStore } from '../records/store.ts';
import { formatDuration } from '../settings/duration.ts';
import type { Retention } from '../settings/types.ts';
import { type Finding, note } from './finding.ts';

/** What the retention rule means, where there is one. */
export async function examineRetention(
  { textsAfter }: Retention,
  store: Pick<RetentionStore, 'countTexts' | 'countDeleted'>,
  now: UtcMs,
): Promise<Finding[]> {
  if (textsAfter === null) return [];
  const [deleted, due] = [await store.countDeleted(), await store.countTexts(now - textsAfter)];
  const left = due === 0 ? '' : `; those of ${due} more are due, and deleted within an hour while the app runs`;
  return [
    note(
      `Retention: texts of incidents are deleted ${formatDuration(textsAfter)} after their end (so far of ${deleted}${left})`,
    ),
  ];
}
