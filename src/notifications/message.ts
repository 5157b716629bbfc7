import type { KnownBlock, MessageAttachment } from '@slack/types';

/** A message as Slack is told it; texts are already escaped and within Slack's limits. */
export interface SlackMessage {
  /** What a phone's notification shows. */
  text: string;
  attachments?: MessageAttachment[];
  blocks?: KnownBlock[];
}

/** A message in a thread. */
export interface SlackReply extends SlackMessage {
  /** Shown in the channel as well. */
  isBroadcast?: boolean;
}
