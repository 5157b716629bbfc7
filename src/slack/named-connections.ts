import type { Logger } from 'pino';
import { SlackFailure } from '../notifications/queue/failure.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import { isPersonTarget } from '../people/page-target.ts';
import type { ConnectionEntry } from '../settings/schema/connections.ts';
import { type BotToken, tokenOfEnvironment } from './api/bot-token.ts';

/** What a connection of opsknight.yml comes by; null while the environment does not hold it. */
export interface NamedTokens {
  bot: BotToken;
  /** Null: nothing is heard by it. */
  app: string | null;
}

export function tokensOf(
  { name, bot_token_env: botVariable, app_token_env: appVariable }: ConnectionEntry,
  environment: Record<string, string | undefined>,
  logger: Logger,
): NamedTokens | null {
  const bot = environment[botVariable]?.trim();
  const app = appVariable === null ? null : environment[appVariable]?.trim();
  const missing = [bot ? null : botVariable, app === undefined || app === '' ? appVariable : null].filter(Boolean);
  if (!bot || app === undefined || app === '') {
    logger.error({ connection: name, missing }, 'a connection is not open: its tokens are not in the environment');
    return null;
  }
  return { bot: tokenOfEnvironment(botVariable, bot), app };
}

/** A port that goes nowhere but into these channels, and to people; into all of them where none are named. */
export function within(port: SlackPort, channels: readonly string[]): SlackPort {
  if (channels.length === 0) return port;
  const demand = async (connectionId: number, target: string): Promise<void> => {
    if (isPersonTarget(target) || channels.includes(target)) return;
    // By its id, a channel may be one of those that are named.
    for (const channel of channels) if ((await port.channelId(connectionId, channel)) === target) return;
    throw new SlackFailure('refused', 'connection_may_not_post');
  };
  return {
    ...port,
    channelId: async (connectionId, target) => {
      await demand(connectionId, target);
      return port.channelId(connectionId, target);
    },
    enter: async (connectionId, target, wish) => {
      await demand(connectionId, target);
      return port.enter(connectionId, target, wish);
    },
  };
}
