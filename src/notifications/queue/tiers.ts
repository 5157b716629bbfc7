import { MINUTE, SECOND } from '../../lib/clock.ts';
import type { Allowance } from '../../lib/token-bucket.ts';

/**
 * Slack's tiers are calls per minute and method (https://docs.slack.dev/apis/web-api/rate-limits). The burst and the
 * refill of one minute add up to the tier, so that no minute, wherever it begins, holds more.
 */
function perMinute(calls: number): Allowance {
  const burst = Math.max(1, Math.floor(calls / 5));
  return { burst, every: MINUTE / Math.max(1, calls - burst) };
}

const TIER_1 = perMinute(4); // "1+ per minute", and two sockets to open at the start
const TIER_2 = perMinute(20);
const TIER_3 = perMinute(50);
const TIER_4 = perMinute(100);

/** What Slack allows of each method in one workspace, as the method's page in https://docs.slack.dev/reference/methods says. */
const METHODS: Record<string, Allowance> = {
  // "Several hundred messages per minute" in a workspace, over all channels.
  'chat.postMessage': perMinute(240),
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'apps.connections.open': TIER_1,
  // "Hundreds of requests per minute."
  // Ours, so that a storm neither floods a mail server nor spends a fortune on calls.
  contact: perMinute(120),
  // Ours as well: systems of the operator's, over all webhooks.
  webhook: perMinute(600),
  'auth.test': perMinute(200),
  'conversations.archive': TIER_2,
  'conversations.create': TIER_2,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.invite': TIER_3,
  'conversations.join': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.rename': TIER_2,
  'conversations.setTopic': TIER_2,
  'reactions.get': TIER_3,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'usergroups.users.update': TIER_2,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'users.lookupByEmail': TIER_3,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
};

export function allowanceOf(method: string): Allowance {
  return METHODS[method] ?? TIER_2; // of the tiers that methods like ours have, the one that allows least
}

/** To one address: a storm of pages must not become a hundred messages on one telephone before anybody can answer. */
const CONTACTING: Allowance = { burst: 5, every: 20 * SECOND };

/** One message per second and channel (https://docs.slack.dev/apis/web-api/rate-limits#rate-limits). */
const CHANNEL_POSTING: Allowance = { burst: 1, every: SECOND };

/** What is allowed of a method in one channel, or to one address; null for what is not limited there. */
export function allowanceInChannel(method: string): Allowance | null {
  if (method === 'contact') return CONTACTING;
  return method === 'chat.postMessage' ? CHANNEL_POSTING : null;
}
