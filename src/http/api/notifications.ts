import { Hono } from 'hono';
import { z } from 'zod';
import type { ApiKey } from '../../keys/store.ts';
import { explainFailure, isKnownTo } from '../../notifications/requested/notifier.ts';
import {
  NOTIFICATION_PRIORITIES,
  type Notification,
  type NotificationRequest,
} from '../../notifications/requested/types.ts';
import type { KeyReach } from '../../people/key-reach.ts';
import type { HttpDeps } from '../deps.ts';
import { onceOf } from '../idempotency.ts';
import { bearerKey, type KeyHolder } from '../ingest/bearer.ts';
import { alertBodyLimit, readJson } from '../ingest/body.ts';
import { explain, issuesOf } from '../ingest/messages.ts';
import { misspelledFields } from '../ingest/misspelled-fields.ts';
import { refuseWhenBusy } from '../ingest/overload.ts';
import { RefusedRequest } from '../refused-request.ts';

const MAX_CHANNEL = 200;
const MAX_VALUES = 100;
const MAX_VALUE = 4_000;
/** Seconds until there may be room in the queue again. */
const RETRY_AFTER = 30;

const value = z.union([z.string().max(MAX_VALUE), z.number(), z.boolean()], {
  error: `must be text of ${MAX_VALUE} characters at most, a number, or true or false`,
});
const values = z
  .record(z.string().max(100), value.transform(String))
  .refine((all) => Object.keys(all).length <= MAX_VALUES, { error: `are more than ${MAX_VALUES}` });

export const notificationBody = z.object({
  channel: z.string().max(MAX_CHANNEL, { error: 'is not a channel: it is too long' }),
  connection: z.string().trim().max(MAX_CHANNEL).nullish(),
  message: z.string().nullish(),
  priority: z.enum(NOTIFICATION_PRIORITIES).nullish(),
  blocks: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  template: z.string().nullish(),
  values: values.nullish(),
  create_channel: z.boolean().nullish(),
  private: z.boolean().nullish(),
});

/** `POST /api/notifications`: a message for a channel; `GET /api/notifications/:id`: what became of it. */
export function notificationApiRoutes(deps: HttpDeps) {
  const app = new Hono<KeyHolder>();
  app.use(
    '/api/notifications/*',
    bearerKey(deps, () => 'notify'),
    refuseWhenBusy(deps.pendingWrites),
    alertBodyLimit,
  );

  app.post('/api/notifications', async (c) => {
    const { apiKey } = c.var;
    const request = readRequest(await readJson(c));
    const once = onceOf(c, apiKey, await c.req.text(), deps);
    await once?.claim();
    const sent = await deps.notifier.send(request, {
      apiKeyId: apiKey.id,
      reach: await reachOf(apiKey, deps),
      requestKey: once?.key ?? null,
    });
    if (sent.kind === 'refused') throw invalid(sent.issues);
    if (sent.kind === 'full') {
      throw new RefusedRequest(429, 'Too many notifications wait for Slack already. Nothing was taken in.', {
        headers: { 'Retry-After': String(RETRY_AFTER) },
      });
    }
    return c.json({ id: sent.id, status: 'queued' }, 202);
  });

  app.get('/api/notifications/:id', async (c) => {
    const notification = await deps.notifications.get(c.req.param('id'));
    const [primary] = await deps.settings.workspaces();
    const isTheirs = notification && isKnownTo(notification, c.var.apiKey, primary?.connectionId ?? 0);
    if (isTheirs) return c.json(notificationJson(notification));
    throw new RefusedRequest(404, 'There is no notification with this id that this key may know of.');
  });
  return app;
}

/** A key of a service posts by the connection that its incidents go through. */
async function reachOf({ serviceId, reach }: ApiKey, { settings }: HttpDeps): Promise<KeyReach> {
  if (serviceId === null) return reach;
  const connection = (await settings.service(serviceId))?.connection;
  return connection?.isNamed ? connection.id : 'organisation';
}

function readRequest(input: unknown): NotificationRequest {
  const { data, error } = notificationBody.safeParse(input, { error: explain });
  const issues = [...misspelledFields(input, Object.keys(notificationBody.shape)), ...(error ? issuesOf(error) : [])];
  if (!data || issues.length > 0) throw invalid(issues);
  return {
    channel: data.channel,
    connection: data.connection || null,
    message: data.message ?? null,
    priority: data.priority ?? 'normal',
    blocks: data.blocks ?? null,
    attachments: data.attachments ?? null,
    template: data.template ?? null,
    values: data.values ?? {},
    createChannel: data.create_channel ?? false,
    isPrivate: data.private ?? false,
  };
}

function invalid(issues: { path: string; message: string }[]): RefusedRequest {
  return new RefusedRequest(400, 'The notification is not valid, so nothing is sent.', { issues });
}

function notificationJson({ id, target, outcome }: Notification) {
  const about = { id, status: outcome.status, channel: target };
  switch (outcome.status) {
    case 'queued':
      return about;
    case 'sent':
      return { ...about, channel_id: outcome.channelId, ts: outcome.ts };
    case 'failed': {
      const { meaning, remedy } = explainFailure(outcome.error);
      return { ...about, error: outcome.error, meaning, remedy };
    }
  }
}
