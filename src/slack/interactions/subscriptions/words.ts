import type { SlackMessage } from '../../../notifications/message.ts';
import { literalOf } from '../../../routing/pattern.ts';
import type { MadeSubscription, SubscriptionFilter } from '../../../settings/subscriptions.ts';
import type { Subscription } from '../../../settings/types.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { notice } from '../../cards/replies.ts';

const MAX_NAME = 100;
const MAX_VALUE = 80;
const MAX_NAMED = 4;
/** A line of each fits into a message. */
const MAX_LISTED = 5;

/** "all incidents", "HIGH incidents of Payment API with team=payments" */
export function filterWords({ urgencies, services, labels }: SubscriptionFilter): string {
  const urgency = urgencies === null ? 'all' : urgencies.map(urgencyLabel).join(' and ');
  const of = services === null ? '' : ` of ${some(services.map((name) => inline(name, MAX_NAME)))}`;
  const pairs = Object.entries(labels ?? {}).map(
    // A value that was written in Slack is kept as an expression that matches just that.
    ([name, value]) => `\`${inline(name, MAX_VALUE)}=${inline(literalOf(value), MAX_VALUE)}\``,
  );
  return `${urgency} incidents${of}${pairs.length === 0 ? '' : ` with ${some(pairs)}`}`;
}

function some(words: string[]): string {
  const more = words.length - MAX_NAMED;
  return [...words.slice(0, MAX_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

export function subscribed(filter: SubscriptionFilter, all: readonly ShownSubscription[]): SlackMessage {
  const rest = all.length > 1 ? `\n${subscriptionLines(all)}` : '';
  return notice(
    `🔔 This channel hears of ${filterWords(filter)} from now on. It ends with \`/opsknight unsubscribe\`.${rest}`,
  );
}

export function subscribedAlready(filter: SubscriptionFilter): SlackMessage {
  return notice(`This channel hears of ${filterWords(filter)} already; nothing was changed.`);
}

export function sharedWithOthers(): SlackMessage {
  return notice(
    'People of another organisation read this channel, so it can not be subscribed to incidents; nothing was changed. Use one of your own workspace alone; if it has to be this one, opsknight.yml can name it.',
  );
}

export function tooManySubscriptions(): SlackMessage {
  return notice(
    'This channel has as many subscriptions as it can have; nothing was changed. `/opsknight subscriptions` lists them, `/opsknight unsubscribe` ends them.',
  );
}

export function unsubscribed(left: readonly ShownSubscription[]): SlackMessage {
  return notice(
    left.length === 0
      ? '🔕 This channel hears only of what belongs here from now on. Cards that are here stay, and are kept up to date.'
      : `🔕 That is over. Cards that are here stay, and are kept up to date.\n${subscriptionLines(left)}`,
  );
}

export function nothingToEnd(left: readonly ShownSubscription[]): SlackMessage {
  if (left.length === 0) return notice('This channel is subscribed to nothing; nothing was changed.');
  const advice = left.some(({ by }) => !by) ? ' Those of opsknight.yml are changed in that file.' : '';
  return notice(`There is no such subscription to end; nothing was changed.${advice}\n${subscriptionLines(left)}`);
}

export function subscriptionList(all: readonly ShownSubscription[]): SlackMessage {
  if (all.length === 0) {
    return notice(
      'This channel is subscribed to nothing. `/opsknight subscribe HIGH` would show it all HIGH incidents.',
    );
  }
  return notice(subscriptionLines(all));
}

/** Without `by`, it is in opsknight.yml. */
export type ShownSubscription = Subscription & Partial<Pick<MadeSubscription, 'by'>>;

function subscriptionLines(all: readonly ShownSubscription[]): string {
  const lines = all
    .slice(0, MAX_LISTED)
    .map((one) => `• ${filterWords(one)}, by ${one.by ? actorName(one.by) : 'opsknight.yml'}`);
  const more = all.length - lines.length;
  return ['This channel hears of', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

export function onlyInChannels(): SlackMessage {
  return notice(
    'Only channels subscribe: write that in the channel that is to hear of incidents. Nothing was changed.',
  );
}

export function notInChannel(): SlackMessage {
  return notice(
    "I can't see this channel; nothing was changed. Invite me with `/invite @OpsKnight`, and write that again.",
  );
}
