import type { UtcMs } from '../clock.ts';

/** One bot token in one workspace. */
export interface Connection {
  id: number;
  /** Null until Slack has first told us whose token it is. */
  teamId: string | null;
  teamName: string | null;
  botUserId: string | null;
  botId: string | null;
}

/** Who a token is, by Slack's `auth.test`. */
export interface TokenOwner {
  teamId: string;
  teamName: string;
  botUserId: string;
  botId: string | null;
}

/** A Slack channel as Slack last described it. */
export interface Channel {
  connectionId: number;
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  /** The bot is in it. */
  isMember: boolean;
}

export interface ConnectionStore {
  /** The connection of the tokens in the environment; made when the database is. */
  primary(): Promise<Connection>;
  identify(connectionId: number, owner: TokenOwner): Promise<Connection>;

  channel(connectionId: number, id: string): Promise<Channel | null>;
  /** Without the "#"; channels that aren't archived win over archived ones. */
  channelByName(connectionId: number, name: string): Promise<Channel | null>;
  privateChannels(connectionId: number): Promise<Channel[]>;
  saveChannel(channel: Channel): Promise<void>;
  /** The whole list, as Slack gives it: what is not in it is gone. */
  replaceChannels(connectionId: number, channels: Channel[], at: UtcMs): Promise<void>;
  removeChannel(connectionId: number, id: string): Promise<void>;
  channelsListedAt(connectionId: number): Promise<UtcMs | null>;
}
