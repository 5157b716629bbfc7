import type { ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import type { AuditStore } from '../audit/store.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { KeyStore } from '../keys/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { MaintenanceStore } from '../maintenance/store.ts';
import type { PersonalContacts } from '../notifications/contacts/personal.ts';
import type { OwnChannelStore } from '../notifications/incident-channels/store.ts';
import type { Budget } from '../notifications/queue/budget.ts';
import { SlackFailure } from '../notifications/queue/failure.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import type { DeliveryStore } from '../notifications/queue/store.ts';
import type { NotificationStore } from '../notifications/requested/store.ts';
import type { TeamChannelStore } from '../notifications/team-channels/store.ts';
import { TeamChannels } from '../notifications/team-channels/team-channels.ts';
import { HandOffs } from '../oncall/hand-offs.ts';
import type { OnCallStore } from '../oncall/store.ts';
import type { UserGroupStore } from '../oncall/user-group-store.ts';
import type { PersonActor } from '../people/actor.ts';
import { type Assignee, findAssignee } from '../people/assignee.ts';
import type { PersonTarget } from '../people/page-target.ts';
import { actorOf, mayChangeSettings, type WorkspaceRules } from '../people/permissions.ts';
import type { PeopleStore } from '../people/store.ts';
import type { PostMortems } from '../post-mortems/service.ts';
import type { RunbookStore } from '../runbooks/store.ts';
import type { SettingsEditor } from '../settings/editor.ts';
import type { ServiceAccess } from '../settings/service-access.ts';
import type { SettingsStore, SubscriptionStore } from '../settings/store.ts';
import { ActionService, type ActionServiceDeps } from './actions/action-service.ts';
import type { LinkRequestStore } from './actions/link-requests.ts';
import { MaintenanceActions } from './actions/maintenance-actions.ts';
import { OnCallActions } from './actions/on-call-actions.ts';
import type { PendingStore } from './actions/request.ts';
import { SubscriptionActions } from './actions/subscription-actions.ts';
import { botIdentity } from './api/bot-identity.ts';
import type { CallObserver } from './api/clients.ts';
import { slackPort } from './api/courier-port.ts';
import { isPassing, soon } from './api/patience.ts';
import { SlackConnection, type SlackConnectionOptions } from './connection.ts';
import type { ConnectionInUse, ConnectionTools } from './connection-tools.ts';
import { ChannelAccess } from './directory/channel-access.ts';
import { ChannelWatch } from './directory/channel-watch.ts';
import { ChannelDirectory } from './directory/channels.ts';
import { Membership } from './directory/membership.ts';
import { schedulesAsOffered } from './directory/offered-schedules.ts';
import { OnCallWatch } from './directory/on-call-watch.ts';
import { PeopleDirectory } from './directory/people.ts';
import type { ConnectionStore } from './directory/store.ts';
import { UserGroups } from './directory/user-groups.ts';
import type { IncidentViews } from './incident-views.ts';
import { examineToken, type Scopes } from './interactions/admin/scopes.ts';
import { answerMessage, lateAnswer } from './interactions/answer-message.ts';
import type { SignInLinks } from './interactions/deps.ts';
import { listenTo } from './interactions/index.ts';
import type { StormViews } from './storm-views.ts';
import { PinWatch } from './timeline/pin-watch.ts';
import type { TimelineMessageStore } from './timeline/store.ts';
import { Writings } from './timeline/writings.ts';

export interface WorkspaceDeps {
  /** The organisation's connection. */
  primaryId: number;
  connections: ConnectionStore;
  connectionTools: ConnectionTools;
  peopleStore: PeopleStore;
  pending: PendingStore;
  linkRequests: LinkRequestStore;
  incidents: IncidentService;
  store: IncidentStore;
  deliveries: DeliveryStore;
  notifications: Pick<NotificationStore, 'targets'>;
  settings: SettingsStore;
  serviceAccess: ServiceAccess;
  subscriptions: SubscriptionStore;
  onCall: OnCallStore;
  teamChannels: TeamChannelStore;
  personalContacts: PersonalContacts;
  userGroups: UserGroupStore;
  maintenance: MaintenanceStore;
  postMortems: Pick<PostMortems, 'begin'>;
  ownChannels: OwnChannelStore;
  runbooks: RunbookStore;
  timelineMessages: TimelineMessageStore;
  settingsEditor: SettingsEditor;
  audit: Pick<AuditStore, 'latest'>;
  keys: Pick<KeyStore, 'create' | 'rotate' | 'revoke' | 'list'>;
  /** Something is owed to Slack: direct messages, cards to be drawn anew. */
  onOwed(): void;
  signIn: SignInLinks;
  views: IncidentViews;
  storms: StormViews;
  commandStorm: ActionServiceDeps['commandStorm'];
  stormIsDone(requestKey: string): Promise<void>;
  budget: Budget;
  callObserver: CallObserver;
  clock: Clock;
  logger: Logger;
  /** Slack can be reached (again). */
  onReachable(): void;
  /** Slack does not accept the token of a connection, for this reason. */
  onRejected(connectionId: number, code: string): void;
}

/** One Slack workspace as the app lives in it: the connection, what it knows of people and channels, what people do in it. */
export class SlackWorkspace {
  readonly port: SlackPort;
  readonly membership: Membership;
  private readonly connection: SlackConnection;
  private readonly people: PeopleDirectory;
  private readonly channels: ChannelDirectory;
  private readonly channelWatch: ChannelWatch;
  private readonly actions: ActionService;
  private readonly connectionId: number;
  private readonly onCallWatch: OnCallWatch;
  private readonly pins: PinWatch;
  private readonly stopping = new AbortController();

  constructor(
    options: SlackConnectionOptions,
    private readonly deps: WorkspaceDeps,
  ) {
    const { connections, peopleStore, clock, logger } = deps;
    const connectionId = options.connection.id;
    this.connectionId = connectionId;
    this.connection = new SlackConnection(
      options,
      connections,
      { onReachable: () => this.catchUp(), onRejected: (code) => deps.onRejected(connectionId, code) },
      { budget: deps.budget, observer: deps.callObserver },
      clock,
      logger,
    );
    const { background, interactive } = this.connection;
    const isPrimary = connectionId === deps.primaryId;
    const onCall = isPrimary
      ? deps.onCall
      : schedulesAsOffered(
          deps.onCall,
          () => connections.beside(connectionId),
          () => deps.settings.services(),
        );
    this.channels = new ChannelDirectory(connectionId, background, connections, clock, () => this.onChannelsLearned());
    this.people = new PeopleDirectory(
      connectionId,
      background,
      peopleStore,
      clock,
      this.stopping.signal,
      () => this.teamId,
    );
    this.membership = new Membership(connectionId, background, connections, peopleStore, this.channels, clock);
    const access = new ChannelAccess({ ...deps, connectionId, channels: this.channels });
    this.channelWatch = new ChannelWatch(this.channels, this.membership, access, logger);
    const asBot = botIdentity(
      () => deps.settings.workspace(connectionId),
      () => logger.warn('the bot posts by its own name: its token lacks the scope chat:write.customize'),
    );
    this.port = slackPort(this.connection, this.channels, this.people, asBot);
    const teamId = () => this.connection.teamId;
    const pageUrl = (number: number) => deps.views.pageUrl(number);
    const subscriptionActions = new SubscriptionActions({ ...deps, connectionId, channels: this.channels });
    this.actions = new ActionService({
      ...deps,
      connectionId,
      teamId,
      people: this.people,
      onCallActions: new OnCallActions({
        onCall,
        people: this.people,
        clock,
        onChanged: () => {
          deps.onOwed();
          this.onCallWatch.wake();
        },
      }),
      maintenanceActions: new MaintenanceActions(deps),
      subscriptionActions,
      lateAnswer: (answer) => lateAnswer(answer, clock.now(), pageUrl),
    });
    const writings = new Writings(connectionId, this.people, this.channels);
    this.pins = new PinWatch({
      connectionId,
      client: background,
      store: deps.timelineMessages,
      incidents: deps.incidents,
      writings,
      actor: (slackUserId) => this.actions.actor(slackUserId),
      botUserId: () => this.connection.botUserId,
      clock,
      logger,
    });
    this.onCallWatch = new OnCallWatch({
      ...deps,
      onHandedOver: deps.onOwed,
      handOffs: new HandOffs(deps.onCall, clock),
      teamChannels: new TeamChannels(deps.teamChannels, clock),
      userGroups: new UserGroups({
        connectionId,
        client: background,
        isOptional: !isPrimary,
        store: deps.userGroups,
        people: this.people,
        clock,
        logger,
      }),
    });
    listenTo(this.connection.bolt, {
      ...deps,
      connectionId,
      onCall,
      servicesFor: (slackUserId, purpose = 'act') =>
        deps.serviceAccess.services({ connectionId, slackUserId }, purpose),
      teamId,
      interactive,
      answerMessage: (answer) => answerMessage(answer, clock.now(), pageUrl),
      actions: this.actions,
      incidents: deps.store,
      people: this.people,
      subscriptions: subscriptionActions,
      access,
      admin: (slackUserId) => this.admin(slackUserId),
      settingsEditor: {
        read: () => deps.settingsEditor.read(),
        change: async (request, by) => {
          const outcome = await deps.settingsEditor.change(request, by);
          if (outcome.kind === 'changed') this.onCallWatch.wake();
          return outcome;
        },
      },
      membership: this.membership,
      channels: this.channels,
      connectedSince: () => this.connection.connectedSince,
      botUserId: () => this.connection.botUserId,
      writings,
      pins: this.pins,
    });
    this.listenToItsEnd();
  }

  /** The app may have been removed, or its tokens revoked: Slack says which when it is asked. */
  private listenToItsEnd(): void {
    for (const type of ['app_uninstalled', 'tokens_revoked'] as const) {
      this.connection.bolt.event(type, async () => this.connection.askAboutToken());
    }
  }

  async start(): Promise<void> {
    await this.connection.start();
    this.onCallWatch.start();
    this.channelWatch.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.actions.stop();
    await this.pins.stop();
    const watching = this.onCallWatch.stop();
    const looking = this.channelWatch.stop();
    await this.connection.stop();
    await Promise.all([watching, looking]);
  }

  cardFound(cardId: number): void {
    this.inBackground(this.pins.found(cardId), 'messages with a pin could not be looked for');
  }

  async admin(slackUserId: string): Promise<PersonActor | null> {
    const { teamId } = this.connection;
    const person = await this.people.known(slackUserId);
    if (person === null || teamId === null) return null;
    // Whoever administers another Slack workspace is no admin of ours by that.
    const hasAdmin = this.connectionId !== this.deps.primaryId || (await this.deps.peopleStore.hasAdmin());
    return mayChangeSettings(person, teamId, hasAdmin) ? actorOf(person) : null;
  }

  /** The rules of the workspace; null before Slack has first said whose it is. */
  async rules(): Promise<WorkspaceRules | null> {
    const { teamId } = this.connection;
    if (teamId === null) return null;
    const { requireMappedUser } = await this.deps.settings.workspace(this.connectionId);
    return { teamId, requireMappedUser, actorsOfProjects: await this.deps.serviceAccess.actorsOfProjects() };
  }

  /** Somebody who is named as the one to have an incident; whoever isn't known is asked for, as long as people wait. */
  assignee(whom: PersonTarget): Promise<Assignee> {
    return findAssignee(whom, {
      connectionId: this.connectionId,
      people: this.deps.peopleStore,
      rules: () => this.rules(),
      ask: async (unknown) => {
        try {
          await soon<unknown>(
            'email' in unknown ? this.people.idByEmail(unknown.email) : this.people.person(unknown.slackUserId),
          );
          return true;
        } catch (error) {
          if (!(error instanceof SlackFailure)) throw error;
          return !isPassing(error);
        }
      },
    });
  }

  /** The workspace's id, as Slack last told; null before it ever has. */
  get teamId(): string | null {
    return this.connection.teamId;
  }

  /** What its token may do; null when Slack can't be asked now. */
  async scopes(): Promise<Scopes | null> {
    try {
      return await examineToken(this.connection.background);
    } catch (error) {
      this.deps.logger.debug({ err: error }, 'Slack did not say what the token may do');
      return null;
    }
  }

  /** What admins look at to know whether it does its work. */
  get inUse(): ConnectionInUse {
    const { connection, channels } = this;
    return { interactive: connection.interactive, channels, connectedSince: () => connection.connectedSince };
  }

  /** Does what Slack asks for. */
  receive(request: ReceiverEvent): Promise<void> {
    return this.connection.receive(request);
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    return this.connection.trouble();
  }

  /** Slack can be reached (again): what was missed meanwhile is read, and what had to wait is done. */
  catchUp(): void {
    this.deps.onReachable();
    this.actions.catchUp();
    this.inBackground(this.pins.catchUp(), 'messages with a pin could not be looked for');
    this.inBackground(
      this.channels.refreshIfStale(),
      'the channels could not be listed; names are looked up when needed',
    );
    this.inBackground(this.membership.catchUp(), 'the members of private channels could not be read');
    this.inBackground(this.people.refresh(), 'the people could not be listed; they are looked up when they act');
  }

  /** Who may see what may have changed, and so may what cards show. */
  private onChannelsLearned(): void {
    this.deps.onOwed();
    this.inBackground(this.membership.refreshStale(), 'the members of private channels could not be read');
  }

  private inBackground(work: Promise<void>, otherwise: string): void {
    work.catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.deps.logger.warn({ err: error }, otherwise);
    });
  }
}
