import { asc, eq, type SQL, sql } from 'drizzle-orm';
import { incidentConnections, incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';
import { primaryId, reference } from './reference.ts';

const statements = prepared((db) => ({
  add: later(() =>
    db
      .insert(incidentConnections)
      .values({ incidentNumber: sql.placeholder('number'), connectionId: sql.placeholder('connectionId') })
      .onConflictDoNothing()
      .prepare(),
  ),
  of: later(() =>
    db
      .select({ id: incidentConnections.connectionId })
      .from(incidentConnections)
      .where(eq(incidentConnections.incidentNumber, sql.placeholder('number')))
      .orderBy(asc(incidentConnections.connectionId))
      .prepare(),
  ),
}));

/** The connections that an incident belongs to. */
export function connectionsOf(db: Drizzle, number: number): number[] {
  const settled = statements(db).of().all({ number });
  return settled.length > 0 ? settled.map(({ id }) => id) : [primaryId(db)].filter((id) => id !== null);
}

/**
 * Inside a transaction: an incident belongs to these connections, besides those that it has belonged to; whoever has seen it goes on
 * seeing it. Nothing is written for one of the organisation's connection alone.
 */
export function settleConnections(db: Drizzle, number: number, ids: readonly number[], isNew: boolean): void {
  if (ids.length === 0 || reference(db).workspaces.length < 2) return;
  const all = new Set([...(isNew ? [] : connectionsOf(db, number)), ...ids]);
  const [only] = all;
  if (all.size === 1 && only === primaryId(db)) return;
  for (const connectionId of all) statements(db).add().run({ number, connectionId });
}

/** That the incident of a row belongs to a connection. */
export function belongsTo(db: Drizzle, connectionId: number): SQL {
  const itsRows = sql`select 1 from ${incidentConnections} where ${incidentConnections.incidentNumber} = ${incidents.number}`;
  const isNamed = sql`exists (${itsRows} and ${incidentConnections.connectionId} = ${connectionId})`;
  return primaryId(db) === connectionId ? sql`(${isNamed} or not exists (${itsRows}))` : isNamed;
}

/** The connections in the workspace of one: whoever is in one of them is in all. */
export function connectionsBeside(db: Drizzle, connectionId: number): number[] {
  const { connections } = reference(db);
  const teamId = connections.find(({ id }) => id === connectionId)?.teamId ?? null;
  if (teamId === null) return [connectionId];
  return connections.filter((one) => one.teamId === teamId).map(({ id }) => id);
}
