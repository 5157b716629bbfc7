import type { Logger } from 'pino';
import type { AuditStore } from '../audit/store.ts';
import type { TakenBack } from '../audit/take-back.ts';
import type { Hides } from '../audit/words.ts';
import type { HeartbeatService } from '../heartbeats/service.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore, Viewer } from '../incidents/store.ts';
import type { InsightsStore } from '../insights/store.ts';
import type { RequestLimits } from '../keys/request-limits.ts';
import type { KeyStore } from '../keys/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { MaintenanceStore } from '../maintenance/store.ts';
import type { AcknowledgeLinks } from '../notifications/contacts/acknowledge-link.ts';
import type { OwnChannelStore } from '../notifications/incident-channels/store.ts';
import type { Notifier } from '../notifications/requested/notifier.ts';
import type { NotificationStore } from '../notifications/requested/store.ts';
import type { Card } from '../notifications/types.ts';
import type { OnCallStore } from '../oncall/store.ts';
import type { PersonActor } from '../people/actor.ts';
import type { WorkspaceRules } from '../people/permissions.ts';
import type { PeopleStore } from '../people/store.ts';
import type { PostMortems } from '../post-mortems/service.ts';
import type { RunbookStore } from '../runbooks/store.ts';
import type { ServiceAccess } from '../settings/service-access.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Arrivals } from './arrivals.ts';
import type { SessionStore, SlackPerson } from './store.ts';

/** Takes requests that say they are Slack's. */
export interface SlackEndpoint {
  answer(request: {
    /** In lower case; several of one name are one, with commas. */
    header(name: string): string | undefined;
    /** Read only when the headers may be Slack's. */
    body(): Promise<string>;
  }): Promise<{ status: 200 | 400 | 401; contentType: string; body: string }>;
}

/** What came of a browser's way through Slack's installation. */
export type InstallOutcome =
  | { kind: 'installed'; name: string; isOrgWide: boolean; workspaces: string[] }
  | { kind: 'denied' | 'foreign' | 'code_refused' | 'unavailable' };

/** Gets the app into more workspaces. */
export interface Installing {
  /** Whether a browser may begin: whose session it has, and the link that it was given, if any. */
  admits(link: string | undefined, person: SlackPerson | null): Promise<boolean>;
  /** Where the browser goes, and what it has to show when it comes back. */
  begin(): Promise<{ url: string; state: string }>;
  finish(query: URLSearchParams, state: string | undefined): Promise<InstallOutcome>;
}

/** All changes of settings, for admins. */
export interface SettingsLog extends Pick<AuditStore, 'list'> {
  /** An admin, as the log names them; null for everybody else. */
  admin(person: SlackPerson): Promise<PersonActor | null>;
  /** Which channels somebody is not to know of. */
  hides(person: SlackPerson): Promise<Hides>;
  takeBack(id: number, by: PersonActor): Promise<TakenBack>;
}

/** What the HTTP side needs of the rest of the app. */
export interface HttpDeps {
  /** What links to our pages start with, and what browsers call us; no "/" at the end. */
  baseUrl: string;
  incidents: IncidentService;
  store: IncidentStore;
  settings: SettingsStore;
  /** Which services are for whom to choose. */
  serviceAccess: Pick<ServiceAccess, 'services'>;
  people: PeopleStore;
  keys: KeyStore;
  /** How often each key may ask. */
  limits: RequestLimits;
  sessions: SessionStore;
  /** Who is on call. */
  onCall: Pick<OnCallStore, 'directory'>;
  /** What systems ask to be posted, and what became of it. */
  notifier: Pick<Notifier, 'send'>;
  notifications: Pick<NotificationStore, 'get'>;
  /** Links with which people who were called past Slack acknowledge; and whether one of them may know what an incident is about. */
  acknowledgeLinks: Pick<AcknowledgeLinks, 'read'>;
  mayKnow(incidentNumber: number, email: string): Promise<boolean>;
  insights: InsightsStore;
  runbooks: Pick<RunbookStore, 'runbooks' | 'progress'>;
  postMortems: PostMortems;
  /** Which pages browsers have opened lately. */
  arrivals: Arrivals;
  /** Where people use Slack in a browser, without "/" at the end: `https://slack.com`. */
  slackUrl: string;
  /** Takes what Slack sends to our addresses; null where it comes over sockets. */
  slackEndpoint: SlackEndpoint | null;
  /** Null where there is one workspace, by the token of the environment. */
  installing: Installing | null;
  maintenance: MaintenanceStore;
  settingsLog: SettingsLog;
  heartbeats: Pick<HeartbeatService, 'beat' | 'list'>;
  /** Where an incident is shown in Slack, as far as a viewer may look there. */
  cards: { cardsOf(incidentNumber: number, viewer: Viewer): Promise<Card[]> };
  /** The channels that incidents have of their own. */
  rooms: Pick<OwnChannelStore, 'roomOf'>;
  /** The rules of a connection's workspace; null before Slack has first said whose it is. */
  workspaceRules(connectionId: number): Promise<WorkspaceRules | null>;
  /** What a person may see. */
  viewer(person: SlackPerson): Promise<Viewer>;
  /** The private channels that both the app and the person are in. */
  sharedPrivateChannels(person: SlackPerson): Promise<{ id: string; name: string }[]>;
  /** Why the app can't do its work now, in words for the operator; empty when it can. */
  troubles(): Promise<string[]>;
  /** What the app counts of itself. */
  metrics: { text(): Promise<{ contentType: string; body: string }> };
  /** The text at an address outside. Rejects when it can't be had. */
  getText(url: string): Promise<string>;
  /** The variables of the environment that settings may name. */
  environment: Readonly<Record<string, string | undefined>>;
  /** A name for this OpsKnight, which its outgoing webhooks carry. */
  instance(): Promise<string>;
  /** Writes that wait for the disk. */
  pendingWrites(): number;
  clock: Clock;
  logger: Logger;
}
