import type { ReceiverEvent } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { InboundSecret } from '../config.ts';
import type { Viewer } from '../incidents/store.ts';
import { Undecryptable } from '../lib/keyring.ts';
import { lookUp } from '../lib/look-up.ts';
import { Turns } from '../lib/turns.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import type { PersonActor, SlackAccount } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import type { PersonTarget } from '../people/page-target.ts';
import type { WorkspaceRules } from '../people/permissions.ts';
import { type BotToken, tokenOfEnvironment } from './api/bot-token.ts';
import { plainOptions } from './api/plain-client.ts';
import type { ConnectionTools } from './connection-tools.ts';
import type { Channel, Connection } from './directory/store.ts';
import { SlackLine } from './inbound/line.ts';
import { answerNotConnected } from './inbound/not-connected.ts';
import { type Origin, originOf } from './inbound/team.ts';
import type { OAuthApp } from './installations/installer.ts';
import { OrganisationGrants } from './installations/organisation-grants.ts';
import type { EndReason, Installation, InstallationStore } from './installations/store.ts';
import { TokenKeepers } from './installations/token-keepers.ts';
import type { TokenVault } from './installations/token-vault.ts';
import type { Scopes } from './interactions/admin/scopes.ts';
import { NamedConnections } from './named-connections.ts';
import { isOfSameApp } from './named-tokens.ts';
import { portOfWorkspaces } from './port-of-workspaces.ts';
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

interface Deps extends Omit<WorkspaceDeps, 'primaryId' | 'onRejected' | 'connectionTools'> {
  installations: InstallationStore;
}

/** These say that the token is gone for good; whatever else Slack has against a token may pass. */
const ENDED: Record<string, EndReason> = { account_inactive: 'uninstalled', token_revoked: 'tokens_revoked' };

/** All Slack workspaces that the app is in, by one line from Slack: each goes on whatever becomes of the others. */
export class SlackWorkspaces {
  readonly port: SlackPort;
  private readonly line: SlackLine;
  private readonly open = new Map<number, SlackWorkspace>();
  private readonly named: NamedConnections;
  private readonly tokens: TokenKeepers;
  private readonly grants: OrganisationGrants;
  private isStarted = false;
  private readonly turns = new Turns();

  constructor(
    private readonly options: WorkspacesOptions,
    private readonly deps: Deps,
  ) {
    const { primary, botToken, inbound } = options;
    const { installations, clock, logger, onOwed, onReachable } = deps;
    const connections = () => deps.connections.all();
    const close = (connectionId: number) => this.close(connectionId);
    this.named = new NamedConnections({
      entries: () => deps.settings.connections(),
      connections,
      environment: options.environment,
      vault: options.vault,
      isOwnApp: (token) => this.isOwnApp(token),
      lineOf: (appToken, id) => this.lineOf({ appToken }, id, async (request) => this.open.get(id)?.receive(request)),
      open: (connection, token, line) => this.add(connection, token, line ?? this.line).start(),
      close,
      onReachable,
      logger,
    });
    this.tokens = new TokenKeepers({
      store: installations,
      vault: options.vault,
      oauth: options.oauth,
      installUrl: options.installUrl,
      client: () => this.client(),
      clock,
      logger,
      onOwed,
    });
    this.grants = new OrganisationGrants({
      installations,
      connections,
      client: (installationId) => {
        const token = this.tokens.valueOf(installationId);
        return token === null ? null : this.client(token);
      },
      isOpen: (connectionId) => this.open.has(connectionId),
      open: async (connection, installation) => this.openInstalled(connection, [installation])?.start(),
      close,
      inTurn: (change) => this.inTurn(change),
      clock,
      logger,
    });
    this.line = this.lineOf(inbound, primary.id, (request) => this.deliver(request));
    this.port = portOfWorkspaces((connectionId) => this.portOfOne(connectionId));
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
    this.tokens.start();
    this.line.start();
    if (installations.some(({ isOrgWide }) => isOrgWide)) this.grants.watch();
  }

  async stop(): Promise<void> {
    this.grants.stop();
    const stopping = [...this.open.values()].map((workspace) => workspace.stop());
    await Promise.all([this.line.stop(), this.named.stop(), ...stopping, this.tokens.stop()]);
  }

  /** These have been installed, or installed once more: they have other tokens than before. */
  takeUp(connections: readonly Connection[]): Promise<void> {
    return this.inTurn(() => this.takeUpNow(connections));
  }

  private async takeUpNow(connections: readonly Connection[]): Promise<void> {
    const installations = await this.deps.installations.all();
    const ids = new Set(connections.flatMap(({ installationId }) => installationId ?? []));
    for (const id of ids) await this.tokens.forget(id);
    for (const connection of await this.deps.connections.all()) {
      const isOfThese = connection.installationId !== null && ids.has(connection.installationId);
      if (!isOfThese || this.isByEnvironment(connection)) continue;
      await this.close(connection.id);
      const workspace = this.openInstalled(connection, installations);
      if (this.isStarted) await workspace?.start();
    }
    for (const id of ids) this.tokens.startOne(id);
    if (installations.some(({ isOrgWide }) => isOrgWide)) this.grants.watch();
    this.deps.onReachable();
  }

  /** opsknight.yml may name other connections than before, or others of them. */
  lookAtNamed(): Promise<void> {
    return this.inTurn(() => this.named.look());
  }

  /** A card turned out to be in Slack that may have been posted in vain. */
  cardFound(connectionId: number, cardId: number): void {
    this.open.get(connectionId)?.cardFound(cardId);
  }

  private portOfOne(connectionId: number): SlackPort | undefined {
    const port = this.open.get(connectionId)?.port;
    return port && this.named.restricted(connectionId, port);
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
      return this.add(connection, this.tokens.tokenOf(installation));
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
        connectionTools: this.tools,
        onRejected: (id, code) => void this.inTurn(() => this.rejected(id, code)),
      },
    );
    this.open.set(connection.id, workspace);
    return workspace;
  }

  private get tools(): ConnectionTools {
    const { vault } = this.options;
    return {
      seal: vault && ((connection, token) => vault.sealEntered(connection, token)),
      client: (token) => this.client(token),
      isOwnApp: (token) => this.isOwnApp(token),
      openNamed: () => this.lookAtNamed(),
      inUse: (connectionId) => this.open.get(connectionId)?.inUse ?? null,
    };
  }

  private isOwnApp(appToken: string): boolean {
    const { inbound } = this.options;
    return 'appToken' in inbound && isOfSameApp(inbound.appToken, appToken);
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
    const reason = lookUp(ENDED, code);
    if (reason === undefined || !this.open.has(connectionId)) return;
    try {
      const all = await this.deps.connections.all();
      const connection = all.find(({ id }) => id === connectionId);
      if (!connection || connection.installationId === null || this.isByEnvironment(connection)) return;
      const installation = await this.deps.installations.byId(connection.installationId);
      if (!installation || !this.tokens.holds(installation)) return; // installed once more
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
    const all = [...this.open].flatMap(([id, workspace]) => (this.named.hasOwnLine(id) ? [] : [workspace]));
    const found = all.find((workspace) => teamId !== null && workspace.teamId === teamId);
    if (found) return found;
    const primary = this.open.get(this.options.primary.id);
    // Whoever asks there as a stranger is told so by the gate; and before Slack has said whose the token is, all is its own.
    return primary && this.tokens.isEmpty ? primary : undefined;
  }

  /** An organisation may have let the app into one more of its workspaces. */
  private async workspaceGrantedNow({ teamId, enterpriseId }: Origin): Promise<SlackWorkspace | undefined> {
    if (teamId === null || enterpriseId === null) return undefined;
    await this.grants.lookNow(enterpriseId);
    return this.workspaceOf({ teamId, enterpriseId });
  }
}
