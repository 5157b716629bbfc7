import type { SlackMessage } from '../../notifications/message.ts';
import { explain } from '../../notifications/queue/slack-errors.ts';
import type { AdminNotice } from '../../notifications/types.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { notice as say } from './notices.ts';

const MAX_CHANNEL = 100;

/** A direct message to an admin: what happened, what holds, what to do. */
export function adminNotice(notice: AdminNotice): SlackMessage {
  return notice.kind === 'channel_closed' ? channelClosed(notice) : userGroupClosed(notice);
}

function userGroupClosed({ userGroup, code }: Extract<AdminNotice, { kind: 'user_group_closed' }>): SlackMessage {
  const { meaning, remedy } = explain(code);
  return say(
    `⚠️ I can't keep the Slack group ${channel(userGroup)} equal to who is on call. ${mrkdwn(meaning)} It stays as it is; I try again when somebody else is on call, or after a restart.\n${mrkdwn(remedy)}`,
  );
}

function channelClosed({ target, code, fallback }: Extract<AdminNotice, { kind: 'channel_closed' }>): SlackMessage {
  const { meaning, remedy } = explain(code);
  const holds =
    fallback === null
      ? 'No default channel is set, so its incidents have no card in Slack; they are safe, and on the web page.'
      : `Until then its incidents go to ${channel(fallback)}.`;
  return say(`⚠️ I can't post in ${channel(target)}. ${mrkdwn(meaning)} ${holds}\n${mrkdwn(remedy)}`);
}

function channel(target: string): string {
  return mrkdwn(cut(oneLine(target), MAX_CHANNEL));
}
