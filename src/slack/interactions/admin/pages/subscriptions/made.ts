import type { Hides } from '../../../../../audit/words.ts';
import type { MadeSubscription } from '../../../../../settings/subscriptions.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';

/** A subscription that somebody has made in Slack, by its id; null for one that is over, or is in a channel that is hidden. */
export function madeIn({ slackSubscriptions }: CurrentSettings, name: string, hides: Hides): MadeSubscription | null {
  return slackSubscriptions.find(({ id, channel }) => String(id) === name && !hides(channel)) ?? null;
}
