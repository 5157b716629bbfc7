import { asc, eq, sql } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import type { EntryChange } from '../../settings/changes.ts';
import { type ConnectionEntry, completeConnection } from '../../settings/schema/connections.ts';
import { toWorkspaceEntry, toWorkspaceSettings, type WorkspaceEntry } from '../../settings/schema/workspace.ts';
import { connections } from '../schema/index.ts';
import { endConnections } from './connection-rows.ts';
import type { Drizzle } from './database.ts';
import { readDocuments, writeDocument } from './documents.ts';
import { completeWorkspace } from './workspace-settings.ts';

/** The connections of opsknight.yml. */
export function readConnections(db: Drizzle): ConnectionEntry[] {
  return readDocuments<ConnectionEntry>(db, 'connection').map(completeConnection);
}

type Row = Pick<typeof connections.$inferSelect, 'id' | 'name' | 'teamName' | 'teamId'>;

/** How settings name a connection: as opsknight.yml does, by its workspace's name, or its id where two are called so. */
function nameIn(all: readonly Row[], { name, teamName, teamId }: Row): string | null {
  if (name !== null) return name;
  const isUnique = all.filter((one) => one.name === null && one.teamName === teamName).length === 1;
  return isUnique ? teamName : teamId;
}

function readRows(db: Drizzle) {
  return db.select().from(connections).orderBy(asc(connections.id)).all();
}

/** The settings of the connections that opsknight.yml has named besides the organisation's, by name. */
export function readOtherWorkspaces(db: Drizzle): WorkspaceEntry[] {
  const all = readRows(db);
  return all.slice(1).flatMap((row) => {
    const name = nameIn(all, row);
    if (name === null || row.settings === null) return [];
    return [toWorkspaceEntry(name, completeWorkspace(row.settings))];
  });
}

/** Whatever connections can be called by. */
export function namesOfConnections(db: Drizzle): string[] {
  return readRows(db).flatMap(({ name, teamName, teamId }) =>
    name === null ? [teamName, teamId].filter((one) => one !== null) : [name],
  );
}

/** Inside a transaction. */
export function writeOtherWorkspace(db: Drizzle, { before, after }: EntryChange<WorkspaceEntry>): void {
  const called = (after ?? before)?.name ?? '';
  const all = readRows(db);
  const row = all.slice(1).find((one) => nameIn(all, one)?.toLowerCase() === called.toLowerCase());
  if (!row) throw new Error(`there is no workspace ${called}`);
  db.update(connections)
    .set({ settings: after && toWorkspaceSettings(after) })
    .where(eq(connections.id, row.id))
    .run();
}

/**
 * Inside a transaction: a connection that opsknight.yml names comes, becomes another, or comes to an end. Its row stays: incidents
 * belong to it.
 */
export function writeNamedConnection(db: Drizzle, change: EntryChange<ConnectionEntry>, now: UtcMs): void {
  const { before, after } = change;
  writeDocument(db, 'connection', change);
  const name = (before ?? after)?.name ?? '';
  const row = db
    .select({ id: connections.id })
    .from(connections)
    .where(eq(sql`lower(${connections.name})`, name.toLowerCase()))
    .get();
  if (!after) {
    if (row) endConnections(db, [row.id], 'not_named', now);
    return;
  }
  const values = { name: after.name, endedAt: null, endReason: null };
  if (row) db.update(connections).set(values).where(eq(connections.id, row.id)).run();
  else {
    // The organisation's is the first.
    if (readRows(db).length === 0) db.insert(connections).values({}).run();
    db.insert(connections).values(values).run();
  }
}
