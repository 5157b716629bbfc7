import type { Clock } from '../../lib/clock.ts';
import type { OpenOptions, Storage } from '../storage.ts';
import { sqliteAuditStore } from './audit-store.ts';
import { sqliteCheckUpStore } from './check-ups.ts';
import { sqliteClockStore } from './clock.ts';
import { sqliteConnectionStore } from './connections.ts';
import { sqliteContactStore } from './contacts.ts';
import { type Database, databasePath, openDatabase } from './database.ts';
import { sqliteDeliveryStore } from './deliveries.ts';
import { sqliteErasureStore } from './erasure.ts';
import { sqliteHeartbeatStore } from './heartbeats.ts';
import { sqliteOwnChannelStore } from './incident-channels.ts';
import { sqliteIncidentStore } from './incidents.ts';
import { sqliteInsightsStore } from './insights.ts';
import { sqliteInstallationStore } from './installations.ts';
import { sqliteKeyStore } from './keys.ts';
import { sqliteLeaseStore } from './lease.ts';
import { sqliteLinkRequestStore } from './link-requests.ts';
import { sqliteMaintenanceStore } from './maintenance.ts';
import { sqliteNotificationStore } from './notifications.ts';
import { sqliteOnCallStore } from './oncall.ts';
import { sqlitePendingStore } from './pending.ts';
import { sqlitePeopleStore } from './people.ts';
import { sqlitePersonalContactStore } from './personal-contacts.ts';
import { sqlitePostMortemStore } from './post-mortems.ts';
import { sqliteRecordStore } from './records.ts';
import { sqliteWebhookStore } from './reports.ts';
import { sqliteRetentionStore } from './retention.ts';
import { sqliteRunbookStore } from './runbooks.ts';
import { requireUpgradable } from './schema-version.ts';
import { sqliteSessionStore } from './sessions.ts';
import { sqliteSettingsStore } from './settings.ts';
import { sqliteSettingsWriter } from './settings-writer.ts';
import { sqliteStormStore } from './storms.ts';
import { sqliteSubscriptionStore } from './subscriptions.ts';
import { sqliteTeamChannelStore } from './team-channels.ts';
import { sqliteTimelineMessageStore } from './timeline-messages.ts';
import { sqliteTimerStore } from './timers.ts';
import { sqliteUserGroupStore } from './user-groups.ts';

/** One SQLite file. */
export async function openSqlite(url: string, { clock, user }: OpenOptions): Promise<Storage> {
  await requireUpgradable(databasePath(url));
  return sqliteStorage(openDatabase(url, user), clock);
}

export function sqliteStorage(database: Database, clock: Clock): Storage {
  return {
    incidents: sqliteIncidentStore(database, clock),
    timers: sqliteTimerStore(database),
    deliveries: sqliteDeliveryStore(database, clock),
    storms: sqliteStormStore(database),
    ownChannels: sqliteOwnChannelStore(database),
    timelineMessages: sqliteTimelineMessageStore(database),
    notifications: sqliteNotificationStore(database),
    runbooks: sqliteRunbookStore(database),
    postMortems: sqlitePostMortemStore(database),
    contacts: sqliteContactStore(database),
    personalContacts: sqlitePersonalContactStore(database),
    webhooks: sqliteWebhookStore(database),
    settings: sqliteSettingsStore(database),
    subscriptions: sqliteSubscriptionStore(database, clock),
    settingsWriter: sqliteSettingsWriter(database, clock),
    audit: sqliteAuditStore(database),
    people: sqlitePeopleStore(database),
    onCall: sqliteOnCallStore(database, clock),
    teamChannels: sqliteTeamChannelStore(database, clock),
    userGroups: sqliteUserGroupStore(database, clock),
    connections: sqliteConnectionStore(database),
    installations: sqliteInstallationStore(database),
    keys: sqliteKeyStore(database),
    checkUps: sqliteCheckUpStore(database),
    sessions: sqliteSessionStore(database),
    insights: sqliteInsightsStore(database),
    records: sqliteRecordStore(database),
    retention: sqliteRetentionStore(database),
    erasure: sqliteErasureStore(database),
    pending: sqlitePendingStore(database),
    linkRequests: sqliteLinkRequestStore(database),
    lease: sqliteLeaseStore(database),
    clock: sqliteClockStore(database),
    maintenance: sqliteMaintenanceStore(database, clock),
    heartbeats: sqliteHeartbeatStore(database, clock),
    health: {
      trouble: () => database.trouble(),
      pendingWrites: () => database.pendingWrites(),
      problems: async () => database.problems(),
      exposure: () => database.exposure(),
    },
    writtenByOthers: () => database.dataVersion(),
    backup: (file) => database.backup(file),
    close: async () => database.close(),
  };
}
