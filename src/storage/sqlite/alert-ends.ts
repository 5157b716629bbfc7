import { and, count, eq, gt, lt, sql } from 'drizzle-orm';
import type { AlertKey } from '../../incidents/alerts.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { alertEnds } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared, slotsFor } from './prepared.ts';

const isOfAlert = and(
  eq(alertEnds.dedupKey, sql.placeholder('dedupKey')),
  eq(alertEnds.dedupScope, sql.placeholder('dedupScope')),
);

const statements = prepared((db) => ({
  since: later(() =>
    db
      .select({ times: count() })
      .from(alertEnds)
      .where(and(isOfAlert, gt(alertEnds.at, sql.placeholder('since'))))
      .prepare(),
  ),
  add: later(() =>
    db
      .insert(alertEnds)
      .values(slotsFor({ dedupKey: alertEnds.dedupKey, dedupScope: alertEnds.dedupScope, at: alertEnds.at }))
      .prepare(),
  ),
}));

export function timesOver(db: Drizzle, { dedupKey, serviceId }: AlertKey, since: UtcMs): number {
  return (
    statements(db)
      .since()
      .get({ dedupKey, dedupScope: serviceId ?? 0, since })?.times ?? 0
  );
}

/** Inside the transaction of the change with which the alert is over. */
export function noteOver(db: Drizzle, { dedupKey, serviceId }: AlertKey, at: UtcMs): void {
  statements(db)
    .add()
    .run({ dedupKey, dedupScope: serviceId ?? 0, at });
}

export function forgetOver(db: Drizzle, before: UtcMs): void {
  db.delete(alertEnds).where(lt(alertEnds.at, before)).run();
}
