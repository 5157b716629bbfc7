import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { AuditStore } from '../../audit/store.ts';
import type { IncidentStore } from '../../incidents/store.ts';
import type { KeyStore } from '../../keys/store.ts';
import type { Clock } from '../../lib/clock.ts';
import type { MaintenanceStore } from '../../maintenance/store.ts';
import type { PersonalContacts } from '../../notifications/contacts/personal.ts';
import type { OwnChannelStore } from '../../notifications/incident-channels/store.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Budget } from '../../notifications/queue/budget.ts';
import type { DeliveryStore } from '../../notifications/queue/store.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import type { UserGroupStore } from '../../oncall/user-group-store.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { PostMortems } from '../../post-mortems/service.ts';
import type { RunbookStore } from '../../runbooks/store.ts';
import type { SettingsEditor } from '../../settings/editor.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import type { ActionService, Answer } from '../actions/action-service.ts';
import type { LinkRequestStore } from '../actions/link-requests.ts';
import type { SubscriptionActions } from '../actions/subscription-actions.ts';
import type { ConnectionTools } from '../connection-tools.ts';
import type { ChannelAccess } from '../directory/channel-access.ts';
import type { ChannelDirectory } from '../directory/channels.ts';
import type { Membership } from '../directory/membership.ts';
import type { PeopleDirectory } from '../directory/people.ts';
import type { ConnectionStore } from '../directory/store.ts';
import type { IncidentViews } from '../incident-views.ts';
import type { StormViews } from '../storm-views.ts';
import type { PinWatch } from '../timeline/pin-watch.ts';
import type { TimelineMessageStore } from '../timeline/store.ts';
import type { Writings } from '../timeline/writings.ts';

/** Personal links to the web pages. */
export interface SignInLinks {
  /** A link that signs this person in, once, and leads to `path` (such as `/incidents/42`). */
  create(person: SlackAccount, path: string): Promise<string>;
  /** Whether the person, who is just opening the page at `path`, needs a link to see it. May take a moment to find out. */
  isNeeded(person: SlackAccount, path: string): Promise<boolean>;
}

interface SlackAccount {
  connectionId: number;
  slackUserId: string;
}

/** What the interactions of one workspace work with. */
export interface Deps {
  connectionId: number;
  teamId(): string | null;
  /** Answers people; fails fast. */
  interactive: WebClient;
  actions: ActionService;
  /** What a person is told of what they asked for; null when they can see it happen, and words would be noise. */
  answerMessage(answer: Answer): SlackMessage | null;
  incidents: IncidentStore;
  deliveries: DeliveryStore;
  budget: Pick<Budget, 'used'>;
  settings: SettingsStore;
  /** Those that somebody may choose, by name; or know of. */
  servicesFor(slackUserId: string, purpose?: 'see' | 'act'): Promise<Service[]>;
  onCall: OnCallStore;
  userGroups: UserGroupStore;
  maintenance: MaintenanceStore;
  postMortems: Pick<PostMortems, 'begin'>;
  ownChannels: Pick<OwnChannelStore, 'incidentOf'>;
  runbooks: Pick<RunbookStore, 'runbooks' | 'progress'>;
  timelineMessages: Pick<TimelineMessageStore, 'incidentAt' | 'entries'>;
  writings: Writings;
  pins: PinWatch;
  /** The bot's own account; null before Slack has first told. */
  botUserId(): string | null;
  subscriptions: Pick<SubscriptionActions, 'of' | 'putOutOf'>;
  people: PeopleDirectory;
  /** Somebody who may change settings, as the audit log names them; null for everybody else. */
  admin(slackUserId: string): Promise<PersonActor | null>;
  /** The organisation's own connection, whose settings are the section `workspace`. */
  primaryId: number;
  connections: Pick<ConnectionStore, 'all'>;
  connectionTools: ConnectionTools;
  settingsEditor: SettingsEditor;
  audit: Pick<AuditStore, 'latest'>;
  keys: Pick<KeyStore, 'create' | 'rotate' | 'revoke' | 'list'>;
  personalContacts: PersonalContacts;
  linkRequests: LinkRequestStore;
  /** Something is owed to Slack. */
  onOwed(): void;
  membership: Membership;
  channels: ChannelDirectory;
  access: Pick<ChannelAccess, 'verifyChannel'>;
  signIn: SignInLinks;
  views: IncidentViews;
  storms: StormViews;
  /** Resolves when what somebody has just asked for a whole storm is done, or takes too long to wait for. */
  stormIsDone(requestKey: string): Promise<void>;
  /** Since when Slack has been connected without a break; null while it isn't. */
  connectedSince(): number | null;
  clock: Clock;
  logger: Logger;
}
