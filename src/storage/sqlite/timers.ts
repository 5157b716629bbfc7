import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import type { FiredTimer } from '../../incidents/store.ts';
import type { IncidentTimer } from '../../incidents/timers.ts';
import type { TimerStore } from '../../timers/store.ts';
import { timers } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { later } from './prepared.ts';

export function sqliteTimerStore({ db, write }: Database): TimerStore<IncidentTimer> {
  const due = later(() =>
    db
      .select()
      .from(timers)
      .where(lte(timers.dueAt, sql.placeholder('now')))
      .orderBy(asc(timers.dueAt), asc(timers.id))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );
  const next = later(() =>
    db
      .select({ dueAt: timers.dueAt })
      .from(timers)
      .where(gt(timers.dueAt, sql.placeholder('after')))
      .orderBy(asc(timers.dueAt))
      .limit(1)
      .prepare(),
  );

  return {
    async due(now, limit) {
      return due().all({ now, limit });
    },
    async nextDueAt(after) {
      return next().get({ after })?.dueAt ?? null;
    },
    async discard(timer) {
      await write(() => {
        removeTimer(db, timer);
      });
    },
  };
}

/** @returns false when it is gone, or was set to another time: a timer keeps its row when it is set again. */
export function removeTimer(db: Drizzle, { id, dueAt }: FiredTimer): boolean {
  const removed = db
    .delete(timers)
    .where(and(eq(timers.id, id), eq(timers.dueAt, dueAt)))
    .run();
  return removed.changes > 0;
}
