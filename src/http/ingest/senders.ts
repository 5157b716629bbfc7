import type { Context } from 'hono';
import type { ApiKey } from '../../keys/store.ts';
import type { SenderEntry } from '../../settings/schema/senders.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { HttpDeps } from '../deps.ts';
import { RefusedRequest } from '../refused-request.ts';
import type { Signature } from './signature.ts';

/** What a format finds out of a sender besides its key. */
export type Proof = 'signature' | 'sns_topics';

/** What has to come with a key besides; null when it is enough. */
export async function expectedWith(
  { name }: Pick<ApiKey, 'name'>,
  settings: Pick<SettingsStore, 'senders'>,
): Promise<SenderEntry | null> {
  const senders = await settings.senders();
  return senders.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** A key that is not enough by itself counts only where it is found out what else has to come with it. */
export function refuseUnproven({ secret_env }: SenderEntry, proof: Proof | null): void {
  const needed: Proof = secret_env === null ? 'sns_topics' : 'signature';
  if (needed === proof) return;
  const words = needed === 'signature' ? 'with a signature' : 'for messages of Amazon SNS';
  throw new RefusedRequest(403, `This API key counts only ${words}. Nothing was taken in.`);
}

/** Refuses what is not signed as its sender signs, where the settings say so. */
export async function refuseUnsigned(
  c: Context,
  key: ApiKey,
  signature: Signature,
  { settings, environment, clock, logger }: Pick<HttpDeps, 'settings' | 'environment' | 'clock' | 'logger'>,
): Promise<void> {
  const sender = await expectedWith(key, settings);
  if (sender === null || sender.secret_env === null) return;
  const secret = environment[sender.secret_env]?.trim() ?? '';
  if (secret === '') {
    logger.error(
      { key: key.name, variable: sender.secret_env },
      'no secret to check signatures with: nothing of this sender is taken in',
    );
    throw new RefusedRequest(503, 'OpsKnight lacks the secret that signatures are checked with. Nothing was taken in.');
  }
  const body = new Uint8Array(await c.req.arrayBuffer());
  if (signature({ body, header: (name) => c.req.header(name) }, secret, clock.now())) return;
  logger.warn({ key: key.name }, 'a request was not signed as its sender signs, and was refused');
  throw new RefusedRequest(403, 'This is not signed with the secret that OpsKnight knows. Nothing was taken in.');
}
