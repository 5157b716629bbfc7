import type { ApiKey } from '../../keys/store.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import type { WebhookEntry } from '../../settings/schema/webhooks.ts';
import { RefusedRequest } from '../refused-request.ts';
import { readMapped } from './mapped.ts';
import { bodySignature } from './signature.ts';
import { quote } from './text.ts';
import type { SettledFormat } from './webhook.ts';

const MAX_SHOWN = 100;

/** Any body, read by a mapping of opsknight.yml: that of `?mapping=<name>`, else the one that is called as the key, else the only one. */
export const mappedWebhook: SettledFormat = {
  path: '/api/integrations/webhook',
  // As GitHub does it, so do most: https://www.w3.org/TR/websub/#signing-content
  signature: bodySignature('x-hub-signature-256', 'sha256='),
  async read(body, { mapping }, key, settings) {
    return readMapped(chooseMapping(await settings.webhooks(), mapping, key), body);
  },
};

function chooseMapping(all: readonly WebhookEntry[], wanted: string | undefined, key: ApiKey): WebhookEntry {
  const named = (name: string) => all.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  if (wanted !== undefined) {
    const found = named(wanted);
    if (found) return found;
    const hint = didYouMean(
      wanted.slice(0, MAX_SHOWN),
      all.map(({ name }) => name),
    );
    throw new RefusedRequest(
      400,
      `There is no webhook ${quote(wanted)} in opsknight.yml.${hint} Nothing was taken in.`,
    );
  }
  const [only, ...others] = all;
  const chosen = named(key.name) ?? (others.length === 0 ? only : undefined);
  if (chosen) return chosen;
  const remedy =
    only === undefined
      ? 'There is none yet: declare one under "webhooks", and apply that.'
      : 'Say which with ?mapping=<name> behind the address.';
  throw new RefusedRequest(
    400,
    `It is not said which webhook of opsknight.yml reads this. ${remedy} Nothing was taken in.`,
  );
}
