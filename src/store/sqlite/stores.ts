import type { Clock } from '../../clock.ts';
import { sqliteClockStore } from './clock.ts';
import { sqliteConnectionStore } from './connections.ts';
import { openDatabase } from './database.ts';
import { sqliteDeliveryStore } from './deliveries.ts';
import { sqliteIncidentStore } from './incidents.ts';
import { sqliteInsightsStore } from './insights.ts';
import { sqliteKeyStore } from './keys.ts';
import { sqliteLeaseStore } from './lease.ts';
import { sqliteOnCallStore } from './oncall.ts';
import { sqlitePendingStore } from './pending.ts';
import { sqlitePeopleStore } from './people.ts';
import { sqliteSessionStore } from './sessions.ts';
import { sqliteSettingsStore } from './settings.ts';
import { sqliteStormStore } from './storms.ts';
import { sqliteTimerStore } from './timers.ts';
import { sqliteUserGroupStore } from './user-groups.ts';

export type Stores = ReturnType<typeof openStores>;

/** Everything the app keeps, in one SQLite file; made and brought up to date when need be. */
export function openStores(databaseUrl: string, clock: Clock) {
  const database = openDatabase(databaseUrl);
  return {
    incidents: sqliteIncidentStore(database, clock),
    timers: sqliteTimerStore(database),
    deliveries: sqliteDeliveryStore(database, clock),
    storms: sqliteStormStore(database),
    settings: sqliteSettingsStore(database),
    people: sqlitePeopleStore(database),
    onCall: sqliteOnCallStore(database, clock),
    userGroups: sqliteUserGroupStore(database, clock),
    connections: sqliteConnectionStore(database),
    keys: sqliteKeyStore(database),
    insights: sqliteInsightsStore(database),
    sessions: sqliteSessionStore(database),
    pending: sqlitePendingStore(database),
    lease: sqliteLeaseStore(database),
    clock: sqliteClockStore(database),
    /** Why nothing can be written now; null when it can. */
    trouble: () => database.trouble(),
    /** Writes that wait for the disk. */
    pendingWrites: () => database.pendingWrites(),
    close: () => database.close(),
  };
}
