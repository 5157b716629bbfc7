import { eq } from 'drizzle-orm';
import type { RequestEffect } from '../../incidents/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { seenRequests } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** Notes, inside a transaction, that a request takes effect. @returns false when it has before. */
export function isFirst(db: Drizzle, requestKey: string, at: UtcMs): boolean {
  return db.insert(seenRequests).values({ key: requestKey, at }).onConflictDoNothing().run().changes > 0;
}

/** Notes, inside the same transaction, what it was. */
export function noteEffect(db: Drizzle, requestKey: string, { incident, isNew }: RequestEffect): void {
  db.update(seenRequests).set({ incidentNumber: incident, isNew }).where(eq(seenRequests.key, requestKey)).run();
}

/** Notes, inside a transaction, which request an `Idempotency-Key` stands for. @returns false when it stands for another one. */
export function isClaimed(db: Drizzle, key: string, fingerprint: string, at: UtcMs): boolean {
  db.insert(seenRequests).values({ key, at, fingerprint }).onConflictDoNothing().run();
  const claim = db.select({ by: seenRequests.fingerprint }).from(seenRequests).where(eq(seenRequests.key, key)).get();
  return claim?.by === fingerprint;
}

/** What a request that has taken effect did to incidents. */
export function effectOf(db: Drizzle, requestKey: string): RequestEffect {
  const { incidentNumber, isNew } = seenRequests;
  const effect = db
    .select({ incident: incidentNumber, isNew })
    .from(seenRequests)
    .where(eq(seenRequests.key, requestKey));
  return effect.get() ?? { incident: null, isNew: false };
}

/** Whether a request has taken effect. */
export function hasSeen(db: Drizzle, requestKey: string): boolean {
  return (
    db.select({ key: seenRequests.key }).from(seenRequests).where(eq(seenRequests.key, requestKey)).get() !== undefined
  );
}
