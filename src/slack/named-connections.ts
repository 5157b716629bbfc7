import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { SlackFailure } from '../notifications/queue/failure.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';
import { isPersonTarget } from '../people/page-target.ts';
import type { ConnectionEntry } from '../settings/schema/connections.ts';
import type { BotToken } from './api/bot-token.ts';
import type { Connection } from './directory/store.ts';
import type { SlackLine } from './inbound/line.ts';
import type { TokenVault } from './installations/token-vault.ts';
import { tokensOf } from './named-tokens.ts';

interface Deps {
  /** As opsknight.yml has them now. */
  entries(): Promise<ConnectionEntry[]>;
  connections(): Promise<Connection[]>;
  /** Where their tokens are, unless they were entered. */
  environment: Record<string, string | undefined>;
  /** Null where nothing that is encrypted can be read. */
  vault: TokenVault | null;
  isOwnApp(appToken: string): boolean;
  /** A line to Slack by the app token of a connection's own app. */
  lineOf(appToken: string, connectionId: number): SlackLine;
  /** Opens a connection and starts it. @param line null: what is heard there is another app's */
  open(connection: Connection, token: BotToken, line: SlackLine | null): Promise<void>;
  close(connectionId: number): Promise<void>;
  onReachable(): void;
  logger: Logger;
}

/** The connections of opsknight.yml that are open, as it has them; with a line of their own where they have one. */
export class NamedConnections {
  private readonly all = new Map<number, { entry: ConnectionEntry; line: SlackLine | null }>();

  constructor(private readonly deps: Deps) {}

  /** opsknight.yml may name other connections than before, or others of them. */
  async look(): Promise<void> {
    const entries = new Map((await this.deps.entries()).map((entry) => [entry.name.toLowerCase(), entry]));
    for (const connection of await this.deps.connections()) {
      if (connection.name === null) continue;
      const entry = connection.endedAt === null ? entries.get(connection.name.toLowerCase()) : undefined;
      if (!isDeepStrictEqual(entry, this.all.get(connection.id)?.entry)) await this.renew(connection, entry);
    }
  }

  /** Whether a connection is of another app, which hears Slack by itself. */
  hasOwnLine(connectionId: number): boolean {
    return Boolean(this.all.get(connectionId)?.line);
  }

  /** The port of a connection, as far as opsknight.yml lets it go. */
  restricted(connectionId: number, port: SlackPort): SlackPort {
    return within(port, this.all.get(connectionId)?.entry.channels ?? []);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.all.values()].map(({ line }) => line?.stop()));
  }

  private async renew(connection: Connection, entry: ConnectionEntry | undefined): Promise<void> {
    const { deps } = this;
    await this.all.get(connection.id)?.line?.stop();
    this.all.delete(connection.id);
    await deps.close(connection.id);
    const tokens = entry && tokensOf(entry, deps);
    if (!entry || !tokens) return;
    if ('flaw' in tokens)
      return deps.logger.error({ connection: entry.name }, `a connection is not open: ${tokens.flaw}`);
    const line = tokens.app === null ? null : deps.lineOf(tokens.app, connection.id);
    this.all.set(connection.id, { entry, line });
    await deps.open(connection, tokens.bot, line);
    line?.start();
    deps.onReachable();
  }
}

/** A port that goes nowhere but into these channels, and to people; into all of them where none are named. */
function within(port: SlackPort, channels: readonly string[]): SlackPort {
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
