import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Envelope,
  type LocalSlack,
  type LocalSlackOptions,
  type Person,
  startLocalSlack,
  type WorkspaceHandle,
} from 'local-slack';
import { parse } from 'yaml';
import { type OpsKnight, startOpsKnight } from '../../src/app.ts';
import { readConfig, requireSlackTokens } from '../../src/config.ts';
import { issueKey } from '../../src/keys/issue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { KeyReach } from '../../src/people/key-reach.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { openStorage } from '../../src/storage/open.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { MANIFEST } from '../e2e/settings.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { keptLog } from '../kept-log.ts';
import { isSecretOf, isSecretOfSlack } from '../leaks.ts';
import { OPERATOR } from '../operator.ts';
import { temporaryFolder } from '../temporary.ts';
import { until } from '../until.ts';
import { NoLimits } from './no-limits.ts';
import { signedIn } from './signed-in.ts';

/** Where Slack sends browsers back to, whatever port the app has. */
const BASE_URL = 'http://opsknight.example.com';
const CALLBACK = '/api/settings/slack-oauth/callback';

export const KEY = 'a key of more than thirty-two letters';

interface Options {
  environment?: Record<string, string>;
  slack?: Partial<LocalSlackOptions>;
  /** `settings` of the manifest. */
  manifest?: object;
  /** The workspace whose token is in the environment. */
  byToken?: string;
}

export const MEMBERS = [
  { name: 'jane', admin: true },
  { name: 'bob', email: 'bob@example.com' },
];

/** A browser that installs the app: it keeps the cookie that it is given. */
export class Installation {
  private cookie = '';

  constructor(private readonly house: Several) {}

  /** Opens /slack/install. @returns where it leads */
  async begin(path = '/slack/install'): Promise<string> {
    const answer = await fetch(`${this.house.url}${path}`, { redirect: 'manual', headers: { connection: 'close' } });
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`;
  }

  /** Comes back by an address of Slack's. */
  async comeBack(address: string, cookie = this.cookie): Promise<{ status: number; text: string }> {
    const { search } = new URL(address);
    const headers = { connection: 'close', ...(cookie && { cookie }) };
    const answer = await fetch(`${this.house.url}${CALLBACK}${search}`, { headers });
    return { status: answer.status, text: await answer.text() };
  }
}

/** The whole app in this process, on a local Slack with several workspaces: Acme, Globex and, where asked for, more. */
export class Several {
  private app: OpsKnight | null = null;
  private key: string | undefined;

  private constructor(
    readonly slack: LocalSlack,
    readonly folder: string,
    private readonly environment: Record<string, string>,
    private readonly lines: string[],
    private readonly logger: ReturnType<typeof keptLog>['logger'],
  ) {}

  static async start({ environment = {}, slack: more = {}, manifest = {}, byToken }: Options = {}): Promise<Several> {
    const folder = temporaryFolder('several');
    const whole = parse(await readFile(MANIFEST, 'utf8'));
    whole.oauth_config.redirect_urls = [`${BASE_URL}${CALLBACK}`];
    Object.assign(whole.settings, manifest);
    const manifestPath = join(folder, 'manifest.json');
    await writeFile(manifestPath, JSON.stringify(whole));
    const { timing, ...others } = more;
    const slack = await startLocalSlack({
      manifestPath,
      workspaces: ['Acme', 'Globex', 'Initech'].map((name) => ({
        name,
        members: MEMBERS,
        channels: [{ name: 'incidents' }, { name: 'ops' }, { name: 'secret', private: true, members: ['jane'] }],
        installed: name === byToken || name === 'Initech',
      })),
      timing: { ackDeadlineMs: 20_000, triggerLifetimeMs: 20_000, ...timing },
      enforceRateLimits: false,
      ...others,
    });
    const databaseFile = join(folder, 'test.db');
    placeEmptyDatabase(databaseFile);
    const { logger, lines } = keptLog('trace');
    const all = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_CLIENT_ID: slack.credentials.clientId,
      SLACK_CLIENT_SECRET: slack.credentials.clientSecret,
      ENCRYPTION_KEY: KEY,
      DATABASE_URL: `file:${databaseFile}`,
      HTTP_PORT: '0',
      BASE_URL,
      ...(byToken !== undefined && { SLACK_BOT_TOKEN: slack.workspace(byToken).botToken }),
      ...environment,
    };
    const house = new Several(slack, folder, all, lines, logger);
    await house.startApp();
    return house;
  }

  async startApp(environment: Record<string, string> = {}): Promise<void> {
    const all = { ...this.environment, ...environment };
    isSecretOf(all);
    const config = readConfig(all);
    this.app = await startOpsKnight(config, requireSlackTokens(config), this.logger, { budget: new NoLimits() });
    await this.slack.waitForSockets(1);
    await until(async () => (await fetch(`${this.url}/readyz`, { headers: { connection: 'close' } })).ok);
  }

  async stopApp(): Promise<void> {
    await this.app?.stop();
    this.app = null;
  }

  get url(): string {
    return this.app?.url ?? '';
  }

  /** All that was ever logged. */
  get log(): string {
    return this.lines.join('\n');
  }

  workspace(name: string): WorkspaceHandle {
    return this.slack.workspace(name);
  }

  browser(): Installation {
    return new Installation(this);
  }

  /** Somebody asks there how the app is, and is told that it is connected. */
  async answersIn(name: string): Promise<void> {
    const jane = this.workspace(name).member('jane');
    await jane.command('#incidents', '/opsknight status');
    await jane.seesEphemeral('Slack: connected');
  }

  /** Somebody installs the app where they are. @returns the page that they end on */
  async install(person: Person, decision: { allow?: boolean; orgWide?: boolean } = {}) {
    const browser = this.browser();
    return browser.comeBack(person.authorize(await browser.begin(), decision));
  }

  async withStorage<Result>(work: (storage: Storage) => Promise<Result>): Promise<Result> {
    const storage = await openStorage(this.environment['DATABASE_URL'] ?? '', { clock: systemClock, user: 'command' });
    try {
      return await work(storage);
    } finally {
      await storage.close();
    }
  }

  issueKey(name: string, reach: KeyReach = 'organisation'): Promise<string> {
    return this.withStorage(async ({ keys }) => {
      const asked = { name, serviceId: null, ruleSet: null, reach, limit: null };
      const issued = await issueKey(keys, asked, { at: Date.now(), by: OPERATOR });
      return issued.kind === 'issued' ? issued.secret : '';
    });
  }

  /** A script asks the API, with a key. @param body for a POST */
  ask(key: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { connection: 'close', authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** A monitor reports something of a service. */
  async report(title: string, service: string): Promise<void> {
    this.key ??= await this.issueKey('monitor');
    const answer = await this.ask(this.key, '/api/events', {
      event_action: 'trigger',
      title,
      service,
      urgency: 'HIGH',
    });
    if (answer.status !== 202) throw new Error(await answer.text());
  }

  /** Somebody's Slack sends a click with a value that was never shown to them. */
  async forgeClick(name: string, person: Person, actionId: string, value: string): Promise<void> {
    const { teamId } = this.workspace(name);
    const payload = {
      type: 'block_actions',
      team: { id: teamId, domain: 'x' },
      user: { id: person.id, team_id: teamId },
      trigger_id: `${Date.now()}.1.${value}`,
      actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1' }],
    };
    const envelope = { kind: 'interactive', payload, acceptsResponse: false, retryAttempt: 0, retryReason: '' };
    await this.slack.redeliver(envelope as unknown as Envelope, { sameEnvelope: false });
  }

  /** The cookie of a browser in which somebody is signed in. */
  async signIn(name: string, { id: slackUserId }: Person): Promise<string> {
    return this.withStorage(async ({ sessions, connections }) => {
      const connection = (await connections.all()).find(({ teamName }) => teamName === name);
      return signedIn({ sessions }, { connectionId: connection?.id ?? 0, slackUserId });
    });
  }

  async apply(settings: string): Promise<void> {
    await this.withStorage((storage) =>
      applySettings(storage.settingsWriter, settings, { by: OPERATOR, prune: false, dryRun: false }),
    );
  }

  async stop(): Promise<void> {
    await this.stopApp();
    await this.slack.stop();
    isSecretOfSlack(this.slack);
    this.slack.violations.demandNone();
  }
}
