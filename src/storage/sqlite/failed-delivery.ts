import { and, eq, isNull } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { deliveries } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** Inside a transaction: a delivery is given up, and stays visible to the operator. @returns false when it was not owed. */
export function failDelivery(db: Drizzle, id: number, error: string, at: UtcMs): boolean {
  const owed = and(eq(deliveries.id, id), isNull(deliveries.failedAt));
  return db.update(deliveries).set({ failedAt: at, error }).where(owed).run().changes > 0;
}
