import type { AuditStore } from '../audit/store.ts';
import type { HeartbeatStore } from '../heartbeats/store.ts';
import type { SessionStore } from '../http/store.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { IncidentTimer } from '../incidents/timers.ts';
import type { InsightsStore } from '../insights/store.ts';
import type { KeyStore } from '../keys/store.ts';
import type { LeaseStore } from '../lease/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { StorageFailure } from '../lib/storage-failure.ts';
import type { MaintenanceStore } from '../maintenance/store.ts';
import type { CheckUpStore } from '../notifications/check-ups.ts';
import type { PersonalContactStore } from '../notifications/contacts/personal-store.ts';
import type { ContactStore } from '../notifications/contacts/store.ts';
import type { OwnChannelStore } from '../notifications/incident-channels/store.ts';
import type { DeliveryStore } from '../notifications/queue/store.ts';
import type { NotificationStore } from '../notifications/requested/store.ts';
import type { StormStore } from '../notifications/storms/store.ts';
import type { TeamChannelStore } from '../notifications/team-channels/store.ts';
import type { WebhookStore } from '../notifications/webhooks/store.ts';
import type { OnCallStore } from '../oncall/store.ts';
import type { UserGroupStore } from '../oncall/user-group-store.ts';
import type { PeopleStore } from '../people/store.ts';
import type { PostMortemStore } from '../post-mortems/store.ts';
import type { ErasureStore, RecordStore, RetentionStore } from '../records/store.ts';
import type { RunbookStore } from '../runbooks/store.ts';
import type { SettingsStore, SubscriptionStore } from '../settings/store.ts';
import type { SettingsWriter } from '../settings/writer.ts';
import type { LinkRequestStore } from '../slack/actions/link-requests.ts';
import type { PendingStore } from '../slack/actions/request.ts';
import type { ConnectionStore } from '../slack/directory/store.ts';
import type { InstallationStore } from '../slack/installations/store.ts';
import type { TimelineMessageStore } from '../slack/timeline/store.ts';
import type { ClockStore } from '../timekeeping/store.ts';
import type { TimerStore } from '../timers/store.ts';

/**
 * Everything that OpsKnight keeps, whatever engine keeps it. Each room says what it needs of it in a `store.ts` of its own.
 * A write resolves when it is on disk, and rejects with a `StorageFailure` when the engine could not do it; then none of
 * it is done.
 */
export interface Storage {
  incidents: IncidentStore;
  timers: TimerStore<IncidentTimer>;
  deliveries: DeliveryStore;
  storms: StormStore;
  ownChannels: OwnChannelStore;
  timelineMessages: TimelineMessageStore;
  notifications: NotificationStore;
  runbooks: RunbookStore;
  postMortems: PostMortemStore;
  contacts: ContactStore;
  personalContacts: PersonalContactStore;
  webhooks: WebhookStore;
  settings: SettingsStore;
  subscriptions: SubscriptionStore;
  settingsWriter: SettingsWriter;
  audit: AuditStore;
  people: PeopleStore;
  onCall: OnCallStore;
  teamChannels: TeamChannelStore;
  userGroups: UserGroupStore;
  connections: ConnectionStore;
  installations: InstallationStore;
  keys: KeyStore;
  checkUps: CheckUpStore;
  sessions: SessionStore;
  insights: InsightsStore;
  records: RecordStore;
  retention: RetentionStore;
  erasure: ErasureStore;
  pending: PendingStore;
  linkRequests: LinkRequestStore;
  lease: LeaseStore;
  clock: ClockStore;
  maintenance: MaintenanceStore;
  heartbeats: HeartbeatStore;
  health: StorageHealth;
  /** A number that is another one after another process has written. Cheap enough to ask for each second. */
  writtenByOthers(): number;
  /** A consistent copy as it is now, in a new file that only its owner may read; null for an engine that has tools of its own. */
  backup: ((file: string) => Promise<void>) | null;
  close(): Promise<void>;
}

export interface StorageHealth {
  /** Why nothing can be written now; null when it can. */
  trouble(): Promise<StorageFailure | null>;
  /** Writes that wait for the disk. */
  pendingWrites(): number;
  /** What is wrong with what is stored, in the engine's words; nothing when it is whole. May take a while. */
  problems(): Promise<string[]>;
  /** How other accounts of the machine get at it, and what to do about that; null when they don't. */
  exposure(): { how: string; remedy: string } | null;
}

/** Who opens it decides how long a write waits for another process that has the database locked. */
export type StorageUser =
  /** People wait for an answer, and Slack gives three seconds for it. */
  | 'app'
  /** Whoever runs a command can wait, and so can the command. */
  | 'command';

export interface OpenOptions {
  clock: Clock;
  user: StorageUser;
}

/** What an engine's folder exports: opens the storage, makes it when it isn't there, and brings its schema up to date. */
export type StorageEngine = (url: string, options: OpenOptions) => Promise<Storage>;

/** The storage can't be opened. The message says why, and what to do; nothing was changed. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}
