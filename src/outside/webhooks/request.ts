import type { UtcMs } from '../../lib/clock.ts';
import { NotTaken } from '../../notifications/queue/outside.ts';
import { INSTANCE_HEADER } from '../../notifications/webhooks/store.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { OutgoingHosts } from '../hosts.ts';
import { NO_ANSWER, post } from '../post.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

/** A shorter secret could be guessed. */
const SHORTEST_SECRET = 16;

export interface WebhookWorld {
  environment: Readonly<Record<string, string | undefined>>;
  hosts: OutgoingHosts | null;
  /** Says which OpsKnight this is. */
  instance: () => Promise<string>;
  now: () => UtcMs;
}

/** What keeps a webhook from being sent. */
export type Obstacle = 'secret_missing' | 'secret_too_short' | 'host_not_allowed';

/** What a webhook is signed with, or what keeps it from being sent, as things are. */
export function secretOf(
  { secret_env, url }: Pick<OutgoingWebhookEntry, 'secret_env' | 'url'>,
  { environment, hosts }: Pick<WebhookWorld, 'environment' | 'hosts'>,
): { secret: string } | { obstacle: Obstacle } {
  const secret = environment[secret_env]?.trim() ?? '';
  if (secret === '') return { obstacle: 'secret_missing' };
  if (secret.length < SHORTEST_SECRET) return { obstacle: 'secret_too_short' };
  return hosts && !hosts.allows(url) ? { obstacle: 'host_not_allowed' } : { secret };
}

/**
 * Sends a signed body. Nothing is sent that could not be signed. Whatever the receiver answers may be mended there, so nothing is
 * refused for good: an answer may be for this body alone, and what is no answer is for all.
 * @throws NotTaken
 */
export async function sendSigned(
  webhook: OutgoingWebhookEntry,
  { id, body }: { id: string; body: string },
  world: WebhookWorld,
): Promise<void> {
  const read = secretOf(webhook, world);
  if ('obstacle' in read) throw new NotTaken(read.obstacle, 'away');
  const headers = {
    'Content-Type': 'application/json',
    'OpsKnight-Delivery': id,
    [INSTANCE_HEADER]: await world.instance(),
    [SIGNATURE_HEADER]: signatureOf(body, read.secret, world.now()),
  };
  try {
    await post(webhook.url, { headers, body });
  } catch (error) {
    const isAnswer = error instanceof NotTaken && (error.code.startsWith('http_') || error.code === NO_ANSWER);
    if (!isAnswer || error.why === 'busy') throw error;
    throw new NotTaken(error.code, 'stumbled', 0, { cause: error });
  }
}
