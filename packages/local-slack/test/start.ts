import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../src/index.ts';
import { isJsonObject, type JsonObject } from '../src/json.ts';

/** That of an app which answers incidents, and asks for about as much as an app may. */
export const MANIFEST = fileURLToPath(new URL('manifest.yml', import.meta.url));

/** Things to take down at the end of a test, last first. */
export class Cleanup {
  #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step();
  }
}

export async function start(cleanup: Cleanup, options: Partial<LocalSlackOptions> = {}): Promise<LocalSlack> {
  const slack = await startLocalSlack({ manifestPath: MANIFEST, ...options });
  cleanup.add(() => slack.stop());
  return slack;
}

/** A local Slack whose app has this manifest and no other. */
export async function startWith(
  cleanup: Cleanup,
  manifest: object,
  options: Partial<LocalSlackOptions> = {},
): Promise<LocalSlack> {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  const manifestPath = join(folder, 'manifest.json');
  await writeFile(manifestPath, JSON.stringify({ display_information: { name: 'Other' }, ...manifest }));
  return start(cleanup, { manifestPath, ...options });
}

/** A local Slack whose app may do and hears more than that manifest says. */
export async function startWithMore(
  cleanup: Cleanup,
  { scopes = [], events = [] }: { scopes?: string[]; events?: string[] },
  options: Partial<LocalSlackOptions> = {},
): Promise<LocalSlack> {
  const manifest = parse(await readFile(MANIFEST, 'utf8'));
  const add = (list: string[], more: string[]) => list.push(...more.filter((one) => !list.includes(one)));
  add(manifest.oauth_config.scopes.bot, scopes);
  add(manifest.settings.event_subscriptions.bot_events, events);
  return startWith(cleanup, manifest, options);
}

/** The events that were sent to the app, in order and each once, whether or not anybody listened. */
export function eventsOf(slack: LocalSlack): JsonObject[] {
  return slack.envelopes
    .filter(({ kind, retryAttempt }) => kind === 'events_api' && retryAttempt === 0)
    .map(({ payload }) => payload.event)
    .filter(isJsonObject);
}

/** Tests provoke errors on purpose; what matters of them is asserted. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A Web API client that does not retry, so that every answer is the first one. */
export function clientOf(slack: LocalSlack, token: string = slack.workspace().botToken): WebClient {
  return new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent });
}

/** A real Bolt app over a real socket; `listen` registers its listeners. */
export async function startBolt(cleanup: Cleanup, slack: LocalSlack, listen: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.workspace().botToken,
    appToken: slack.appToken,
    socketMode: true,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  listen(app);
  cleanup.add(() => app.stop());
  await app.start();
  await slack.waitForSockets();
  return app;
}

/** The error that a call ended with, whole. */
export async function failure(call: Promise<unknown>): Promise<{ error?: string; [key: string]: unknown }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null) {
      return { ...error.data };
    }
    throw error;
  }
  throw new Error('The call succeeded');
}
