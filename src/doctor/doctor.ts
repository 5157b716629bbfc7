import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import type { Config, SlackTokens } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { OutgoingHosts } from '../outside/hosts.ts';
import { plainOptions } from '../slack/api/plain-client.ts';
import { ChannelDirectory } from '../slack/directory/channels.ts';
import { wantedScopes } from '../slack/manifest.ts';
import type { Storage } from '../storage/storage.ts';
import { examineChannels } from './channels.ts';
import { examineContacts } from './contacts.ts';
import { examineDeliveries } from './deliveries.ts';
import { examineEndpoint } from './endpoint.ts';
import type { Finding } from './finding.ts';
import { examineHeartbeats } from './heartbeats.ts';
import { examineKeys, examineSenders } from './keys.ts';
import { examineRetention } from './retention.ts';
import { examineRunningApp } from './running-app.ts';
import { examineStorage } from './storage.ts';
import { examineAppToken, examineBotToken } from './tokens.ts';
import { examineWebhooks } from './webhooks.ts';
import { examineWorkspaces } from './workspaces.ts';

/** Looks at everything that OpsKnight needs to do its work; also while it runs. */
export async function* examine(config: Config, tokens: SlackTokens, storage: Storage): AsyncGenerator<Finding> {
  yield* await examineStorage(storage, config.databaseUrl);
  yield* await examineRunningApp(config.http);

  const bot = tokens.botToken === null ? null : client(config, tokens.botToken);
  const findings = bot ? await examineBotToken(bot, await wantedScopes()) : [];
  yield* findings;
  yield* await examineWorkspaces(config, storage, (token) => client(config, token));
  if ('appToken' in tokens) yield* await examineAppToken(client(config, tokens.appToken));
  else yield await examineEndpoint(config.http.baseUrl, tokens.signingSecret);

  const { connections } = storage;
  const isAccepted = findings.every(({ state }, index) => index > 0 || state === 'well');
  if (bot && isAccepted) {
    const { id } = await connections.primary();
    const channels = new ChannelDirectory(id, bot, connections, systemClock);
    yield* await examineChannels(storage.settings, id, channels);
  }
  const keys = await storage.keys.list();
  yield* examineKeys(keys, await storage.settings.routing(), systemClock.now());
  yield* examineSenders(await storage.settings.senders(), keys, process.env, systemClock.now());
  yield* await examineDeliveries(storage.deliveries, systemClock.now());
  const hosts = OutgoingHosts.of(config.outgoingHosts);
  const { users } = await storage.onCall.directory();
  yield* await examineContacts(users, { ...config, outgoingHosts: hosts });
  const world = { environment: process.env, hosts };
  const webhooks = await storage.settings.outgoingWebhooks();
  yield* await examineWebhooks(webhooks, storage.webhooks, world, systemClock.now());
  yield* await examineHeartbeats(storage.heartbeats, systemClock.now());
  yield* await examineRetention(await storage.settings.retention(), storage.retention, systemClock.now());
}

/** Asks Slack with a token. */
export function client({ slack }: Config, token: string): WebClient {
  return new WebClient(token, plainOptions(slack.apiUrl, pino({ level: 'silent' }), 'web-api'));
}
