import type { UtcMs } from '../../lib/clock.ts';
import { NotTaken } from '../../notifications/queue/outside.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { OutgoingHosts } from '../hosts.ts';
import { NO_ANSWER, post } from '../post.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

/** Says which OpsKnight a request is from, so that it knows its own when they come back to it. */
export const INSTANCE_HEADER = 'OpsKnight-Instance';

/** A shorter secret could be guessed. */
const SHORTEST_SECRET = 16;

export interface WebhookWorld {
  environment: Readonly<Record<string, string | undefined>>;
  hosts: OutgoingHosts | null;
  /** Says which OpsKnight this is. */
  instance: () => Promise<string>;
  now: () => UtcMs;
}

/** What keeps a webhook from being sent; null for nothing. */
export type Obstacle = 'secret_missing' | 'secret_too_short' | 'host_not_allowed';

/** The secret of a webhook, or why there is none to sign with. */
export function secretOf(
  { secret_env }: Pick<OutgoingWebhookEntry, 'secret_env'>,
  environment: WebhookWorld['environment'],
): { secret: string } | { obstacle: Obstacle } {
  const secret = environment[secret_env]?.trim() ?? '';
  if (secret === '') return { obstacle: 'secret_missing' };
  return secret.length < SHORTEST_SECRET ? { obstacle: 'secret_too_short' } : { secret };
}

/** What keeps a webhook from being sent, as things are; null for nothing. */
export function obstacleOf(webhook: OutgoingWebhookEntry, world: Pick<WebhookWorld, 'environment' | 'hosts'>) {
  const read = secretOf(webhook, world.environment);
  if ('obstacle' in read) return read.obstacle;
  return world.hosts === null || world.hosts.allows(webhook.url) ? null : 'host_not_allowed';
}

/**
 * Sends a signed body. Nothing is sent that could not be signed. Whatever the receiver answers may be mended there, so nothing is
 * refused for good: an answer may be for this body alone, and what is no answer is for all.
 * @throws NotTaken
 */
export async function sendSigned(
  webhook: OutgoingWebhookEntry,
  { id, body }: { id: string; body: string },
  { environment, hosts, instance, now }: WebhookWorld,
): Promise<void> {
  const read = secretOf(webhook, environment);
  if ('obstacle' in read) throw new NotTaken(read.obstacle, 'away');
  if (hosts && !hosts.allows(webhook.url)) throw new NotTaken('host_not_allowed', 'away');
  const headers = {
    'Content-Type': 'application/json',
    'OpsKnight-Delivery': id,
    [INSTANCE_HEADER]: await instance(),
    [SIGNATURE_HEADER]: signatureOf(body, read.secret, now()),
  };
  try {
    await post(webhook.url, { headers, body });
  } catch (error) {
    const isAnswer = error instanceof NotTaken && (error.code.startsWith('http_') || error.code === NO_ANSWER);
    if (!isAnswer || error.why === 'busy') throw error;
    throw new NotTaken(error.code, 'stumbled', 0, { cause: error });
  }
}
