import { incidentKey, type LiveStatus } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { explain } from '../../notifications/queue/slack-errors.ts';
import { explainFailure } from '../../notifications/requested/notifier.ts';
import type {
  AdminNotice,
  DutyNotice,
  LossNotice,
  OnCallNotice,
  RemainsNotice,
  SubscriptionNotice,
} from '../../notifications/types.ts';
import { isSamePerson } from '../../people/actor.ts';
import { linkAsked } from '../interactions/ask-admin.ts';
import { coverDeclined, coveredBy, coverQuestion } from '../interactions/cover.ts';
import { declinedBy, overrideEnded, putOnCall } from '../interactions/override/words.ts';
import { message, section } from './blocks.ts';
import { inline, link, mrkdwn } from './mrkdwn.ts';
import { actorName } from './names.ts';
import { shown } from './on-call.ts';
import { notice as say } from './replies.ts';
import { dateAndTime } from './time.ts';

const MAX_CHANNEL = 100;

/** A direct message to an admin: what happened, what holds, what to do. */
export function adminNotice(notice: AdminNotice): SlackMessage {
  switch (notice.kind) {
    case 'channel_closed':
      return channelClosed(notice);
    case 'notifications_closed':
      return notificationsClosed(notice);
    case 'user_group_closed':
      return userGroupClosed(notice);
    case 'workspace_connected':
      return say(
        `🔌 OpsKnight is now in the Slack workspace ${inline(notice.workspace, MAX_CHANNEL)}, too. People there see that workspace's incidents, and no others. You don't know that workspace? Whoever runs OpsKnight can disconnect it.`,
      );
    case 'workspace_ended':
      return say(
        `⚠️ OpsKnight is no longer in the Slack workspace ${inline(notice.workspace, MAX_CHANNEL)}: it was removed there, or its token was revoked. Nothing is posted there any more, and nobody there can use OpsKnight; other workspaces are not affected.\nOnce the app is installed there again, it goes on where it stopped.`,
      );
    case 'token_expires':
      return say(
        `⚠️ Slack gives OpsKnight no new token for ${inline(notice.workspace, MAX_CHANNEL)}. The present one works ${dateAndTime(notice.at, 'until')}; after that, messages for that workspace wait, and nobody there can use OpsKnight.\nWhoever runs OpsKnight has to install the app there again, at \`/slack/install\`.`,
      );
    case 'check_up':
      return weeklyCheckUp(notice);
    case 'link_asked':
      return linkAsked(notice);
    case 'webhook_given_up':
      return webhookGivenUp(notice);
  }
}

function weeklyCheckUp({ parts }: Extract<AdminNotice, { kind: 'check_up' }>): SlackMessage {
  const shown = parts.map(({ found, more, remedy }) => {
    const rest = more === 0 ? [] : [`… and ${more} more`];
    return section([...found.map((one) => `• ${mrkdwn(one)}`), ...rest, `→ ${mrkdwn(remedy)}`].join('\n'));
  });
  const words =
    '🩺 The weekly check-up has found settings that may be mistakes. `opsknight check-up` lists all of them.';
  return message(words, ...shown);
}

function userGroupClosed({ userGroup, code }: Extract<AdminNotice, { kind: 'user_group_closed' }>): SlackMessage {
  const { meaning, remedy } = explain(code);
  return say(
    `⚠️ I can't keep the Slack group ${channel(userGroup)} equal to who is on call. ${mrkdwn(meaning)} It stays as it is; I try again when somebody else is on call, or after a restart.\n${mrkdwn(remedy)}`,
  );
}

function channelClosed(notice: Extract<AdminNotice, { kind: 'channel_closed' }>): SlackMessage {
  const { target, code, fallback, listens = false } = notice;
  const { meaning, remedy } = explain(code);
  const holds = listens
    ? 'What it listens to is not shown there until then; the incidents are in their own channels.'
    : fallback === null
      ? 'No default channel is set, so its incidents have no card in Slack; they are safe, and on the web page.'
      : `Until then its incidents go to ${channel(fallback)}.`;
  return say(`⚠️ I can't post in ${channel(target)}. ${mrkdwn(meaning)} ${holds}\n${mrkdwn(remedy)}`);
}

/** A direct message to whoever subscribed a channel. */
export function subscriptionNotice(about: SubscriptionNotice): SlackMessage {
  const { channelId } = about;
  if (about.kind === 'subscription_ended') {
    return say(
      `🔕 I was removed from <#${channelId}>, so what you subscribed it to has ended. To have it again, invite me there and write \`/opsknight subscribe\`.`,
    );
  }
  return say(
    `⚠️ The subscription of <#${channelId}> that you made is on hold: I can't post there. ${mrkdwn(explain(about.code).meaning)} It goes on by itself when I can; the incidents are in their own channels.\nInvite me there with \`/invite @OpsKnight\`, unarchive it, or subscribe another channel.`,
  );
}

function notificationsClosed({ target, code }: Extract<AdminNotice, { kind: 'notifications_closed' }>): SlackMessage {
  const { meaning, remedy } = explainFailure(code);
  return say(
    `⚠️ Notifications for ${channel(target)} don’t arrive. ${mrkdwn(meaning)} Until that is fixed they fail, and whoever sends them is told.\n${mrkdwn(remedy)}`,
  );
}

function webhookGivenUp({ name, code, count }: Extract<AdminNotice, { kind: 'webhook_given_up' }>): SlackMessage {
  const { meaning, remedy } = explain(code);
  const events = count === 1 ? 'One event' : `${count} events`;
  return say(
    `⚠️ The outgoing webhook ${inline(name, MAX_CHANNEL)} did not accept what was sent to it. ${mrkdwn(meaning)} ${events} will not be sent again; the incidents are safe, and new events are sent as usual.\n${mrkdwn(remedy)}`,
  );
}

function channel(target: string): string {
  return inline(target, MAX_CHANNEL);
}

/** A direct message about who is on call, that somebody else has caused. */
export function dutyNotice(notice: DutyNotice, now: UtcMs): SlackMessage {
  const by = actorName(notice.by);
  switch (notice.kind) {
    case 'put_on_call':
      return putOnCall(by, notice, notice.id ?? null, now);
    case 'override_declined':
      return declinedBy(by, notice, now);
    case 'override_ended':
      return overrideEnded(by, notice, now);
    case 'cover_question':
      return coverQuestion(by, notice, notice.id, now);
    case 'covered':
      return coveredBy(by, notice, now);
    case 'cover_declined':
      return coverDeclined(by, notice, now);
  }
}

/** A direct message about an incident that they had; by its number alone, since it may be private by now. */
export function lossNotice({ number, by, to, into }: LossNotice, pageUrl: (number: number) => string): SlackMessage {
  const key = link(pageUrl(number), incidentKey(number));
  if (into !== undefined) {
    const survivor = link(pageUrl(into), incidentKey(into));
    return say(`🔀 ${actorName(by)} has merged ${key}, which was yours, into ${survivor}: it goes on there.`);
  }
  if (to === null) return say(`↩️ ${actorName(by)} has handed ${key} back: it is open, and nobody has it now.`);
  if (isSamePerson(to, by)) return say(`🙋 ${actorName(by)} has taken ${key} over from you. It is theirs now.`);
  return say(`👉 ${actorName(by)} has given ${key}, which was yours, to ${actorName(to)}.`);
}

/** To whoever has made an incident private: what is still to be seen of it, and what they can do. By its number alone. */
export function remainsNotice(
  { number, channelId, code }: RemainsNotice,
  pageUrl: (number: number) => string,
): SlackMessage {
  const { meaning } = explain(code);
  const what = number === null ? 'Incidents are' : `${link(pageUrl(number), incidentKey(number))} is`;
  return say(
    `⚠️ ${what} private now, but something that I said before is still to be seen in the thread in <#${channelId}>: I could not delete it, and don't try again. ${mrkdwn(meaning)}\nDelete my replies there yourself, or ask an admin of the workspace to. What happens from now on is said in the private channel alone.`,
  );
}

/** What somebody is told at a hand-off: until when, and what waits for them. */
export function onCallNotice({ schedule, until }: OnCallNotice, counts: Record<LiveStatus, number>): SlackMessage {
  const open = counts.OPEN + counts.ACKNOWLEDGED + counts.SNOOZED;
  const end = until === null ? '' : ` ${dateAndTime(until, 'until')}`;
  const waiting =
    open === 0
      ? 'No open incidents.'
      : `${open} open ${open === 1 ? 'incident' : 'incidents'}: \`/opsknight incidents\``;
  return say(`📟 You are on call for *${shown(schedule)}*${end}. ${waiting}`);
}
