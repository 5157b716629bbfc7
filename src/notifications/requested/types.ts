import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../message.ts';

/** How urgent the sender of a notification calls it. */
export const NOTIFICATION_PRIORITIES = ['high', 'normal', 'low'] as const;
export type NotificationPriority = (typeof NOTIFICATION_PRIORITIES)[number];

/** A message that a system asks to be posted: as asked for, before anything of it is checked. */
export interface NotificationRequest {
  /** A name with or without "#", or an id. */
  channel: string;
  /** The name of the connection that it goes through; null for the sender's own. */
  connection: string | null;
  /** mrkdwn; may be left to the template. */
  message: string | null;
  priority: NotificationPriority;
  blocks: unknown[] | null;
  attachments: unknown[] | null;
  /** The name of one in opsknight.yml, and what its places are filled with. */
  template: string | null;
  values: Record<string, string>;
  /** Makes the channel when there is none of that name. */
  createChannel: boolean;
  /** Only for a private channel. */
  isPrivate: boolean;
}

/** How a message comes into its channel. */
export interface ChannelWish {
  /** Makes the channel when there is none of that name. */
  create: boolean;
  /** Only a private one will do. */
  isPrivate: boolean;
}

/** What became of a notification. */
export type Outcome =
  | { status: 'queued' }
  | { status: 'sent'; channelId: string; ts: string }
  /** `error`: Slack's code. */
  | { status: 'failed'; error: string };

/** A notification, ready to be posted as often as it takes. */
export interface Notification extends ChannelWish {
  id: string;
  connectionId: number;
  /** "#name" or an id. */
  target: string;
  message: SlackMessage;
  /** The key with which it was asked for; null for a command on the machine itself. */
  apiKeyId: number | null;
  createdAt: UtcMs;
  outcome: Outcome;
}
