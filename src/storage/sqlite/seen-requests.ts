import { eq } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { seenRequests } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** Notes, inside a transaction, that a request takes effect. @returns false when it has before. */
export function isFirst(db: Drizzle, requestKey: string, at: UtcMs): boolean {
  return db.insert(seenRequests).values({ key: requestKey, at }).onConflictDoNothing().run().changes > 0;
}

/** Whether a request has taken effect. */
export function hasSeen(db: Drizzle, requestKey: string): boolean {
  return (
    db.select({ key: seenRequests.key }).from(seenRequests).where(eq(seenRequests.key, requestKey)).get() !== undefined
  );
}
