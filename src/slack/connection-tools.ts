import type { WebClient } from '@slack/web-api';
import type { ChannelDirectory } from './directory/channels.ts';

/** What is looked at of a connection, to know whether it can do its work. */
export interface ConnectionInUse {
  /** Answers people; fails fast. */
  interactive: WebClient;
  channels: ChannelDirectory;
  /** Since when Slack has been connected without a break; null while it isn't. */
  connectedSince(): number | null;
}

/** What admins add and test connections with. */
export interface ConnectionTools {
  /** Encrypts a token that somebody has entered for a connection; null where ENCRYPTION_KEY is not set. */
  seal: ((connection: string, token: string) => string) | null;
  /** Calls by a token that is not in use yet; each is made once. */
  client(token: string): WebClient;
  /** Whether an app token is of the app by which the organisation's connection is heard: a second line would take away what is sent to the first. */
  isOwnApp(appToken: string): boolean;
  /** Resolves when the connections that settings name are open, as far as they can be. */
  openNamed(): Promise<void>;
  /** Null for a connection that is not open. */
  inUse(connectionId: number): ConnectionInUse | null;
}
