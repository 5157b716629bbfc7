import { and, asc, eq, sql } from 'drizzle-orm';
import { parseDuration } from '../../settings/duration.ts';
import { toEscalationPolicy } from '../../settings/policy.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import { type SlaEntry, toSla } from '../../settings/schema/sla.ts';
import type { ConnectionSettings, Rulebook, SettingsStore } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import { connections, documents, services } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { completeWorkspace } from './workspace-settings.ts';

export function sqliteSettingsStore({ db }: Database): SettingsStore {
  const workspace = db
    .select({ settings: connections.settings })
    .from(connections)
    .where(eq(connections.id, sql.placeholder('id')))
    .prepare();
  const byId = selectServices(db)
    .where(eq(services.id, sql.placeholder('id')))
    .prepare();
  const byName = selectServices(db)
    .where(eq(sql`lower(${services.name})`, sql`lower(${sql.placeholder('name')})`))
    .prepare();
  const all = selectServices(db)
    .orderBy(asc(sql`lower(${services.name})`))
    .prepare();

  return {
    async workspaces() {
      return readWorkspaces(db);
    },
    async workspace(connectionId) {
      return completeWorkspace(workspace.get({ id: connectionId })?.settings ?? null);
    },
    async service(id) {
      const row = byId.get({ id });
      return row ? toService(row) : null;
    },
    async serviceByName(name) {
      const row = byName.get({ name }) ?? all.all().find((service) => isSameName(service.name, name));
      return row ? toService(row) : null;
    },
    async services() {
      return all.all().map(toService);
    },
    async scheduleNames() {
      return db
        .select({ name: documents.name })
        .from(documents)
        .where(eq(documents.kind, 'schedule'))
        .orderBy(asc(documents.name))
        .all()
        .map(({ name }) => name);
    },
  };
}

/** The settings that decisions depend on; inside a transaction, all of it is of one moment. */
export function readRulebook(db: Drizzle): Rulebook {
  const rows = selectServices(db).all();
  return { services: new Map(rows.map((row) => [row.id, toService(row)])), workspaces: readWorkspaces(db) };
}

function readWorkspaces(db: Drizzle): ConnectionSettings[] {
  return db
    .select({ connectionId: connections.id, settings: connections.settings })
    .from(connections)
    .orderBy(asc(connections.id))
    .all()
    .map(({ connectionId, settings }) => ({ connectionId, settings: completeWorkspace(settings) }));
}

interface ServiceRow {
  id: number;
  name: string;
  channel: string | null;
  policy: unknown;
  sla: unknown;
  acknowledgeReminder: string | null;
}

function selectServices(db: Drizzle) {
  return db
    .select({
      id: services.id,
      name: services.name,
      channel: services.channel,
      policy: documents.body,
      sla: services.sla,
      acknowledgeReminder: services.acknowledgeReminder,
    })
    .from(services)
    .leftJoin(
      documents,
      and(eq(documents.kind, sql`'escalation_policy'`), eq(documents.name, services.escalationPolicy)),
    )
    .$dynamic();
}

function toService({ id, name, channel, policy, sla, acknowledgeReminder }: ServiceRow): Service {
  // Only `apply` writes these, after validating them.
  const entry = policy as EscalationPolicyEntry | null;
  return {
    id,
    name,
    channel,
    policy: entry && toEscalationPolicy(entry),
    sla: toSla((sla ?? {}) as SlaEntry),
    acknowledgeReminder: acknowledgeReminder === null ? null : parseDuration(acknowledgeReminder),
  };
}

/** SQLite's lower() knows ASCII only; "BÜRO" and "Büro" are the same service too. */
function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
