import { and, asc, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { EntryChange, SettingsChange } from '../../settings/changes.ts';
import { toOverrideEntry } from '../../settings/schedule.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import type { GroupEntry, UserEntry } from '../../settings/schema/people.ts';
import type { ScheduleEntry } from '../../settings/schema/schedules.ts';
import type { ServiceEntry } from '../../settings/schema/services.ts';
import type { SlackOverride } from '../../settings/slack-overrides.ts';
import type { WorkspaceSettings } from '../../settings/types.ts';
import type { CurrentSettings, SettingsWriter } from '../../settings/writer.ts';
import { apiKeys, connections, documents, incidents, overrides, services, users } from '../schema.ts';
import type { Database, Drizzle } from './database.ts';
import { type DocumentKind, readDocuments } from './documents.ts';
import { completeWorkspace } from './workspace-settings.ts';

export function sqliteSettingsWriter({ db, write }: Database): SettingsWriter {
  return {
    async read() {
      // A transaction, so that all of it is of one moment.
      return db.transaction(() => readSettings(db));
    },
    async apply(plan) {
      return await write(() => {
        const changes = plan(readSettings(db));
        for (const change of changes) writeChange(db, change);
        return changes;
      });
    },
  };
}

function readSettings(db: Drizzle): CurrentSettings {
  const connection = firstConnection(db);
  return {
    workspace: completeWorkspace(connection?.settings ?? null),
    users: readUsers(db),
    groups: readDocuments<GroupEntry>(db, 'group'),
    schedules: readDocuments<ScheduleEntry>(db, 'schedule'),
    escalation_policies: readDocuments<EscalationPolicyEntry>(db, 'escalation_policy'),
    services: readServices(db),
    servicesInUse: readServicesInUse(db),
    slackOverrides: readSlackOverrides(db),
  };
}

function writeChange(db: Drizzle, change: SettingsChange): void {
  switch (change.section) {
    case 'workspace':
      writeWorkspace(db, change.after);
      break;
    case 'users':
      writeUser(db, change);
      break;
    case 'groups':
      writeDocument(db, 'group', change);
      break;
    case 'schedules':
      writeDocument(db, 'schedule', change);
      break;
    case 'escalation_policies':
      writeDocument(db, 'escalation_policy', change);
      break;
    case 'services':
      writeService(db, change);
      break;
  }
}

/** The connection of the tokens in the environment; a fresh database that never met Slack has none yet. */
function firstConnection(db: Drizzle) {
  return db.select().from(connections).orderBy(asc(connections.id)).limit(1).get();
}

function writeWorkspace(db: Drizzle, settings: WorkspaceSettings): void {
  const connection = firstConnection(db);
  if (connection) db.update(connections).set({ settings }).where(eq(connections.id, connection.id)).run();
  else db.insert(connections).values({ settings }).run();
}

function readUsers(db: Drizzle): UserEntry[] {
  return db
    .select({
      name: users.name,
      email: users.email,
      role: users.role,
      timezone: users.timezone,
      active: users.active,
    })
    .from(users)
    .orderBy(asc(users.id))
    .all();
}

/** Users are never deleted: incidents name them. */
function writeUser(db: Drizzle, { after }: EntryChange<UserEntry>): void {
  if (!after) return;
  db.insert(users).values(after).onConflictDoUpdate({ target: users.email, set: after }).run();
}

function writeDocument(db: Drizzle, kind: DocumentKind, { before, after }: EntryChange<{ name: string }>): void {
  // The name may have changed its case, so the new one does not always replace the old one by itself.
  if (before) {
    db.delete(documents)
      .where(and(eq(documents.kind, kind), eq(documents.name, before.name)))
      .run();
  }
  if (after) db.insert(documents).values({ kind, name: after.name, body: after }).run();
}

function readServices(db: Drizzle): ServiceEntry[] {
  return db
    .select()
    .from(services)
    .orderBy(asc(services.id))
    .all()
    .map(({ name, channel, escalationPolicy, sla, acknowledgeReminder }) => ({
      name,
      channel,
      escalation_policy: escalationPolicy,
      sla: (sla ?? {}) as ServiceEntry['sla'],
      acknowledge_reminder: acknowledgeReminder,
    }));
}

function writeService(db: Drizzle, { before, after }: EntryChange<ServiceEntry>): void {
  const named = before && eq(services.name, before.name);
  if (!after) {
    if (named) db.delete(services).where(named).run();
    return;
  }
  const { name, channel, escalation_policy: escalationPolicy, sla, acknowledge_reminder: acknowledgeReminder } = after;
  const row = { name, channel, escalationPolicy, sla, acknowledgeReminder };
  if (named) db.update(services).set(row).where(named).run();
  else db.insert(services).values(row).run();
}

function readSlackOverrides(db: Drizzle): SlackOverride[] {
  const emails = new Map(
    db
      .select({ id: users.id, email: users.email })
      .from(users)
      .all()
      .map(({ id, email }) => [id, email]),
  );
  const zones = new Map(readDocuments<ScheduleEntry>(db, 'schedule').map(({ name, timezone }) => [name, timezone]));
  const made = db.select().from(overrides).orderBy(asc(overrides.id)).all();
  return made.flatMap(({ schedule, ...interval }) => {
    const zone = zones.get(schedule);
    const override = zone === undefined ? null : toOverrideEntry(interval, zone, (id) => emails.get(id));
    return override ? [{ schedule, override }] : [];
  });
}

function readServicesInUse(db: Drizzle): string[] {
  const ofIncidents = db.select({ id: incidents.serviceId }).from(incidents).where(isNotNull(incidents.serviceId));
  const ofKeys = db.select({ id: apiKeys.serviceId }).from(apiKeys).where(isNotNull(apiKeys.serviceId));
  return db
    .select({ name: services.name })
    .from(services)
    .where(or(inArray(services.id, ofIncidents), inArray(services.id, ofKeys)))
    .all()
    .map(({ name }) => name);
}
