import type { UtcMs } from '../../lib/clock.ts';
import type { EndReason } from '../installations/store.ts';
import type { Loss } from './channel-privacy.ts';

/** One bot token in one workspace. */
export interface Connection {
  id: number;
  /** Null until Slack has first told us whose token it is. */
  teamId: string | null;
  teamName: string | null;
  botUserId: string | null;
  botId: string | null;
  /** What it has its token from; null for the environment. */
  installationId: number | null;
  /** As opsknight.yml calls it; null for the organisation's connection and what was installed through OAuth. */
  name: string | null;
  /** When it came to an end; null while it is in use. */
  endedAt: UtcMs | null;
  endReason: EndReason | null;
}

/** Who a token is, by Slack's `auth.test`. */
export interface TokenOwner {
  teamId: string;
  teamName: string;
  botUserId: string;
  botId: string | null;
}

/** A Slack channel as Slack last described it. It is never forgotten. */
export interface Channel {
  connectionId: number;
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  /** The bot is in it. */
  isMember: boolean;
  /** People of other organisations are in it, or invited. */
  isExternal?: boolean;
  /** Slack shows it to the app no longer. */
  isGone: boolean;
}

/** A private channel that the app is in, and when its members were last read; null for never. */
export interface MembersRead {
  channelId: string;
  at: UtcMs | null;
}

export interface ConnectionStore {
  /** The organisation's connection, which the tokens in the environment are for; made when the database is. */
  primary(): Promise<Connection>;
  /** Those that have ended, too; the organisation's comes first. */
  all(): Promise<Connection[]>;
  identify(connectionId: number, owner: TokenOwner): Promise<Connection>;

  channel(connectionId: number, id: string): Promise<Channel | null>;
  /** What a name means (`meantBy`), without the "#"; of those called so, one that isn't archived is meant first. */
  channelByName(connectionId: number, name: string): Promise<Channel | null>;
  /** The connections in the workspace of one, itself among them: their channels are the same. */
  beside(connectionId: number): Promise<number[]>;
  /** Whether the operator has vouched for its people: else they are no users of ours, and meet nothing of the organisation's. */
  isKnown(connectionId: number): Promise<boolean>;
  /** Whether Slack shows it to the app or not. */
  privateChannels(connectionId: number): Promise<Channel[]>;
  /** Public channels that Slack has shown so far. */
  publicChannels(connectionId: number): Promise<Channel[]>;
  /** Channels that incidents belong to, and private ones of their own, as far as Slack shows them. */
  homeChannels(connectionId: number): Promise<Channel[]>;
  /** As Slack describes it now. Cards that look different for it are owed. */
  saveChannel(channel: Channel, at: UtcMs): Promise<void>;
  /** The whole list, as Slack gives it: what is not in it is out of sight. */
  replaceChannels(connectionId: number, channels: Channel[], at: UtcMs): Promise<void>;
  /** Slack shows the channel no longer. Who was in it stays known. */
  loseChannel(connectionId: number, id: string, how: Loss, at: UtcMs): Promise<void>;

  /** Private channels that the app is in. */
  membersRead(connectionId: number): Promise<MembersRead[]>;
  /** Private channels that somebody is in, or was in when the app last saw it. */
  channelsOf(connectionId: number, slackUserId: string): Promise<Set<string>>;
  /** Everybody who is in a channel now. */
  saveMembers(connectionId: number, channelId: string, slackUserIds: string[], at: UtcMs): Promise<void>;
  removeMember(connectionId: number, channelId: string, slackUserId: string): Promise<void>;

  channelsListedAt(connectionId: number): Promise<UtcMs | null>;
}
