import { and, asc, eq, getTableColumns, isNull, or, sql } from 'drizzle-orm';
import type { Eyes, Viewer } from '../../incidents/store.ts';
import type { Task } from '../../incidents/tasks.ts';
import type { SlackAccount } from '../../people/actor.ts';
import { incidents, incidentTasks } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { visibleTo } from './incident-queries.ts';
import { later, prepared } from './prepared.ts';

type Row = typeof incidentTasks.$inferSelect;

const statements = prepared((db) => ({
  own: later(() =>
    db
      .select()
      .from(incidentTasks)
      .where(eq(incidentTasks.incidentNumber, sql.placeholder('number')))
      .orderBy(asc(incidentTasks.id))
      .prepare(),
  ),
}));

/** Of an incident itself, in the order in which they came. */
export function ownTasks(db: Drizzle, number: number): Task[] {
  return statements(db).own().all({ number }).map(toTask);
}

/** With those of what goes on as it. */
export function tasksWithMerged(db: Drizzle, number: number, eyes?: Eyes): Task[] {
  const merged = and(eq(incidents.mergedInto, number), eyes && visibleTo(db, eyes));
  return db
    .select(getTableColumns(incidentTasks))
    .from(incidentTasks)
    .innerJoin(incidents, eq(incidents.number, incidentTasks.incidentNumber))
    .where(or(eq(incidents.number, number), merged))
    .orderBy(sql`${incidentTasks.doneAt} is not null`, asc(incidentTasks.incidentNumber), asc(incidentTasks.id))
    .all()
    .map(toTask);
}

export function tasksOf(db: Drizzle, viewer: Viewer, limit: number): Task[] {
  const theirs = and(eq(incidentTasks.ownerAccount, accountKey(viewer)), isNull(incidentTasks.doneAt));
  return db
    .select(getTableColumns(incidentTasks))
    .from(incidentTasks)
    .innerJoin(incidents, eq(incidents.number, incidentTasks.incidentNumber))
    .where(and(theirs, visibleTo(db, viewer)))
    .orderBy(
      sql`${incidentTasks.dueAt} is null`,
      asc(incidentTasks.dueAt),
      asc(incidentTasks.incidentNumber),
      asc(incidentTasks.id),
    )
    .limit(limit)
    .all()
    .map(toTask);
}

/** Inside the transaction of a change. */
export function setTasks(db: Drizzle, tasks: readonly Task[]): void {
  for (const { done, ...task } of tasks) {
    const row: Row = {
      ...task,
      ownerAccount: task.owner && accountKey(task.owner),
      doneBy: done?.by ?? null,
      doneAt: done?.at ?? null,
    };
    db.insert(incidentTasks)
      .values(row)
      .onConflictDoUpdate({ target: [incidentTasks.incidentNumber, incidentTasks.id], set: row })
      .run();
  }
}

function toTask({ ownerAccount: _, doneBy, doneAt, ...task }: Row): Task {
  return { ...task, done: doneBy && doneAt !== null ? { by: doneBy, at: doneAt } : null };
}

function accountKey({ connectionId, slackUserId }: SlackAccount): string {
  return `${connectionId} ${slackUserId}`;
}
