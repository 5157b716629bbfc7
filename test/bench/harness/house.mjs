import { execFile } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { startLocalSlack } from 'local-slack';
import { answers, Program, temporaryFolder } from './processes.mjs';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

export const SERVICE = 'Payment API';
export const CHANNEL = '#payment-alerts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }
services:
  - { name: ${SERVICE}, channel: "${CHANNEL}" }
`;

let furnished = null;

/** A database with these settings and a key, made once: every house begins with a copy of it. */
async function furnish() {
  const { folder } = temporaryFolder();
  const database = join(folder, 'opsknight.db');
  const settings = join(folder, 'opsknight.yml');
  writeFileSync(settings, SETTINGS);
  await opsknight(database, 'apply', settings);
  return { database, key: (await opsknight(database, 'keys', 'create', '--name', 'bench')).trim() };
}

async function opsknight(database, ...args) {
  const env = { PATH: process.env.PATH, DATABASE_URL: `file:${database}` };
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { env });
  return stdout;
}

/** A local Slack, and the built app connected to it as a process of its own. */
export class House {
  constructor({ slack, folder, remove, key, profile }) {
    Object.assign(this, { slack, folder, remove, key, profile });
    this.database = join(folder, 'opsknight.db');
  }

  static async open({ profile = false, start = true } = {}) {
    furnished ??= furnish();
    const { database, key } = await furnished;
    const { folder, remove } = temporaryFolder();
    copyFileSync(database, join(folder, 'opsknight.db'));
    const house = new House({
      // What is measured is the app, not how much Slack lets it do in a minute.
      slack: await startLocalSlack({ manifestPath: 'manifest.yml', enforceRateLimits: false }),
      folder,
      remove,
      key,
      profile,
    });
    if (start) await house.start();
    return house;
  }

  /** Resolves when a click could be answered. */
  async start() {
    const flags = this.profile ? ['--cpu-prof', `--cpu-prof-dir=${RESULTS}`] : [];
    this.app = new Program(process.execPath, [...flags, CLI, 'start'], {
      SLACK_BOT_TOKEN: this.slack.workspace().botToken,
      SLACK_APP_TOKEN: this.slack.appToken,
      SLACK_API_URL: this.slack.apiUrl,
      DATABASE_URL: `file:${this.database}`,
      HTTP_PORT: '0',
    });
    [, this.url] = await this.app.says(/"url":"([^"]+)".*"OpsKnight is running"/);
    await answers(`${this.url}/readyz`);
  }

  get headers() {
    return { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' };
  }

  person(name) {
    return this.slack.workspace().member(name);
  }

  /** Sends one native event, and expects it to be taken in. @returns the incident's number. */
  async send(event) {
    const body = JSON.stringify({ event_action: 'trigger', service: SERVICE, ...event });
    const answer = await fetch(`${this.url}/api/events`, { method: 'POST', headers: this.headers, body });
    const { results } = await answer.json();
    if (answer.status !== 202) throw new Error(`an event was answered with ${answer.status}`);
    return Number(results[0].incident.replace('INC-', ''));
  }

  /** Does something to the database, beside the app. */
  withDatabase(work) {
    const database = new Sqlite(this.database, { timeout: 5_000 });
    try {
      return database.transaction(() => work(database))();
    } finally {
      database.close();
    }
  }

  async stop() {
    await this.app.stop();
  }

  async close() {
    await this.stop();
    await this.slack.stop();
    this.remove();
  }
}
