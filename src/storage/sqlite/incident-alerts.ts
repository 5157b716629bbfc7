import { and, asc, desc, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm';
import type { AlertTally, HeldAlert, IncidentAlert } from '../../incidents/alerts.ts';
import { incidentAlerts, incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import type { IncidentRow } from './incident-row.ts';
import { later, prepared, slotsFor } from './prepared.ts';

/** An incident, not resolved, that counts an alert. `scope`: of the alert's dedup key. */
export interface Holder {
  row: IncidentRow;
  scope: number;
  held: HeldAlert | null;
}

type AlertRow = typeof incidentAlerts.$inferSelect;

const columns = getTableColumns(incidentAlerts);
const inIncident = eq(incidentAlerts.incidentNumber, sql.placeholder('number'));
const isOfKey = eq(incidentAlerts.dedupKey, sql.placeholder('dedupKey'));

const statements = prepared((db) => {
  const isLive = ne(incidents.status, sql`'RESOLVED'`);
  const opened = db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(eq(incidents.dedupKey, sql.placeholder('dedupKey')), isLive));
  const joined = db.select({ number: incidentAlerts.incidentNumber }).from(incidentAlerts).where(isOfKey);
  return {
    holders: later(() =>
      db
        .select()
        .from(incidents)
        .where(and(inArray(incidents.number, opened.unionAll(joined)), isLive))
        .orderBy(desc(incidents.number))
        .prepare(),
    ),
    ofKey: later(() => db.select().from(incidentAlerts).where(and(inIncident, isOfKey)).prepare()),
    tally: later(() =>
      db
        .select({
          total: sql<number>`count(*)`,
          firing: sql<number>`count(*) - count(${incidentAlerts.resolvedAt})`,
        })
        .from(incidentAlerts)
        .where(inIncident)
        .prepare(),
    ),
    set: later(() =>
      db
        .insert(incidentAlerts)
        .values(slotsFor(columns))
        .onConflictDoUpdate({
          target: [incidentAlerts.incidentNumber, incidentAlerts.dedupKey, incidentAlerts.dedupScope],
          set: { resolvedAt: sql`excluded.resolved_at` },
        })
        .prepare(),
    ),
  };
});

/** The incidents, not resolved, that count an alert of this dedup key, the latest first. */
export function holdersOfKey(db: Drizzle, dedupKey: string): Holder[] {
  return statements(db)
    .holders()
    .all({ dedupKey })
    .flatMap((row): Holder[] => {
      if (row.joinedAlerts === 0) return [{ row, scope: row.dedupScope, held: null }];
      const tally = tallyOf(db, row.number);
      const alerts = statements(db).ofKey().all({ number: row.number, dedupKey });
      return alerts.map((alert) => ({ row, scope: alert.dedupScope, held: { alert: toAlert(alert), tally } }));
    });
}

export function tallyOf(db: Drizzle, number: number): AlertTally {
  return statements(db).tally().get({ number }) ?? { total: 0, firing: 0 };
}

/** Of an incident, the first ones first. */
export function alertsOf(db: Drizzle, number: number, limit: number): IncidentAlert[] {
  const rows = db.select().from(incidentAlerts).where(eq(incidentAlerts.incidentNumber, number));
  return rows.orderBy(asc(incidentAlerts.at), asc(sql`rowid`)).limit(limit).all().map(toAlert);
}

/** Inside the transaction of the change that they are part of. */
export function setAlerts(db: Drizzle, incidentNumber: number, alerts: readonly IncidentAlert[]): void {
  for (const { serviceId, ...alert } of alerts) {
    const row: AlertRow = { incidentNumber, dedupScope: serviceId ?? 0, ...alert };
    statements(db).set().run(row);
  }
}

function toAlert({ dedupKey, dedupScope, at, title, resolvedAt }: AlertRow): IncidentAlert {
  return { dedupKey, serviceId: dedupScope === 0 ? null : dedupScope, at, title, resolvedAt };
}
