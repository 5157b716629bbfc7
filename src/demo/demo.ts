import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LocalSlack, startLocalSlack } from 'local-slack';
import { pino } from 'pino';
import { type OpsKnight, startOpsKnight } from '../app.ts';
import { readConfig } from '../config.ts';
import { newApiKey } from '../keys/secret.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../logger.ts';
import { packageFile } from '../package-files.ts';
import type { PersonActor } from '../people/actor.ts';
import type { Author } from '../people/author.ts';
import { applySettings } from '../settings/apply.ts';
import { openStorage } from '../storage/open.ts';
import { DataFolder } from './data-folder.ts';
import { history } from './history.ts';
import { Monitor } from './monitor.ts';
import { controlPanel } from './panel.ts';
import { requireFree } from './ports.ts';
import { ACME } from './seed.ts';
import { Storyteller } from './storyteller.ts';

const atRoot = (path: string) => fileURLToPath(packageFile(path));
const SETTINGS = atRoot('examples/opsknight.yml');
const KEY_NAME = 'demo';
const DEMO: Author = { kind: 'command_line', user: 'demo' };

export interface DemoOptions {
  /** Starts with an empty data folder instead of going on where the last run ended. */
  fresh: boolean;
  dataFolder: string;
  slackPort: number;
  appPort: number;
}

export interface Demo {
  /** Where to click. */
  slackUrl: string;
  /** How to send an alert from a terminal. */
  curl: string;
  stop(): Promise<void>;
}

/** A local Slack with a company in it, the app connected to it, and things that happen. */
export async function startDemo({ fresh, dataFolder, slackPort, appPort }: DemoOptions): Promise<Demo> {
  await requireFree(slackPort, '--port');
  await requireFree(appPort, '--app-port');
  const folder = fresh ? DataFolder.fresh(dataFolder) : new DataFolder(dataFolder);
  const memory = folder.slackMemory();
  const apiKey = await furnish(folder.databaseUrl);
  const monitor = new Monitor(() => app.url, apiKey);
  const storyteller = new Storyteller(monitor);

  const faults = () => slack.faults;
  const slack: LocalSlack = await startLocalSlack({
    port: slackPort,
    manifestPath: atRoot('manifest.yml'),
    workspaces: [ACME],
    memory,
    page: { panel: controlPanel(monitor, storyteller, faults), appIcon: atRoot('assets/icon.svg') },
  });
  if (!memory) await remember(slack, folder.databaseUrl);
  const stopKeeping = folder.keep(slack);
  const app = await startApp(slack, folder, appPort).catch(async (error: unknown) => {
    stopKeeping();
    await slack.stop();
    throw error;
  });
  if (!memory) storyteller.start();

  return {
    slackUrl: slack.url,
    curl: monitor.curl(),
    async stop() {
      await storyteller.stop();
      await app.stop();
      stopKeeping();
      await slack.stop();
    },
  };
}

/** A database with the example's people, services and policies, and a new key for the monitor. */
async function furnish(databaseUrl: string): Promise<string> {
  const { settingsWriter, keys, close } = await openStorage(databaseUrl, { clock: systemClock, user: 'command' });
  try {
    await applySettings(settingsWriter, readFileSync(SETTINGS, 'utf8'), {
      by: DEMO,
      prune: false,
      dryRun: false,
    });
    const now = systemClock.now();
    await keys.revoke(KEY_NAME, now, DEMO);
    const { key, prefix, hash } = newApiKey();
    await keys.create({ name: KEY_NAME, prefix, hash, serviceId: null, at: now, by: DEMO });
    return key;
  } finally {
    await close();
  }
}

/** The company has had OpsKnight for a while. */
async function remember(slack: LocalSlack, databaseUrl: string): Promise<void> {
  const storage = await openStorage(databaseUrl, { clock: systemClock, user: 'command' });
  try {
    const { id: connectionId } = await storage.connections.primary();
    const users = await storage.people.users();
    const people = slack.workspace().model.members.all.map(({ id, name, email }): [string, PersonActor] => {
      const userId = users.find((user) => user.email === email)?.id ?? null;
      return [name, { kind: 'person', connectionId, slackUserId: id, name, userId }];
    });
    const services = await storage.settings.services();
    const workspaces = await storage.settings.workspaces();
    await storage.incidents.addPast(history({ services, workspaces, people: new Map(people) }, systemClock.now()));
  } finally {
    await storage.close();
  }
}

function startApp(slack: LocalSlack, folder: DataFolder, port: number): Promise<OpsKnight> {
  const config = readConfig({
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: folder.databaseUrl,
    HTTP_PORT: String(port),
  });
  const tokens = { botToken: slack.workspace().botToken, appToken: slack.appToken };
  return startOpsKnight(config, tokens, createLogger('info', { destination: pino.destination(folder.logFile) }));
}
