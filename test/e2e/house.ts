import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type ChannelHandle,
  type LocalSlack,
  type LocalSlackOptions,
  type MessageHandle,
  startLocalSlack,
  type WorkspaceHandle,
} from 'local-slack';
import { isSecret, isSecretOfSlack } from '../leaks.ts';
import { until } from '../until.ts';
import { AppProcess, type Environment, opsknight } from './app-process.ts';
import { ACME, type Desk, desks, MANIFEST, SETTINGS, writeSettings } from './settings.ts';
import { furnish, template } from './template.ts';

export interface OpenIncident {
  channel: ChannelHandle;
  card: MessageHandle;
  /** "INC-42" */
  key: string;
}

export interface NativeEvent {
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  [field: string]: unknown;
}

interface EventResult {
  action: string;
  incident: string | null;
  dedup_key: string;
}

/** Slack gives three seconds, which a machine that is busy with other things may take for nothing at all. */
const UNHURRIED = { ackDeadlineMs: 20_000, triggerLifetimeMs: 20_000 };

/** A whole house for one test file: a local Slack, the built app connected to it, its database, a key for alerts. */
export class House {
  private desksTaken = 0;

  private constructor(
    readonly slack: LocalSlack,
    readonly app: AppProcess,
    readonly folder: string,
    readonly environment: Environment,
    readonly apiKey: string,
  ) {}

  static async open({
    settings = SETTINGS,
    start = true,
    slack: slackOptions = {},
    environment = {},
  }: HouseOptions = {}): Promise<House> {
    const slack = await startLocalSlack({
      manifestPath: MANIFEST,
      workspaces: [ACME],
      timing: UNHURRIED,
      ...slackOptions,
    });
    const folder = await mkdtemp(join(tmpdir(), 'opsknight-'));
    try {
      return await House.furnish(slack, folder, { settings, start, environment });
    } catch (error) {
      await slack.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private static async furnish(
    slack: LocalSlack,
    folder: string,
    { settings, start, environment: more }: Required<Omit<HouseOptions, 'slack'>>,
  ): Promise<House> {
    const environment = {
      ...more,
      SLACK_BOT_TOKEN: slack.workspace().botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: `file:${join(folder, 'opsknight.db')}`,
      HTTP_PORT: '0',
    };
    const apiKey = await House.database(folder, settings);
    const app = new AppProcess(environment);
    const house = new House(slack, app, folder, environment, apiKey);
    if (start) await house.start();
    return house;
  }

  /** A database with these settings and an API key. @returns the key. */
  private static async database(folder: string, settings: string): Promise<string> {
    const file = join(folder, 'opsknight.db');
    if (settings !== SETTINGS) return furnish(`file:${file}`, await writeSettings(folder, settings));
    const { databaseFile, apiKey } = template();
    await copyFile(databaseFile, file);
    return apiKey;
  }

  /** Starts the app, also after it was killed; resolves when a click could be answered. */
  async start(): Promise<void> {
    await this.app.start();
    await this.app.ready();
  }

  get workspace(): WorkspaceHandle {
    return this.slack.workspace();
  }

  channel(name: string) {
    return this.workspace.channel(name);
  }

  person(name: string) {
    return this.workspace.member(name);
  }

  /** A service whose channel nobody else uses. */
  desk(): Desk {
    const free = desks()[this.desksTaken++];
    if (!free) throw new Error('every desk is taken: make more of them');
    return free;
  }

  /** Opens an incident at a desk of its own, and waits for its card. */
  async incident(title: string, more: Record<string, unknown> = {}): Promise<OpenIncident> {
    const desk = this.desk();
    const { incident } = await this.trigger(title, { service: desk.service, ...more });
    const channel = this.channel(desk.channel);
    return { channel, card: await channel.waitForMessage(title), key: incident ?? '' };
  }

  /** Resolves when the app owes Slack nothing any more. */
  async owesNothing(): Promise<void> {
    await until(async () => /^opsknight_deliveries_waiting 0$/m.test(await this.metrics()));
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.app.url}/metrics`)).text();
  }

  /** Applies other settings while the app runs. */
  async apply(settings: string): Promise<{ stdout: string; stderr: string }> {
    return this.cli('apply', await writeSettings(this.folder, settings));
  }

  /** The environment, with the port that the running app was given. */
  get reaching(): Environment {
    return this.app.isRunning ? { ...this.environment, HTTP_PORT: new URL(this.app.url).port } : this.environment;
  }

  /** Runs a command of the CLI. */
  cli(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return opsknight(this.reaching, ...args);
  }

  post(
    body: unknown,
    { path = '/api/events', key = this.apiKey }: { path?: string; key?: string } = {},
  ): Promise<Response> {
    return fetch(`${this.app.url}${path}`, {
      method: 'POST',
      // Of its own: one that is kept alive may be closed in the very moment in which it is used again.
      headers: { connection: 'close', authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Sends one event and expects it to be accepted. */
  async send(event: NativeEvent): Promise<EventResult> {
    const answer = await this.post(event);
    const body = (await answer.json()) as { results?: EventResult[] };
    const result = body.results?.[0];
    if (answer.status !== 202 || !result) throw new Error(`not accepted: ${answer.status} ${JSON.stringify(body)}`);
    return result;
  }

  trigger(title: string, more: Record<string, unknown> = {}): Promise<EventResult> {
    return this.send({ event_action: 'trigger', title, service: 'Payment API', ...more });
  }

  /** While the app is down: an hour passes for every timer. */
  async rewindTimers(): Promise<void> {
    const database = new Sqlite(join(this.folder, 'opsknight.db'));
    database.prepare('update timers set due_at = due_at - 3600000').run();
    database.close();
  }

  /** While the app is down: as if an operator had deleted the incident with everything that belongs to it. */
  forgetIncident(number: number): void {
    const database = new Sqlite(join(this.folder, 'opsknight.db'));
    database.pragma('foreign_keys = OFF');
    const itsMessages = "select 'card:' || id from cards where incident_number = ?";
    database.prepare(`delete from deliveries where thread in (${itsMessages})`).run(number);
    for (const table of ['cards', 'timeline_events', 'timers']) {
      database.prepare(`delete from ${table} where incident_number = ?`).run(number);
    }
    database.prepare('delete from incidents where number = ?').run(number);
    database.close();
  }

  /** Takes everything down; throws when the app broke a rule that Slack has for it. */
  async close(): Promise<void> {
    await this.app.stop();
    await this.slack.stop();
    isSecret(this.apiKey);
    isSecretOfSlack(this.slack);
    await rm(this.folder, { recursive: true, force: true });
    this.slack.violations.demandNone();
  }
}

interface HouseOptions {
  settings?: string;
  start?: boolean;
  slack?: Partial<LocalSlackOptions>;
  /** Of the app, besides what it needs. */
  environment?: Environment;
}
