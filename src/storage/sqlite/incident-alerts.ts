import { and, desc, eq, getTableColumns, inArray, isNull, like, sql } from 'drizzle-orm';
import type { AlertTally, HeldAlert, IncidentAlert } from '../../incidents/alerts.ts';
import { HEARTBEATS } from '../../incidents/heartbeat-key.ts';
import { incidentAlerts, incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { type IncidentRow, isLive } from './incident-row.ts';
import { later, prepared, slotsFor } from './prepared.ts';

/** An incident, not over, that counts an alert. `scope`: of the alert's dedup key. */
export interface Holder {
  row: IncidentRow;
  scope: number;
  held: HeldAlert | null;
}

type AlertRow = typeof incidentAlerts.$inferSelect;

const columns = getTableColumns(incidentAlerts);
const inIncident = eq(incidentAlerts.incidentNumber, sql.placeholder('number'));
const isOfKey = eq(incidentAlerts.dedupKey, sql.placeholder('dedupKey'));
const isHeld = sql`${incidentAlerts.isHeld}`;

const statements = prepared((db) => {
  const opened = db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(eq(incidents.dedupKey, sql.placeholder('dedupKey')), isLive));
  const joined = db.select({ number: incidentAlerts.incidentNumber }).from(incidentAlerts).where(and(isOfKey, isHeld));
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
    missedHeartbeat: later(() =>
      db
        .select({ dedupKey: incidentAlerts.dedupKey })
        .from(incidentAlerts)
        .where(and(inIncident, like(incidentAlerts.dedupKey, `${HEARTBEATS}%`), isNull(incidentAlerts.resolvedAt)))
        .limit(1)
        .prepare(),
    ),
    set: later(() =>
      db
        .insert(incidentAlerts)
        .values(slotsFor(columns))
        .onConflictDoUpdate({
          target: [incidentAlerts.incidentNumber, incidentAlerts.dedupKey, incidentAlerts.dedupScope],
          set: { at: sql`excluded.at`, resolvedAt: sql`excluded.resolved_at` },
        })
        .prepare(),
    ),
  };
});

/** The incidents, not over, that count an alert of this dedup key, the latest first. */
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

/** Of an incident, those that fire first, and of each kind the latest. */
export function alertsOf(db: Drizzle, number: number, limit: number): IncidentAlert[] {
  const { at, resolvedAt } = incidentAlerts;
  const rows = db.select().from(incidentAlerts).where(eq(incidentAlerts.incidentNumber, number));
  const latest = [desc(sql`coalesce(${resolvedAt}, ${at})`), desc(sql`rowid`)];
  return rows
    .orderBy(sql`${resolvedAt} is not null`, ...latest)
    .limit(limit)
    .all()
    .map(toAlert);
}

/** Inside the transaction of the change that they are part of. */
export function setAlerts(db: Drizzle, incidentNumber: number, alerts: readonly IncidentAlert[]): void {
  for (const { serviceId, ...alert } of alerts) {
    const row: AlertRow = { incidentNumber, dedupScope: serviceId ?? 0, from: null, isHeld: true, ...alert };
    statements(db).set().run(row);
  }
}

/** As its incident is over, or is not any more; inside the transaction of that change. */
export function holdAlerts(db: Drizzle, incidentNumber: number, isHeld: boolean): void {
  db.update(incidentAlerts).set({ isHeld }).where(eq(incidentAlerts.incidentNumber, incidentNumber)).run();
}

/** Those that came with an incident which is one of its own again. */
export function dropAlertsFrom(db: Drizzle, incidentNumber: number, from: number): void {
  db.delete(incidentAlerts)
    .where(and(eq(incidentAlerts.incidentNumber, incidentNumber), eq(incidentAlerts.from, from)))
    .run();
}

/** Whether a heartbeat is missing that the incident counts besides its own alert. */
export function missesHeartbeat(db: Drizzle, number: number): boolean {
  return statements(db).missedHeartbeat().get({ number }) !== undefined;
}

function toAlert({ dedupKey, dedupScope, at, title, resolvedAt, from }: AlertRow): IncidentAlert {
  const serviceId = dedupScope === 0 ? null : dedupScope;
  return { dedupKey, serviceId, at, title, resolvedAt, ...(from !== null && { from }) };
}
