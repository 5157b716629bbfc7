import { rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type Acknowledgement,
  type Envelope,
  type LocalSlack,
  type MessageHandle,
  type Person,
  startLocalSlack,
} from 'local-slack';
import { type OpsKnight, startOpsKnight } from '../../src/app.ts';
import { readConfig, type SlackMode } from '../../src/config.ts';
import { IncidentService } from '../../src/incidents/service.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Urgency } from '../../src/oncall/urgency.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { manifestOverHttp } from '../../src/slack/manifest.ts';
import { openStorage } from '../../src/storage/open.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { type Machine, thisMachine } from '../../src/timekeeping/machine.ts';
import { MANIFEST } from '../e2e/settings.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { EVERYBODY } from '../everybody.ts';
import { keptLog } from '../kept-log.ts';
import { isSecretOf, isSecretOfSlack } from '../leaks.ts';
import { OPERATOR } from '../operator.ts';
import { temporaryFolder } from '../temporary.ts';
import { until } from '../until.ts';
import { NoLimits } from './no-limits.ts';
import { signedIn } from './signed-in.ts';

interface Forged {
  kind: Envelope['kind'];
  payload: unknown;
  acceptsResponse?: boolean;
}

interface Options {
  machine?: Machine;
  environment?: Record<string, string>;
  mode?: SlackMode;
  /** False: without Slack's rate limits, for those to whom they are only a wait. */
  isPaced?: boolean;
  /** True: the local Slack has its page, for browsers. */
  hasPage?: boolean;
}

/** The whole app in this process, on a local Slack and a database of its own. */
export class App {
  private constructor(
    readonly slack: LocalSlack,
    private readonly folder: string,
    private app: OpsKnight,
    private readonly logLines: string[],
  ) {}

  /** Where it takes requests. */
  get url(): string {
    return this.app.url;
  }

  /** What a command works on while the app runs. */
  async withStorage<Result>(work: (storage: Storage) => Promise<Result>): Promise<Result> {
    const url = `file:${join(this.folder, 'test.db')}`;
    const storage = await openStorage(url, { clock: systemClock, user: 'command' });
    try {
      return await work(storage);
    } finally {
      await storage.close();
    }
  }

  /** What an operator applies while the app runs. */
  apply(yaml: string, ownership: 'lock' | 'unlock' | null = null) {
    return this.withStorage(({ settingsWriter }) =>
      applySettings(settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false, ownership }),
    );
  }

  /** The cookie of a browser in which somebody is signed in. */
  signIn({ id: slackUserId }: Pick<Person, 'id'>): Promise<string> {
    return this.withStorage(async ({ sessions, connections }) => {
      const [connection] = await connections.all();
      return signedIn({ sessions }, { connectionId: connection?.id ?? 0, slackUserId });
    });
  }

  get log(): Record<string, unknown>[] {
    return this.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** @param before What to do to Slack and the database before the app starts. */
  static async start(
    settings: string,
    before: (slack: LocalSlack, databaseFile: string) => unknown = () => {},
    { machine = thisMachine(), environment = {}, mode = 'socket', isPaced = true, hasPage = false }: Options = {},
  ) {
    const folder = temporaryFolder('app');
    const port = mode === 'http' ? await freePort() : 0;
    const slack = await startLocalSlack({
      manifestPath: mode === 'http' ? await manifestFile(folder, port) : MANIFEST,
      timing: { ackDeadlineMs: 20_000, triggerLifetimeMs: 20_000 },
      enforceRateLimits: isPaced,
      ...(hasPage && { page: {} }),
    });
    const databaseFile = join(folder, 'test.db');
    placeEmptyDatabase(databaseFile);
    const database = openDatabase(`file:${databaseFile}`);
    await applySettings(sqliteSettingsWriter(database, systemClock), settings, {
      by: OPERATOR,
      prune: false,
      dryRun: false,
    });
    database.close();
    await before(slack, databaseFile);
    const { signingSecret } = slack.credentials;
    const inbound = mode === 'http' ? { signingSecret } : { appToken: slack.appToken };
    const tokens = { botToken: slack.workspace().botToken, ...inbound };
    const config = readConfig({
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: `file:${databaseFile}`,
      HTTP_PORT: String(port),
      ...environment,
    });
    isSecretOf(environment);
    const { logger, lines } = keptLog(config.logLevel);
    const app = await startOpsKnight(config, tokens, logger, { machine, ...(!isPaced && { budget: new NoLimits() }) });
    if (mode === 'socket') await slack.waitForSockets(1);
    await until(async () => (await fetch(`${app.url}/readyz`)).ok);
    return new App(slack, folder, app, lines);
  }

  /** Sends the app an envelope that Slack would not. */
  send({ kind, payload, acceptsResponse = false }: Forged): Promise<Acknowledgement> {
    const envelope = { kind, payload, acceptsResponse, retryAttempt: 0, retryReason: '' } as Envelope;
    return this.slack.redeliver(envelope, { sameEnvelope: false });
  }

  /** How many rows each of these tables has. */
  rows(...tables: string[]): Record<string, number> {
    const database = this.open();
    const counted = tables.map((table) => {
      const row = database.prepare(`select count(*) as count from ${table}`).get() as { count: number };
      return [table, row.count] as const;
    });
    database.close();
    return Object.fromEntries(counted);
  }

  /** The database, as an operator with a knife would open it. */
  open(): Sqlite.Database {
    return new Sqlite(join(this.folder, 'test.db'));
  }

  /** Takes everything down; throws when the app broke a rule that Slack has for it. */
  async stop(): Promise<void> {
    await this.app.stop();
    await this.slack.stop();
    isSecretOfSlack(this.slack);
    await rm(this.folder, { recursive: true, force: true });
    this.slack.violations.demandNone();
  }
}

/** A port for an app whose address the local Slack has to know before the app is there. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function manifestFile(folder: string, port: number): Promise<string> {
  const file = join(folder, 'manifest.yml');
  await writeFile(file, await manifestOverHttp(`http://127.0.0.1:${port}`));
  return file;
}

/** Opens incidents in a database that no app works on yet, without a word to Slack. */
export async function openIncidents(
  databaseFile: string,
  titles: string[],
  { service, urgency = 'HIGH' }: { service?: string; urgency?: Urgency } = {},
): Promise<void> {
  const stores = sqliteStorage(openDatabase(`file:${databaseFile}`), systemClock);
  const incidents = new IncidentService(stores.incidents, systemClock, () => {}, EVERYBODY);
  const serviceId = service === undefined ? null : ((await stores.settings.serviceByName(service))?.id ?? null);
  for (const title of titles) {
    const report = {
      title,
      description: null,
      urgency,
      serviceId,
      components: [],
      source: null,
    } as const;
    await incidents.report(
      { ...report, components: [], url: null, details: null, dedupKey: title },
      { kind: 'monitor', name: 'prometheus' },
    );
  }
  stores.close();
}

/** The card of an incident by its title, and how the incident is called; in #incidents, opened in the order of the titles. */
export async function cardsIn(app: App, titles: readonly string[]) {
  const channel = app.slack.workspace().channel('#incidents');
  const cards = new Map<string, { card: MessageHandle; key: string }>();
  for (const [index, title] of titles.entries()) {
    cards.set(title, { card: await channel.waitForMessage(title), key: `INC-${index + 1}` });
  }
  return (title: string) => {
    const found = cards.get(title);
    if (!found) throw new Error(`no card of ${title}`);
    return found;
  };
}
