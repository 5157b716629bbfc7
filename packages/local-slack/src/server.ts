import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ChangeFeed } from './changes.ts';
import { HttpDelivery } from './delivery/http-delivery.ts';
import { RequestUrls } from './delivery/request-urls.ts';
import type { Transport } from './delivery/transport.ts';
import { Faults } from './faults.ts';
import { randomDigits, randomHex, slackId } from './ids.ts';
import { Interactions } from './interactions/interactions.ts';
import { readManifest } from './manifest.ts';
import { type AppCredentials, newCredentials } from './oauth/credentials.ts';
import { OAuth } from './oauth/oauth.ts';
import type { NewsLine, PageOptions } from './pages/index.ts';
import { isPageAddress } from './pages/page-address.ts';
import { WorkspaceHandle } from './people/workspace-handle.ts';
import { type Acknowledgement, type Envelope, Envelopes } from './socket-mode/envelopes.ts';
import { EventDelivery } from './socket-mode/event-delivery.ts';
import { Sockets } from './socket-mode/sockets.ts';
import { Violations } from './socket-mode/violations.ts';
import { SLACK_TIMING, type Timing } from './timing.ts';
import { CallLog } from './web-api/call-log.ts';
import { Dispatcher } from './web-api/dispatcher.ts';
import { fileRoutes } from './web-api/file-routes.ts';
import { RateLimits } from './web-api/rate-limits.ts';
import { routes } from './web-api/routes.ts';
import { newEnterprise } from './workspace/enterprise.ts';
import type { WorkspaceEvent } from './workspace/events.ts';
import { DEFAULT_WORKSPACE, type WorkspaceSeed } from './workspace/seed.ts';
import { type AppIdentity, Workspace, type WorkspaceMemory } from './workspace/workspace.ts';

export interface LocalSlackOptions {
  /** 0 picks a free one. */
  port?: number;
  /** Where the app's manifest is; scopes, events, commands and shortcuts come from it. */
  manifestPath: string;
  workspaces?: WorkspaceSeed[];
  /** The organization that the workspaces belong to, unless they say otherwise; none unless named. */
  enterprise?: string;
  /** What `memory()` of an earlier run gave: its workspaces go on, in the same order. */
  memory?: WorkspaceMemory[];
  /** The one address at which the app hears everything over HTTP, whatever its manifest says. */
  requestUrl?: string;
  /** On unless switched off: an app that Slack would hold back is held back here too. */
  enforceRateLimits?: boolean;
  timing?: Partial<Timing>;
  /** Shows the workspaces in the browser, at `/`. */
  page?: PageOptions;
}

/** A local Slack: its workspaces, its Web API and its sockets, on one port. */
export class LocalSlack {
  readonly appToken: string;
  /** Client id, client secret and signing secret. */
  readonly credentials: AppCredentials = newCredentials();
  /** Whether the app is reached over sockets rather than at addresses of its own. */
  readonly usesSockets: boolean;
  readonly oauth: OAuth;
  /** Every Web API call. */
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly limits: RateLimits;
  /** Notifies of every change in any workspace, call or envelope. */
  readonly changes = new ChangeFeed();
  /** What the app did that Slack does not forgive and does not mention; a test fails on them. */
  readonly violations = new Violations(this.changes);
  readonly workspaces: readonly WorkspaceHandle[];
  readonly #sockets: Sockets;
  readonly #transport: Transport;
  readonly #events: EventDelivery;
  readonly #page: PageOptions | undefined;
  /** How windows hear of what is new; absent without a page. */
  #news: NewsLine | undefined;
  readonly #routes: ReturnType<typeof routes>;
  readonly #http: Server;
  readonly #streams = new Set<Socket>();
  /** Connections of browsers, which an outage spares, so that people can watch it. */
  readonly #browsers = new WeakSet<Socket>();
  readonly #appId = slackId('A');
  readonly #appName: string;
  #appTokenState: 'good' | 'token_revoked' = 'good';

  constructor(options: LocalSlackOptions) {
    const manifest = readManifest(options.manifestPath);
    const timing = { ...SLACK_TIMING, ...options.timing };
    this.appToken = `xapp-1-${this.#appId}-${randomDigits(13)}-${randomHex(64)}`;
    this.usesSockets = options.requestUrl === undefined && manifest.settings.socket_mode_enabled;
    this.#appName = manifest.display_information.name;
    this.calls = new CallLog(this.changes);
    this.limits = new RateLimits(options.enforceRateLimits ?? true);
    this.#sockets = new Sockets(this.#appId, this.usesSockets, timing, this.changes);
    this.faults = new Faults(this.#sockets, () => {
      for (const stream of this.#streams) if (!this.#browsers.has(stream)) stream.destroy();
    });
    const app: AppIdentity = {
      id: this.#appId,
      manifest,
      verificationToken: randomHex(24),
      credentials: this.credentials,
    };
    this.#transport = this.usesSockets
      ? new Envelopes(this.#sockets, this.faults, timing, this.changes, this.violations)
      : new HttpDelivery(app, new RequestUrls(manifest, options.requestUrl), this.faults, timing, this.changes);
    this.#events = new EventDelivery(this.#transport, timing, !this.usesSockets);
    const models = this.#createWorkspaces(options, app, timing);
    this.oauth = new OAuth(app, models, timing);
    this.workspaces = models.map((model) => this.#createHandle(model));
    this.#page = options.page;
    this.#routes = this.#createRoutes(models);
    this.#http = this.#createServer();
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What SLACK_API_URL has to be. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** Every envelope sent to the app, oldest first. */
  get envelopes(): readonly Envelope[] {
    return this.#transport.log;
  }

  /** How many sockets the app has open. */
  get socketCount(): number {
    return this.#sockets.connections.length;
  }

  /** The workspace of that name; the first one when there is no name. */
  workspace(name?: string): WorkspaceHandle {
    const found = this.workspaces.find((one) => name === undefined || one.name === name);
    if (!found)
      throw new Error(
        `No workspace is called ${name}; there are: ${this.workspaces.map((one) => one.name).join(', ')}`,
      );
    return found;
  }

  async start(port: number): Promise<void> {
    if (this.#page) {
      // Most tests have no use for the page, and it is most of what there is to load.
      const { createPage } = await import('./pages/index.ts');
      const { routes, news } = createPage(this, this.#page);
      this.#routes.route('/', routes);
      this.#news = news;
    }
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.#transport.stop();
    this.#events.stop();
    await this.#sockets.close();
    for (const stream of this.#streams) stream.destroy();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Everything that outlives a run, as plain data (maps and sets included, so not JSON). */
  memory(): WorkspaceMemory[] {
    return this.workspaces.map(({ model }) => model.memory());
  }

  /** Resolves when the app has this many sockets open. */
  async waitForSockets(count = 1, timeoutMs = 30_000): Promise<void> {
    const look = () => (this.socketCount >= count ? true : undefined);
    await this.changes.waitFor(look, () => `The app has ${this.socketCount} sockets open, not ${count}`, timeoutMs);
  }

  /** Sends an envelope's payload once more: in the very same envelope, or in a new one. */
  redeliver(envelope: Envelope, { sameEnvelope }: { sameEnvelope: boolean }): Promise<Acknowledgement> {
    return this.#transport.again(envelope, sameEnvelope);
  }

  /** The app-level token stops working: no socket can be opened any more. */
  revokeAppToken(): void {
    this.#appTokenState = 'token_revoked';
  }

  get #port(): number {
    const address: AddressInfo | string | null = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('The local Slack is not running');
    return address.port;
  }

  #createWorkspaces(options: LocalSlackOptions, app: AppIdentity, timing: Timing): Workspace[] {
    const organization = options.enterprise === undefined ? undefined : newEnterprise(options.enterprise);
    const models: Workspace[] = [];
    for (const [index, seed] of (options.workspaces ?? [DEFAULT_WORKSPACE]).entries()) {
      const enterprise = seed.outsideEnterprise ? undefined : organization;
      const first = models.find((model) => model.enterprise !== undefined);
      // In an organization, the app's bot is one user in every workspace.
      const bot = enterprise && first ? { id: first.botId, userId: first.botUserId } : undefined;
      const emit = (workspace: Workspace, event: WorkspaceEvent) => this.#events.emit(workspace, event);
      const baseUrl = () => this.url;
      const surroundings = { app, feed: this.changes, timing, baseUrl, enterprise, bot, emit };
      models.push(new Workspace(seed, surroundings, options.memory?.[index]));
    }
    return models;
  }

  #createHandle(model: Workspace): WorkspaceHandle {
    const interactions = new Interactions(model, this.#transport, this.violations, () => this.url);
    return new WorkspaceHandle(model, this.changes, interactions, this.oauth);
  }

  #createRoutes(models: Workspace[]): ReturnType<typeof routes> {
    const tokenState = () => this.#appTokenState;
    const dispatcher = new Dispatcher({
      workspaces: models,
      connections: {
        appToken: this.appToken,
        get appTokenState() {
          return tokenState();
        },
        app: { app_name: this.#appName, app_id: this.#appId },
        isSocketModeOn: this.usesSockets,
        issueUrl: () => `${this.url.replace('http', 'ws')}${this.#sockets.issueAddress()}`,
      },
      oauth: this.oauth,
      faults: this.faults,
      limits: this.limits,
      log: this.calls,
    });
    return routes(dispatcher, models).route('/', fileRoutes(models));
  }

  #createServer(): Server {
    // Tests share the process with clients of this server: their global Request and Response stay as they are.
    const listener = getRequestListener(this.#routes.fetch, { overrideGlobalObjects: false });
    const server = createServer((request, response) => {
      if (isPageAddress(request.url ?? '')) this.#browsers.add(request.socket);
      else if (this.faults.inOutage) return request.socket.destroy();
      return listener(request, response);
    });
    server.on('connection', (stream) => {
      this.#streams.add(stream);
      stream.on('close', () => this.#streams.delete(stream));
    });
    server.on('upgrade', (request, stream, head) => {
      if (this.#news && isPageAddress(request.url ?? '')) {
        this.#browsers.add(request.socket);
        this.#news.accept(request, stream, head);
      } else if (this.faults.inOutage) stream.destroy();
      else this.#sockets.accept(request, stream, head);
    });
    return server;
  }
}
