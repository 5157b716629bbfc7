import { isDeepStrictEqual } from 'node:util';
import type { ReceiverEvent } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { InboundSecret } from '../config.ts';
import type { Viewer } from '../incidents/store.ts';
import { MINUTE, SECOND, systemStopwatch } from '../lib/clock.ts';
import { Undecryptable } from '../lib/keyring.ts';
import { Turns } from '../lib/turns.ts';
import { SlackFailure } from '../notifications/queue/failure.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import type { PersonActor, SlackAccount } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import type { PersonTarget } from '../people/page-target.ts';
import type { WorkspaceRules } from '../people/permissions.ts';
import type { ConnectionEntry } from '../settings/schema/connections.ts';
import { type BotToken, tokenOfEnvironment } from './api/bot-token.ts';
import { toSlackFailure } from './api/failures.ts';
import { plainOptions } from './api/plain-client.ts';
import type { Channel, Connection } from './directory/store.ts';
import { SlackLine } from './inbound/line.ts';
import { answerNotConnected } from './inbound/not-connected.ts';
import { type Origin, originOf } from './inbound/team.ts';
import { grantedTeams, type OAuthApp } from './installations/installer.ts';
import type { EndReason, Installation, InstallationStore } from './installations/store.ts';
import { TokenKeeper } from './installations/token-keeper.ts';
import type { TokenVault } from './installations/token-vault.ts';
import type { Scopes } from './interactions/admin/scopes.ts';
import { tokensOf, within } from './named-connections.ts';
import { SlackWorkspace, type WorkspaceDeps } from './workspace.ts';

export interface WorkspacesOptions {
  primary: Connection;
  /** Of the organisation's connection; null when that is to be installed through OAuth. */
  botToken: string | null;
  inbound: InboundSecret;
  /** Ends in a slash. */
  apiUrl: string;
  proxy: Dispatcher | undefined;
  /** Null where there is no way to install the app in more workspaces. */
  oauth: Pick<OAuthApp, 'clientId' | 'clientSecret'> | null;
  /** Null where nothing that is encrypted can be read. */
  vault: TokenVault | null;
  /** Where people install the app. */
  installUrl: string;
  /** Where the tokens of opsknight.yml's connections are. */
  environment: Record<string, string | undefined>;
}

interface Deps extends Omit<WorkspaceDeps, 'primaryId' | 'onRejected'> {
  installations: InstallationStore;
}

/** These say that the token is gone for good; whatever else Slack has against a token may pass. */
const ENDED: Record<string, EndReason> = { account_inactive: 'uninstalled', token_revoked: 'tokens_revoked' };

const GRANTS_EVERY = 5 * MINUTE;
const GRANTS_AGAIN = 20 * SECOND;

/** All Slack workspaces that the app is in, by one line from Slack: each goes on whatever becomes of the others. */
export class SlackWorkspaces {
  readonly port: SlackPort;
  private readonly line: SlackLine;
  private readonly open = new Map<number, SlackWorkspace>();
  /** Connections of opsknight.yml that are open, as it has them; with a line of their own where they have one. */
  private readonly named = new Map<number, { entry: ConnectionEntry; line: SlackLine | null }>();
  private readonly keepers = new Map<number, TokenKeeper>();
  /** When an organisation was last asked for its workspaces, on the stopwatch of the process. */
  private readonly askedAt = new Map<number, number>();
  private grantsTimer: NodeJS.Timeout | undefined;
  private isStarted = false;
  private readonly turns = new Turns();

  constructor(
    private readonly options: WorkspacesOptions,
    private readonly deps: Deps,
  ) {
    const { primary, botToken, inbound } = options;
    this.line = this.lineOf(inbound, primary.id, (request) => this.deliver(request));
    this.port = portOf((connectionId) => this.portOfOne(connectionId));
    // Known before anything starts: what was owed or asked for before may be about it.
    if (botToken !== null) this.add(primary, tokenOfEnvironment('SLACK_BOT_TOKEN', botToken));
  }

  /** Takes what Slack sends to our addresses; null where it comes over sockets. */
  get endpoint() {
    return this.line.endpoint;
  }

  async start(): Promise<void> {
    const installations = await this.deps.installations.all();
    for (const connection of await this.deps.connections.all()) this.openInstalled(connection, installations);
    for (const workspace of this.open.values()) await workspace.start();
    this.isStarted = true;
    await this.lookAtNamed();
    for (const keeper of this.keepers.values()) keeper.start();
    this.line.start();
    if (installations.some(({ isOrgWide }) => isOrgWide)) this.watchGrants();
  }

  async stop(): Promise<void> {
    clearInterval(this.grantsTimer);
    const stopping = [...this.open.values()].map((workspace) => workspace.stop());
    const lines = [this.line, ...[...this.named.values()].flatMap(({ line }) => line ?? [])].map((line) => line.stop());
    await Promise.all([...lines, ...stopping, ...[...this.keepers.values()].map((keeper) => keeper.stop())]);
  }

  /** These have been installed, or installed once more: they have other tokens than before. */
  takeUp(connections: readonly Connection[]): Promise<void> {
    return this.inTurn(() => this.takeUpNow(connections));
  }

  private async takeUpNow(connections: readonly Connection[]): Promise<void> {
    const installations = await this.deps.installations.all();
    const ids = new Set(connections.flatMap(({ installationId }) => installationId ?? []));
    for (const id of ids) {
      await this.keepers.get(id)?.stop();
      this.keepers.delete(id);
    }
    for (const connection of await this.deps.connections.all()) {
      const isOfThese = connection.installationId !== null && ids.has(connection.installationId);
      if (!isOfThese || this.isByEnvironment(connection)) continue;
      await this.close(connection.id);
      const workspace = this.openInstalled(connection, installations);
      if (this.isStarted) await workspace?.start();
    }
    for (const id of ids) this.keepers.get(id)?.start();
    if (installations.some(({ isOrgWide }) => isOrgWide)) this.watchGrants();
    this.deps.onReachable();
  }

  /** opsknight.yml may name other connections than before, or others of them. */
  lookAtNamed(): Promise<void> {
    return this.inTurn(async () => {
      const entries = new Map(
        (await this.deps.settings.connections()).map((entry) => [entry.name.toLowerCase(), entry]),
      );
      for (const connection of await this.deps.connections.all()) {
        if (connection.name === null) continue;
        const entry = connection.endedAt === null ? entries.get(connection.name.toLowerCase()) : undefined;
        if (!isDeepStrictEqual(entry, this.named.get(connection.id)?.entry)) await this.renew(connection, entry);
      }
    });
  }

  private async renew(connection: Connection, entry: ConnectionEntry | undefined): Promise<void> {
    const { deps, options } = this;
    await this.named.get(connection.id)?.line?.stop();
    this.named.delete(connection.id);
    await this.close(connection.id);
    const tokens = entry && tokensOf(entry, options.environment, deps.logger);
    if (!entry || !tokens) return;
    const line =
      tokens.app === null
        ? null
        : this.lineOf({ appToken: tokens.app }, connection.id, async (request) =>
            this.open.get(connection.id)?.receive(request),
          );
    this.named.set(connection.id, { entry, line });
    await this.add(connection, tokens.bot, line).start();
    line?.start();
    deps.onReachable();
  }

  private portOfOne(connectionId: number): SlackPort | undefined {
    const port = this.open.get(connectionId)?.port;
    return port && within(port, this.named.get(connectionId)?.entry.channels ?? []);
  }

  private lineOf(
    inbound: InboundSecret,
    connectionId: number,
    deliver: (request: ReceiverEvent) => Promise<void>,
  ): SlackLine {
    const { options, deps } = this;
    return new SlackLine(inbound, {
      apiUrl: options.apiUrl,
      proxy: options.proxy,
      connectionId,
      deliver,
      onConnected: () => {
        for (const workspace of this.open.values()) workspace.catchUp();
      },
      budget: deps.budget,
      observer: deps.callObserver,
      clock: deps.clock,
      logger: deps.logger,
    });
  }

  /** Workspaces come and go one after the other. */
  private inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    return this.turns.run('workspaces', change);
  }

  /** What a person may see; nothing of anybody where the app is no longer. */
  async viewer({ connectionId, slackUserId }: SlackAccount): Promise<Viewer> {
    const workspace = this.open.get(connectionId);
    if (workspace) return workspace.membership.viewer(slackUserId);
    return { connectionId, slackUserId, userId: null, privateChannelIds: [], isAdmin: false };
  }

  /** The private channels that somebody and the app are in. */
  async sharedPrivateChannels({ connectionId, slackUserId }: SlackAccount): Promise<Channel[]> {
    return (await this.open.get(connectionId)?.membership.sharedPrivateChannels(slackUserId)) ?? [];
  }

  /** Whether somebody is of a workspace that the app is in. */
  isOpen(connectionId: number): boolean {
    return this.open.has(connectionId);
  }

  /** The rules of a workspace; null for one that is not known, or not any more. */
  async rules(connectionId: number): Promise<WorkspaceRules | null> {
    return (await this.open.get(connectionId)?.rules()) ?? null;
  }

  /** Somebody who is named as the one to have an incident, in the first of these workspaces that knows them. */
  async assignee(whom: PersonTarget, connectionIds: readonly number[]): Promise<Assignee> {
    let unfit: Assignee = { fit: false, flaw: 'unsettled' };
    for (const id of connectionIds) {
      const found = await this.open.get(id)?.assignee(whom);
      if (found?.fit) return found;
      unfit = found ?? unfit;
    }
    return unfit;
  }

  /** Whether somebody may change settings. */
  async isAdmin(person: SlackAccount): Promise<boolean> {
    return (await this.admin(person)) !== null;
  }

  private async admin({ connectionId, slackUserId }: SlackAccount): Promise<PersonActor | null> {
    return (await this.open.get(connectionId)?.admin(slackUserId)) ?? null;
  }

  /** Somebody who may change the organisation's settings, as the audit log names them; null for everybody else. */
  async settingsAdmin(person: SlackAccount): Promise<PersonActor | null> {
    return person.connectionId === this.options.primary.id ? this.admin(person) : null;
  }

  /** Which channels, as settings write them, somebody is not to know of. */
  async hides({ connectionId, slackUserId }: SlackAccount): Promise<(channel: string) => boolean> {
    return (await this.open.get(connectionId)?.membership.hides(slackUserId)) ?? (() => true);
  }

  /** Whether somebody who was called past Slack may know what an incident is about. */
  async mayKnow(incidentNumber: number, email: string): Promise<boolean> {
    const { store, peopleStore } = this.deps;
    for (const id of await store.connectionsOf(incidentNumber)) {
      if ((await store.privateHome(incidentNumber, id)) === null) return true;
      const match = await peopleStore.accountOf(id, email);
      if (match.kind !== 'found') continue;
      if (await store.isVisible(incidentNumber, await this.viewer(match.account))) return true;
    }
    return false;
  }

  /** What the token of the organisation's connection may do; null when Slack can't be asked. */
  async scopes(): Promise<Scopes | null> {
    const primary = this.open.get(this.options.primary.id);
    return primary ? primary.scopes() : null;
  }

  get liveSockets(): number {
    return this.line.liveSockets;
  }

  /** Why a click could not be answered now, for people; null when it could. Another workspace's trouble is its own. */
  trouble(): string | null {
    const primary = this.open.get(this.options.primary.id);
    if (primary) return primary.trouble();
    if (this.endpoint) {
      return this.open.size > 0 ? null : `no workspace is connected yet: install the app at ${this.options.installUrl}`;
    }
    return this.line.connectedSince === null ? 'no socket to Slack is open' : null;
  }

  private isByEnvironment({ id }: Connection): boolean {
    return this.options.botToken !== null && id === this.options.primary.id;
  }

  private openInstalled(connection: Connection, installations: readonly Installation[]): SlackWorkspace | null {
    const { installationId, endedAt } = connection;
    const installation = installations.find(({ id }) => id === installationId);
    if (!installation || endedAt !== null || this.isByEnvironment(connection)) return null;
    try {
      return this.add(connection, this.tokenOf(installation));
    } catch (error) {
      if (!(error instanceof Undecryptable)) throw error;
      this.deps.logger.error(
        { workspace: connection.teamName, reason: error.message },
        'a workspace is not connected: its token can not be read with ENCRYPTION_KEY',
      );
      return null;
    }
  }

  private add(connection: Connection, token: BotToken, line: SlackLine | null = this.line): SlackWorkspace {
    const { deps, options } = this;
    const called = connection.name ?? connection.teamName;
    const logger: Logger =
      connection.id === options.primary.id ? deps.logger : deps.logger.child({ workspace: called });
    const workspace = new SlackWorkspace(
      { connection, token, line, apiUrl: options.apiUrl },
      {
        ...deps,
        logger,
        primaryId: options.primary.id,
        onRejected: (id, code) => void this.inTurn(() => this.rejected(id, code)),
      },
    );
    this.open.set(connection.id, workspace);
    return workspace;
  }

  /** @throws Undecryptable */
  private tokenOf(installation: Installation): BotToken {
    const { id, name, isOrgWide } = installation;
    const keeper = this.keepers.get(id) ?? this.keeperOf(installation);
    this.keepers.set(id, keeper);
    return {
      value: () => keeper.value,
      isOrgWide,
      name: `the token of ${name}`,
      remedy: `Install the app there again: ${this.options.installUrl}`,
      hasExpired: () => keeper.hasExpired(),
    };
  }

  /** @throws Undecryptable */
  private keeperOf(installation: Installation): TokenKeeper {
    const { vault, oauth } = this.options;
    const { installations: store, clock, logger, onOwed } = this.deps;
    if (!vault) throw new Undecryptable('it is not set');
    return TokenKeeper.of(installation, {
      store,
      vault,
      oauth: oauth && { client: this.client(), app: oauth },
      clock,
      logger,
      onOwed,
    });
  }

  private client(token?: string): WebClient {
    return new WebClient(token, plainOptions(this.options.apiUrl, this.deps.logger, 'web-api'));
  }

  private async close(connectionId: number): Promise<void> {
    const workspace = this.open.get(connectionId);
    this.open.delete(connectionId);
    await workspace?.stop();
  }

  /** A token of an installation that is gone for good ends what it is good for; that of the environment may be exchanged. */
  private async rejected(connectionId: number, code: string): Promise<void> {
    const reason = ENDED[code];
    if (reason === undefined || !this.open.has(connectionId)) return;
    try {
      const all = await this.deps.connections.all();
      const connection = all.find(({ id }) => id === connectionId);
      if (!connection || connection.installationId === null || this.isByEnvironment(connection)) return;
      const installation = await this.deps.installations.byId(connection.installationId);
      if (!installation || !this.keepers.get(installation.id)?.holds(installation)) return; // installed once more
      await this.end(installation, connection, reason);
    } catch (error) {
      this.deps.logger.error({ err: error, connectionId }, 'a workspace that is gone could not be ended');
    }
  }

  private async end(
    installation: Installation,
    { id, teamId, teamName }: Connection,
    reason: EndReason,
  ): Promise<void> {
    const { installations, clock, logger, onOwed } = this.deps;
    const ended = await installations.end(installation, [id], reason, clock.now());
    if (ended.length === 0) return;
    logger.warn(
      { workspace: teamName, team: teamId, reason, remedy: `Install the app there again: ${this.options.installUrl}` },
      'a workspace has ended: nothing is sent or heard there any more; the others go on',
    );
    await this.close(id);
    onOwed();
  }

  private async deliver(request: ReceiverEvent): Promise<void> {
    const origin = originOf(request.body);
    const workspace = this.workspaceOf(origin) ?? (await this.workspaceGrantedNow(origin));
    if (workspace) return workspace.receive(request);
    this.deps.logger.warn(
      { team: origin.teamId },
      'a request of a workspace that is not connected was not carried out',
    );
    await answerNotConnected(request);
  }

  private workspaceOf({ teamId }: Origin): SlackWorkspace | undefined {
    // What has a line of its own is another app's; of two in one workspace, the first was there before.
    const all = [...this.open].flatMap(([id, workspace]) => (this.named.get(id)?.line ? [] : [workspace]));
    const found = all.find((workspace) => teamId !== null && workspace.teamId === teamId);
    if (found) return found;
    const primary = this.open.get(this.options.primary.id);
    // Whoever asks there as a stranger is told so by the gate; and before Slack has said whose the token is, all is its own.
    return primary && !this.hasOthers ? primary : undefined;
  }

  /** Whether workspaces come and go here. */
  private get hasOthers(): boolean {
    return this.keepers.size > 0;
  }

  /** An organisation may have let the app into one more of its workspaces. */
  private async workspaceGrantedNow({ teamId, enterpriseId }: Origin): Promise<SlackWorkspace | undefined> {
    if (teamId === null || enterpriseId === null) return undefined;
    const installations = await this.deps.installations.all();
    const installation = installations.find(({ isOrgWide, ownerId }) => isOrgWide && ownerId === enterpriseId);
    if (!installation || !this.keepers.has(installation.id)) return undefined;
    await this.inTurn(() => this.lookAtGrants(installation, GRANTS_AGAIN));
    return this.workspaceOf({ teamId, enterpriseId });
  }

  private watchGrants(): void {
    clearInterval(this.grantsTimer);
    const look = async () => {
      try {
        for (const one of await this.deps.installations.all())
          if (one.isOrgWide) await this.inTurn(() => this.lookAtGrants(one, 0));
      } catch (error) {
        this.deps.logger.warn({ err: error }, 'the workspaces of an organisation could not be looked at');
      }
    };
    this.grantsTimer = setInterval(() => void look(), GRANTS_EVERY);
    this.grantsTimer.unref();
    void look();
  }

  /** @param notSooner than so many milliseconds after the last time */
  private async lookAtGrants(installation: Installation, notSooner: number): Promise<void> {
    const { id, name } = installation;
    const keeper = this.keepers.get(id);
    const now = systemStopwatch.elapsed();
    if (!keeper || now - (this.askedAt.get(id) ?? Number.NEGATIVE_INFINITY) < notSooner) return;
    this.askedAt.set(id, now);
    try {
      const teams = await grantedTeams(this.client(keeper.value));
      const before = await this.deps.connections.all();
      const granted = await this.deps.installations.grant(id, teams, this.deps.clock.now());
      const lost = before.filter(
        (one) => one.installationId === id && one.endedAt === null && !granted.some((kept) => kept.id === one.id),
      );
      for (const one of lost) await this.close(one.id);
      const fresh = granted.filter((one) => !this.open.has(one.id));
      for (const one of fresh) await this.openInstalled(one, [installation])?.start();
      if (lost.length + fresh.length === 0) return;
      const named = (list: readonly Connection[]) => list.map(({ teamName }) => teamName);
      this.deps.logger.info(
        { organisation: name, added: named(fresh), removed: named(lost) },
        'an organisation lets the app into other workspaces than before',
      );
    } catch (error) {
      const { code } = toSlackFailure(error);
      this.deps.logger.warn({ organisation: name, code }, 'the workspaces of an organisation could not be listed');
    }
  }
}

/** The courier's calls, each by the workspace of its connection; none where the app is no longer. */
function portOf(portOfOne: (connectionId: number) => SlackPort | undefined): SlackPort {
  const by = (connectionId: number): SlackPort => {
    const port = portOfOne(connectionId);
    if (!port) throw new SlackFailure('unreachable', 'workspace_not_connected');
    return port;
  };
  return {
    channelId: async (connectionId, target) => by(connectionId).channelId(connectionId, target),
    enter: async (connectionId, target, asked) => by(connectionId).enter(connectionId, target, asked),
    post: async (to, message, uuid) => by(to.connectionId).post(to, message, uuid),
    update: async (connectionId, at, message, uuid) => by(connectionId).update(connectionId, at, message, uuid),
    find: async (at, uuid, since) => by(at.connectionId).find(at, uuid, since),
    retract: async (connectionId, thread, what) => by(connectionId).retract(connectionId, thread, what),
    topic: async (connectionId, channelId) => by(connectionId).topic(connectionId, channelId),
    setTopic: async (connectionId, channelId, topic) => by(connectionId).setTopic(connectionId, channelId, topic),
    makeChannel: async (connectionId, name) => by(connectionId).makeChannel(connectionId, name),
    madeChannel: async (connectionId, name, since) => by(connectionId).madeChannel(connectionId, name, since),
    setPurpose: async (connectionId, channelId, purpose) =>
      by(connectionId).setPurpose(connectionId, channelId, purpose),
    rename: async (connectionId, channelId, name) => by(connectionId).rename(connectionId, channelId, name),
    pin: async (connectionId, at) => by(connectionId).pin(connectionId, at),
    addBookmark: async (connectionId, channelId, bookmark) =>
      by(connectionId).addBookmark(connectionId, channelId, bookmark),
    invite: async (connectionId, channelId, slackUserId) =>
      by(connectionId).invite(connectionId, channelId, slackUserId),
    isInUse: async (connectionId, channelId, since) => by(connectionId).isInUse(connectionId, channelId, since),
    archive: async (connectionId, channelId) => by(connectionId).archive(connectionId, channelId),
    join: async (connectionId, channelId) => by(connectionId).join(connectionId, channelId),
  };
}
