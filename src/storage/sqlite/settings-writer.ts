import { asc, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { AuditedChange } from '../../audit/entry.ts';
import type { Clock } from '../../lib/clock.ts';
import { changeNotification } from '../../notifications/plan/change-notification.ts';
import type { EntryChange, SettingsChange } from '../../settings/changes.ts';
import {
  toFileEntry,
  toFileIncidentChannels,
  toFileRetention,
  toFileRouting,
  toFileWorkspace,
} from '../../settings/file-form.ts';
import { noEffects } from '../../settings/new-settings.ts';
import { settingsFor } from '../../settings/rules.ts';
import { toOverrideEntry } from '../../settings/schedule.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import type { HeartbeatEntry } from '../../settings/schema/heartbeats.ts';
import type { MaintenanceEntry } from '../../settings/schema/maintenance.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { GroupEntry, UserEntry } from '../../settings/schema/people.ts';
import type { ProjectEntry } from '../../settings/schema/projects.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import type { ScheduleEntry } from '../../settings/schema/schedules.ts';
import type { SenderEntry } from '../../settings/schema/senders.ts';
import type { ServiceEntry } from '../../settings/schema/services.ts';
import type { TemplateEntry } from '../../settings/schema/templates.ts';
import type { WebhookEntry } from '../../settings/schema/webhooks.ts';
import { withoutSecrets } from '../../settings/secrets.ts';
import type { SlackOverride } from '../../settings/slack-overrides.ts';
import type { WorkspaceSettings } from '../../settings/types.ts';
import type { Applied, CurrentSettings, SettingsWriter } from '../../settings/writer.ts';
import { apiKeys, connections, incidents, overrides, services, users } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import {
  namesOfConnections,
  readConnections,
  readOtherWorkspaces,
  writeNamedConnection,
  writeOtherWorkspace,
} from './connection-settings.ts';
import type { Database, Drizzle } from './database.ts';
import { readDocuments, readSchedules, writeDocument } from './documents.ts';
import { incidentChanges } from './incident-changes.ts';
import { readIncidentChannels, writeIncidentChannels } from './incident-channel-settings.ts';
import { lookAgainAtMaintenance } from './maintenance.ts';
import { disown, readOwned, writeOwnership } from './owned-settings.ts';
import { readPersonalReaches } from './personal-reach.ts';
import { forgetReports } from './reports.ts';
import { readRetention, writeRetention } from './retention-settings.ts';
import { readRouting, writeRouting } from './routing.ts';
import { readRulebook } from './settings-rows.ts';
import { readSubscriptions } from './subscription-rows.ts';
import { firstUnfinished, noteDone, noteUnfinished, readLive } from './unfinished-applies.ts';
import { completeWorkspace } from './workspace-settings.ts';

/** Undoes what a dry run has written, and carries what came of it out of the transaction. */
class DryRun extends Error {
  constructor(readonly applied: Applied) {
    super('a dry run');
  }
}

export function sqliteSettingsWriter({ db, write }: Database, clock: Clock): SettingsWriter {
  const incidentsIn = incidentChanges(db, clock);
  return {
    async read() {
      // A transaction, so that all of it is of one moment.
      return db.transaction(() => readSettings(db));
    },
    async apply(plan, { isDryRun, restartsEscalations, by, takesBack }) {
      return await write(() => {
        const before = readRulebook(db);
        const { changes, owns } = plan(readSettings(db));
        const now = clock.now();
        for (const change of changes) {
          const logged = audited(change);
          writeChange(db, change, clock);
          if (logged.after === null) disown(db, { section: change.section, name: logged.name.toLowerCase() });
          noteInAudit(db, { by, at: now }, { ...logged, takesBack });
        }
        for (const one of owns) writeOwnership(db, one, { by, at: now });
        const applied = { changes, before, after: readRulebook(db), now };
        if (isDryRun) throw new DryRun(applied);
        if (changes.length > 0 || restartsEscalations) noteUnfinished(db, before, restartsEscalations);
        return applied;
      }).catch((error: unknown) => {
        if (error instanceof DryRun) return error.applied;
        throw error;
      });
    },
    async follow(consequences, atMost) {
      return await write(() => {
        const unfinished = firstUnfinished(db);
        if (!unfinished) return { effects: noEffects(), isDone: true };
        const { before, restartsEscalations, doneThrough: after, through } = unfinished;
        const live = readLive(db, { after, through, limit: atMost });
        const settings = { before, after: readRulebook(db), live, now: clock.now(), restartsEscalations };
        const { writes, effects } = consequences(settings);
        const asRead = new Map(live.map((incident) => [incident.number, incident]));
        for (const { change, redraws } of writes) {
          const { incident, events } = change;
          const before = asRead.get(incident.number);
          if (!before) throw new Error(`INC-${incident.number} is none of those that were read`);
          const notification = changeNotification(incident, events, () => true, settingsFor(incident, settings.after));
          const written = incidentsIn.commit(before, change, {
            ...notification,
            redraws: notification.redraws || redraws,
          });
          asRead.set(incident.number, written); // the same one may have two of them
        }
        noteDone(db, unfinished, live.length < atMost ? undefined : live.at(-1));
        return { effects, isDone: firstUnfinished(db) === null };
      });
    },
    async live({ after, limit }) {
      return readLive(db, { after, through: Number.MAX_SAFE_INTEGER, limit });
    },
  };
}

function readSettings(db: Drizzle): CurrentSettings {
  const connection = firstConnection(db);
  return {
    workspace: completeWorkspace(connection?.settings ?? null),
    users: readUsers(db),
    groups: readDocuments<GroupEntry>(db, 'group'),
    // One that was stored before there were hand-offs says nothing of them.
    schedules: readDocuments<ScheduleEntry>(db, 'schedule').map((entry) => ({
      ...entry,
      hand_off: entry.hand_off ?? null,
    })),
    escalation_policies: readDocuments<EscalationPolicyEntry>(db, 'escalation_policy'),
    services: readServices(db),
    routing: readRouting(db),
    incident_channels: readIncidentChannels(db),
    retention: readRetention(db),
    heartbeats: readDocuments<HeartbeatEntry>(db, 'heartbeat'),
    maintenance: readDocuments<MaintenanceEntry>(db, 'maintenance'),
    templates: readDocuments<TemplateEntry>(db, 'template'),
    webhooks: readDocuments<WebhookEntry>(db, 'webhook'),
    connections: readConnections(db),
    workspaces: readOtherWorkspaces(db),
    connected: namesOfConnections(db),
    senders: readDocuments<SenderEntry>(db, 'sender'),
    projects: readDocuments<ProjectEntry>(db, 'project'),
    outgoing_webhooks: readDocuments<OutgoingWebhookEntry>(db, 'outgoing_webhook'),
    runbooks: readDocuments<RunbookEntry>(db, 'runbook'),
    servicesInUse: readServicesInUse(db),
    slackOverrides: readSlackOverrides(db),
    slackSubscriptions: connection ? readSubscriptions(db, connection.id) : [],
    personalReaches: readPersonalReaches(db),
    owned: readOwned(db),
  };
}

/** What the audit log says of a change. */
function audited(change: SettingsChange): Omit<AuditedChange, 'takesBack'> {
  switch (change.section) {
    case 'workspace':
      return {
        section: 'workspace',
        name: '',
        before: toFileWorkspace(change.before),
        after: toFileWorkspace(change.after),
      };
    case 'routing':
      return { section: 'routing', name: '', before: toFileRouting(change.before), after: toFileRouting(change.after) };
    case 'incident_channels': {
      const [before, after] = [change.before, change.after].map(toFileIncidentChannels);
      return { section: 'incident_channels', name: '', before: before ?? null, after: after ?? null };
    }
    case 'retention': {
      const [before, after] = [change.before, change.after].map(toFileRetention);
      return { section: 'retention', name: '', before: before ?? null, after: after ?? null };
    }
    default: {
      const { section, before, after } = change;
      const entry = after ?? before;
      const inForm = (one: typeof entry) => withoutSecrets(section, one && toFileEntry(one));
      const name = entry === null ? '' : 'email' in entry ? entry.email : entry.name;
      return { section, name, before: inForm(before), after: inForm(after) };
    }
  }
}

function writeChange(db: Drizzle, change: SettingsChange, clock: Clock): void {
  switch (change.section) {
    case 'workspace':
      writeWorkspace(db, change.after);
      break;
    case 'connections':
      writeNamedConnection(db, change, clock.now());
      break;
    case 'workspaces':
      writeOtherWorkspace(db, change);
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
    case 'maintenance':
      writeDocument(db, 'maintenance', change);
      lookAgainAtMaintenance(db, clock.now());
      break;
    case 'templates':
      writeDocument(db, 'template', change);
      break;
    case 'webhooks':
      writeDocument(db, 'webhook', change);
      break;
    case 'projects':
      writeDocument(db, 'project', change);
      break;
    case 'senders':
      writeDocument(db, 'sender', change);
      break;
    case 'outgoing_webhooks':
      writeDocument(db, 'outgoing_webhook', change);
      if (change.before && !change.after) forgetReports(db, change.before.name);
      break;
    case 'runbooks':
      writeDocument(db, 'runbook', change);
      break;
    case 'services':
      writeService(db, change);
      break;
    case 'routing':
      writeRouting(db, change.after);
      break;
    case 'incident_channels':
      writeIncidentChannels(db, change.after);
      break;
    case 'retention':
      writeRetention(db, change.after);
      break;
    case 'heartbeats':
      writeDocument(db, 'heartbeat', change);
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
      slack_email: users.slackEmail,
      role: users.role,
      timezone: users.timezone,
      active: users.active,
      contact: users.contact,
      quiet_hours: users.quietHours,
    })
    .from(users)
    .orderBy(asc(users.id))
    .all()
    .map(({ contact, ...user }) => ({ ...user, contact: contact ?? [] }));
}

/** Users are never deleted: incidents name them. */
function writeUser(db: Drizzle, { after }: EntryChange<UserEntry>): void {
  if (!after) return;
  const { quiet_hours: quietHours, slack_email: slackEmail, ...rest } = after;
  const row = { ...rest, quietHours, slackEmail, accountEmail: slackEmail ?? after.email };
  db.insert(users).values(row).onConflictDoUpdate({ target: users.email, set: row }).run();
}

function readServices(db: Drizzle): ServiceEntry[] {
  return db
    .select()
    .from(services)
    .orderBy(asc(services.id))
    .all()
    .map(
      ({
        name,
        channel,
        channels,
        escalationPolicy,
        sla,
        acknowledgeReminder,
        delay,
        resolveAfterSilence,
        grouping,
        flapping,
        dependsOn,
        links,
        connection,
        sharedWith,
        mention,
      }) => ({
        name,
        channel,
        channels: channels ?? [],
        connection,
        shared_with: sharedWith ?? [],
        escalation_policy: escalationPolicy,
        sla: (sla ?? {}) as ServiceEntry['sla'],
        acknowledge_reminder: acknowledgeReminder,
        delay,
        depends_on: dependsOn ?? [],
        resolve_after_silence: resolveAfterSilence,
        group: grouping,
        flapping,
        links: links ?? [],
        mention: mention ?? {},
      }),
    );
}

function writeService(db: Drizzle, { before, after }: EntryChange<ServiceEntry>): void {
  const named = before && eq(services.name, before.name);
  if (!after) {
    if (named) db.delete(services).where(named).run();
    return;
  }
  const { escalation_policy: escalationPolicy, acknowledge_reminder: acknowledgeReminder, ...others } = after;
  const {
    resolve_after_silence: resolveAfterSilence,
    depends_on: dependsOn,
    shared_with: sharedWith,
    group: grouping,
    ...rest
  } = others;
  const row = { ...rest, sharedWith, escalationPolicy, acknowledgeReminder, resolveAfterSilence, dependsOn, grouping };
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
  const schedules = new Map(readSchedules(db).map(({ id, entry }) => [id, entry]));
  const made = db.select().from(overrides).orderBy(asc(overrides.id)).all();
  return made.flatMap(({ scheduleId, ...interval }) => {
    const schedule = schedules.get(scheduleId);
    const override = schedule && toOverrideEntry(interval, schedule.timezone, (id) => emails.get(id));
    return schedule && override ? [{ schedule: schedule.name, override }] : [];
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
