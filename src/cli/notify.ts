import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../lib/clock.ts';
import { explainFailure, Notifier } from '../notifications/requested/notifier.ts';
import type { NotificationStore } from '../notifications/requested/store.ts';
import {
  NOTIFICATION_PRIORITIES,
  type NotificationPriority,
  type NotificationRequest,
  type Outcome,
} from '../notifications/requested/types.ts';
import { didYouMean } from '../settings/did-you-mean.ts';
import { composeNotification } from '../slack/cards/notification.ts';
import { CommandError } from './report.ts';
import { print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

export interface NotifyOptions {
  channel: string;
  connection?: string;
  message?: string;
  priority: string;
  blocks?: string;
  attachments?: string;
  template?: string;
  value: string[];
  createChannel: boolean;
  private: boolean;
}

/** A running app posts it within a second or two, unless Slack's limits or an outage keep it. */
const PATIENCE = 10 * SECOND;
const LOOK_EVERY = SECOND / 5;

/** `opsknight notify`: its id on stdout, and what became of it; the running app posts it. */
export async function notify(options: NotifyOptions): Promise<void> {
  const request = await readRequest(options);
  await withStorage(async ({ notifications, settings, connections, lease }, _config, clock) => {
    const notifier = new Notifier({
      store: notifications,
      templates: () => settings.templates(),
      compose: composeNotification,
      connections,
      clock,
      onOwed: () => {},
    });
    // Before the app has first been started there is no connection yet.
    await connections.primary();
    const sent = await notifier.send(request, { apiKeyId: null, reach: 'everything', requestKey: null });
    if (sent.kind === 'full')
      throw new CommandError('Too many notifications wait for Slack already; nothing was sent.');
    if (sent.kind === 'refused') {
      const problems = sent.issues.map(({ path, message }) => `  ${path} ${message}`);
      throw new CommandError(['The notification is not valid; nothing was sent.', ...problems].join('\n'));
    }
    print(sent.id);
    const mayRun = (await lease.current()) !== null;
    tell(mayRun ? await outcomeOf(sent.id, notifications) : { status: 'queued' }, sent.id);
  });
}

async function readRequest(options: NotifyOptions): Promise<NotificationRequest> {
  return {
    channel: options.channel,
    connection: options.connection ?? null,
    message: options.message ?? null,
    priority: readPriority(options.priority),
    blocks: await readList(options.blocks),
    attachments: await readList(options.attachments),
    template: options.template ?? null,
    values: Object.fromEntries(options.value.map(readValue)),
    createChannel: options.createChannel,
    isPrivate: options.private,
  };
}

function readPriority(text: string): NotificationPriority {
  const priority = NOTIFICATION_PRIORITIES.find((one) => one === text.toLowerCase());
  if (priority) return priority;
  const hint = didYouMean(text, [...NOTIFICATION_PRIORITIES]);
  throw new CommandError(`"${text}" is not a priority: write high, normal or low. Nothing was sent.${hint}`);
}

function readValue(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new CommandError(`"${text}" is not a value for a template: write name=value. Nothing was sent.`);
}

/** Blocks or attachments, as JSON in a file. */
async function readList(file: string | undefined): Promise<unknown[] | null> {
  if (file === undefined) return null;
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(`${file} can't be read: ${error.message}. Nothing was sent.`);
  });
  const list = parse(text);
  if (Array.isArray(list)) return list;
  throw new CommandError(`${file} is not a list in JSON. Nothing was sent.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is known of it after a moment. */
async function outcomeOf(id: string, notifications: NotificationStore): Promise<Outcome> {
  for (let waited = 0; ; waited += LOOK_EVERY) {
    const outcome = (await notifications.get(id))?.outcome ?? { status: 'queued' };
    if (outcome.status !== 'queued' || waited >= PATIENCE) return outcome;
    await sleep(LOOK_EVERY);
  }
}

function tell(outcome: Outcome, id: string): void {
  switch (outcome.status) {
    case 'sent':
      say('Status: sent.');
      return;
    case 'failed': {
      const { meaning, remedy } = explainFailure(outcome.error);
      throw new CommandError(`Status: failed (${outcome.error}). ${meaning}\n${remedy}`);
    }
    case 'queued':
      say(
        `Status: queued. It is safe on disk, and goes out as soon as OpsKnight runs and reaches Slack (\`opsknight doctor\` says whether it does); GET /api/notifications/${id} says when.`,
      );
  }
}
