import { Hono } from 'hono';
import type { z } from 'zod';
import type { ApiKey } from '../../keys/store.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { HttpDeps } from '../deps.ts';
import { onceOf } from '../idempotency.ts';
import { RefusedRequest } from '../refused-request.ts';
import { alertBodyLimit, readJson } from './body.ts';
import { type Reading, takeIn } from './intake.ts';
import { explain, issuesOf } from './messages.ts';
import { refuseWhenBusy } from './overload.ts';
import { resultsToTell } from './results.ts';
import { refuseUnsigned } from './senders.ts';
import { ServiceLookup } from './services.ts';
import type { Signature } from './signature.ts';
import { webhookKey } from './webhook-key.ts';

/** Of more alerts than this, the answer says only how many there were: their sender seldom reads it. */
const MAX_RESULTS = 200;

/** A webhook as a monitoring system sends it, with our key as its bearer token, or where else it can say it. */
export interface WebhookFormat {
  /** `/api/integrations/alertmanager` */
  path: string;
  /** The field of a form in which its sender may put the JSON. */
  formField?: string;
  /** How its sender signs, where it can. */
  signature?: Signature;
  /**
   * Every alert of one request. Throws `RefusedRequest` for a body that isn't of this format.
   * @param query what the sender's configuration says behind the "?" of the address.
   */
  read(body: unknown, query: Record<string, string>): Reading[];
}

/** The same where the settings say how a body is read. */
export interface SettledFormat extends Pick<WebhookFormat, 'path' | 'formField' | 'signature'> {
  /** It finds out of which topic of Amazon SNS something is. */
  readsTopics?: true;
  read(body: unknown, query: Record<string, string>, key: ApiKey, settings: SettingsStore): Promise<Reading[]>;
}

/** The body, as `sender` sends it. Throws `RefusedRequest` for anything else. */
export function parseWebhook<Body>(schema: z.ZodType<Body>, body: unknown, sender: string): Body {
  const { data, error } = schema.safeParse(body, { error: explain });
  if (!error) return data;
  throw new RefusedRequest(400, `This is not a webhook of ${sender}.`, { issues: issuesOf(error) });
}

/** Answers 202 once everything that is an alert is on disk, and 400 when nothing is. */
export function webhookRoutes(format: WebhookFormat | SettledFormat): (deps: HttpDeps) => Hono {
  const { path, formField, signature, read } = format;
  const proof = signature ? 'signature' : 'readsTopics' in format ? 'sns_topics' : null;
  return (deps) => {
    const app = new Hono();
    app.post(path, webhookKey(deps, proof), refuseWhenBusy(deps.pendingWrites), alertBodyLimit, async (c) => {
      const key = c.var.apiKey;
      if (signature) await refuseUnsigned(c, key, signature, deps);
      const readings = await read(await readJson(c, formField), c.req.query(), key, deps.settings);
      const once = onceOf(c, key, await c.req.text(), deps);
      // What its labels call a service need not be one of ours.
      const services = new ServiceLookup(deps.settings, key, 'other');
      const { results, refused } = await takeIn(readings, services, key, deps, once);
      if (refused) {
        const issues = refused.flatMap(({ index, issues }) =>
          issues.map((issue) => ({ ...issue, path: `alerts[${index}].${issue.path}` })),
        );
        throw new RefusedRequest(400, 'None of the alerts can be read, so none was taken in.', { issues });
      }
      const more = Math.max(0, results.length - MAX_RESULTS);
      return c.json({ results: resultsToTell(results.slice(0, MAX_RESULTS)), ...(more > 0 && { more }) }, 202);
    });
    return app;
  };
}
