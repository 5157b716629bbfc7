import type { Logger } from 'pino';
import type { Clock, UtcMs } from '../clock.ts';
import type { SignInLinks } from '../http/sign-in.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Budget } from '../notifications/queue/budget.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import type { DeliveryStore } from '../notifications/queue/store.ts';
import { HandOffs } from '../oncall/hand-offs.ts';
import type { OnCallStore } from '../oncall/store.ts';
import type { UserGroupStore } from '../oncall/user-group-store.ts';
import type { PeopleStore } from '../people/store.ts';
import type { SettingsStore } from '../settings/store.ts';
import { Acting, type ActingParts } from './acting/acting.ts';
import { OnCallRequests } from './acting/on-call-requests.ts';
import type { PendingStore } from './acting/pending-store.ts';
import { ChannelWatch } from './channel-watch.ts';
import { ChannelDirectory } from './channels.ts';
import { SlackConnection, type SlackConnectionOptions } from './connection.ts';
import { lateAnswer } from './listeners/answers.ts';
import { registerListeners } from './listeners/index.ts';
import { Membership } from './membership.ts';
import { OnCallWatch } from './on-call-watch.ts';
import { PeopleDirectory } from './people.ts';
import type { ConnectionStore } from './store.ts';
import { UserGroups } from './user-groups.ts';
import type { IncidentViews } from './views/incident-views.ts';
import type { StormViews } from './views/storm-views.ts';
import type { CallObserver } from './web-api/clients.ts';
import { slackPort } from './web-api/courier-port.ts';

export interface WorkspaceParts {
  connections: ConnectionStore;
  peopleStore: PeopleStore;
  pending: PendingStore;
  incidents: IncidentService;
  store: IncidentStore;
  deliveries: DeliveryStore;
  settings: SettingsStore;
  onCall: OnCallStore;
  userGroups: UserGroupStore;
  /** Something is owed to Slack: direct messages, cards to be drawn anew. */
  onOwed(): void;
  signIn: SignInLinks;
  views: IncidentViews;
  storms: StormViews;
  acknowledgeStorm: ActingParts['acknowledgeStorm'];
  budget: Budget;
  callObserver: CallObserver;
  clock: Clock;
  logger: Logger;
  /** Slack can be reached (again). */
  onReachable(): void;
}

/** One Slack workspace as the app lives in it: the connection, what it knows of people and channels, its listeners. */
export class SlackWorkspace {
  readonly port: SlackPort;
  readonly membership: Membership;
  private readonly connection: SlackConnection;
  private readonly people: PeopleDirectory;
  private readonly channels: ChannelDirectory;
  private readonly channelWatch: ChannelWatch;
  private readonly acting: Acting;
  private readonly onCallWatch: OnCallWatch;
  private readonly stopping = new AbortController();

  constructor(
    options: SlackConnectionOptions,
    private readonly parts: WorkspaceParts,
  ) {
    const { connections, peopleStore, clock, logger } = parts;
    const connectionId = options.connection.id;
    this.connection = new SlackConnection(
      options,
      connections,
      { onReachable: () => this.catchUp() },
      { budget: parts.budget, observer: parts.callObserver },
      clock,
      logger,
    );
    const { background, interactive } = this.connection;
    this.channels = new ChannelDirectory(connectionId, background, connections, clock, () => this.onChannelsLearned());
    this.people = new PeopleDirectory(connectionId, background, peopleStore, clock, this.stopping.signal);
    this.membership = new Membership(connectionId, background, connections, peopleStore, this.channels, clock);
    this.channelWatch = new ChannelWatch(this.channels, this.membership, logger);
    this.port = slackPort(this.connection, this.channels, this.people);
    const teamId = () => this.connection.teamId;
    this.acting = new Acting({
      ...parts,
      connectionId,
      teamId,
      people: this.people,
      onCallRequests: new OnCallRequests({
        onCall: parts.onCall,
        people: this.people,
        clock,
        onChanged: () => {
          parts.onOwed();
          this.onCallWatch.wake();
        },
      }),
      lateAnswer: (answer) => lateAnswer(answer, clock.now(), (number) => parts.views.pageUrl(number)),
    });
    this.onCallWatch = new OnCallWatch({
      ...parts,
      onHandedOver: parts.onOwed,
      handOffs: new HandOffs(parts.onCall, clock),
      userGroups: new UserGroups({
        connectionId,
        client: background,
        store: parts.userGroups,
        people: this.people,
        clock,
        logger,
      }),
    });
    registerListeners(this.connection.bolt, {
      ...parts,
      connectionId,
      teamId,
      interactive,
      acting: this.acting,
      incidents: parts.store,
      people: this.people,
      membership: this.membership,
      channels: this.channels,
      connectedSince: () => this.connection.connectedSince,
    });
  }

  async start(): Promise<void> {
    await this.connection.start();
    this.onCallWatch.start();
    this.channelWatch.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.acting.stop();
    const watching = this.onCallWatch.stop();
    const looking = this.channelWatch.stop();
    await this.connection.stop();
    await Promise.all([watching, looking]);
  }

  get teamId(): string | null {
    return this.connection.teamId;
  }

  get connectedSince(): UtcMs | null {
    return this.connection.connectedSince;
  }

  get liveSockets(): number {
    return this.connection.liveSockets;
  }

  /** Why a click could not be answered now, for people; null when it could. */
  trouble(): string | null {
    return this.connection.trouble();
  }

  /** What was missed while Slack could not be reached is read, and what had to wait is done. */
  private catchUp(): void {
    this.parts.onReachable();
    this.acting.catchUp();
    this.inBackground(
      this.channels.refreshIfStale(),
      'the channels could not be listed; names are looked up when needed',
    );
    this.inBackground(this.membership.catchUp(), 'the members of private channels could not be read');
    this.inBackground(this.people.refresh(), 'the people could not be listed; they are looked up when they act');
  }

  /** Who may see what may have changed, and so may what cards show. */
  private onChannelsLearned(): void {
    this.parts.onOwed();
    this.inBackground(this.membership.refreshStale(), 'the members of private channels could not be read');
  }

  private inBackground(work: Promise<void>, otherwise: string): void {
    work.catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.parts.logger.warn({ err: error }, otherwise);
    });
  }
}
