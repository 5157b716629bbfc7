import { asc, eq, lte, sql } from 'drizzle-orm';
import type { TimerStore } from '../../timers/store.ts';
import { timers } from '../schema.ts';
import type { Database } from './database.ts';

export function sqliteTimerStore({ db, write }: Database): TimerStore {
  const due = db
    .select()
    .from(timers)
    .where(lte(timers.dueAt, sql.placeholder('now')))
    .orderBy(asc(timers.dueAt), asc(timers.id))
    .limit(sql.placeholder('limit'))
    .prepare();
  const next = db.select({ dueAt: timers.dueAt }).from(timers).orderBy(asc(timers.dueAt)).limit(1).prepare();

  return {
    async due(now, limit) {
      return due.all({ now, limit });
    },
    async nextDueAt() {
      return next.get()?.dueAt ?? null;
    },
    async discard(id) {
      await write(() => {
        db.delete(timers).where(eq(timers.id, id)).run();
      });
    },
  };
}
