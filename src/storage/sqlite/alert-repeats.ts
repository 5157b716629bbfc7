import { eq, getTableColumns, sql } from 'drizzle-orm';
import { type AlertRepeats, counted, type Repeat } from '../../incidents/repeats.ts';
import { alertRepeats } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared, slotsFor } from './prepared.ts';

const { incidentNumber: _, ...columns } = getTableColumns(alertRepeats);

const statements = prepared((db) => ({
  of: later(() =>
    db
      .select(columns)
      .from(alertRepeats)
      .where(eq(alertRepeats.incidentNumber, sql.placeholder('incidentNumber')))
      .prepare(),
  ),
  save: later(() =>
    db
      .insert(alertRepeats)
      .values({ incidentNumber: sql.placeholder('incidentNumber'), ...slotsFor(columns) })
      .onConflictDoUpdate({ target: alertRepeats.incidentNumber, set: slotsFor(columns) })
      .prepare(),
  ),
}));

export function repeatsOf(db: Drizzle, incidentNumber: number): AlertRepeats | null {
  return statements(db).of().get({ incidentNumber }) ?? null;
}

/** Inside the transaction of the change that the repeat is part of. */
export function countRepeat(db: Drizzle, incidentNumber: number, repeat: Repeat): void {
  statements(db)
    .save()
    .run({ incidentNumber, ...counted(repeatsOf(db, incidentNumber), repeat) });
}
