import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ApiKey } from '../../keys/store.ts';
import { DAY, MINUTE } from '../../lib/clock.ts';
import { MAX_WINDOWS, type MaintenanceWindow } from '../../maintenance/store.ts';
import { parseDuration } from '../../settings/duration.ts';
import { asManyAsFit } from '../../words/json/bounded.ts';
import { iso } from '../../words/json/incident.ts';
import { actorName } from '../../words/plain-writer.ts';
import type { HttpDeps } from '../deps.ts';
import { onceOf } from '../idempotency.ts';
import { bearerKey, type KeyHolder, toReadOrAct } from '../ingest/bearer.ts';
import { alertBodyLimit, readJson } from '../ingest/body.ts';
import { explain, issuesOf } from '../ingest/messages.ts';
import { refuseWhenBusy } from '../ingest/overload.ts';
import { monitor } from '../ingest/receive.ts';
import { isOfKey, ServiceLookup } from '../ingest/services.ts';
import { quote } from '../ingest/text.ts';
import { RefusedRequest } from '../refused-request.ts';

const MAX_LISTED = 200;
const MAX_REASON = 300;
const LONGEST = 30 * DAY;
const FARTHEST = 366 * DAY;

const instant = z.iso
  .datetime({ offset: true, error: 'is not a time such as 2026-01-14T12:00:00Z' })
  .transform(Date.parse);
const span = z.string().transform((text, context) => {
  const milliseconds = parseDuration(text.trim());
  if (milliseconds !== null) return milliseconds;
  context.addIssue('is not a duration such as 30m or 4h');
  return z.NEVER;
});
const service = z.string().trim().max(200).nullish();

export const begin = z.object({
  service,
  for: span.optional(),
  from: instant.optional(),
  until: instant.optional(),
  reason: z.string().trim().max(MAX_REASON).nullish(),
});
export const end = z.object({ service });

/**
 * `GET /api/maintenance`: what is not over yet; `POST`: work on a service begins; `POST /api/maintenance/end`: it is over. A key of
 * a service knows of that service alone.
 */
export function maintenanceApiRoutes(deps: HttpDeps) {
  const app = new Hono<KeyHolder>();
  app.use('/api/maintenance/*', bearerKey(deps, toReadOrAct), refuseWhenBusy(deps.pendingWrites), alertBodyLimit);
  app.get('/api/maintenance', async (c) => {
    const services = (await deps.settings.services()).filter((service) => isOfKey(service, c.var.apiKey));
    const known = new Set(services.map(({ id }) => id));
    const windows = (await deps.maintenance.list()).filter(({ serviceId }) => known.has(serviceId));
    return c.json({ maintenance: asManyAsFit(windows.slice(0, MAX_LISTED).map(toJson)) });
  });

  app.post('/api/maintenance', async (c) => {
    const asked = await read(c, begin);
    const { from, to } = spanOf(asked, deps.clock.now());
    const found = await serviceOf(asked.service ?? null, c.var.apiKey, deps);
    const maintenance = {
      serviceId: found.id,
      from,
      to,
      reason: asked.reason || null,
      by: monitor(null, c.var.apiKey),
    };
    if ((await deps.maintenance.start(maintenance, await keyOf(c, deps))) === 'full') {
      const message = `${quote(found.name)} has ${MAX_WINDOWS} maintenance windows that are not over: end those that are under way, or wait. Nothing was changed.`;
      throw new RefusedRequest(409, message);
    }
    return c.json({ service: found.name, from: iso(from), until: iso(to) }, 201);
  });

  app.post('/api/maintenance/end', async (c) => {
    const asked = await read(c, end);
    const found = await serviceOf(asked.service ?? null, c.var.apiKey, deps);
    return c.json({
      service: found.name,
      ended: await deps.maintenance.end(found.id, monitor(null, c.var.apiKey), await keyOf(c, deps)),
    });
  });
  return app;
}

/** Without an `Idempotency-Key` each request is one by itself. */
async function keyOf(c: Context<KeyHolder>, deps: HttpDeps): Promise<string> {
  const once = onceOf(c, c.var.apiKey, await c.req.text(), deps);
  await once?.claim();
  return once?.key ?? `maintenance:${randomUUID()}`;
}

async function read<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const { data, error } = schema.safeParse(await readJson(c), { error: explain });
  if (!error) return data as z.output<Schema>;
  throw new RefusedRequest(400, 'The maintenance is not valid.', { issues: issuesOf(error) });
}

function spanOf(
  { for: length, from: begins, until }: z.output<typeof begin>,
  now: number,
): { from: number; to: number } {
  const from = begins ?? now;
  if ((length === undefined) === (until === undefined)) throw badSpan('needs either "for" or "until"');
  const to = until ?? from + (length ?? 0);
  if (to <= now) throw badSpan('is over already');
  if (from - now > FARTHEST) throw badSpan('begins within a year, and not later');
  if (to - from < MINUTE || to - from > LONGEST) throw badSpan('lasts a minute at least, and 30 days at most');
  return { from, to };
}

function badSpan(message: string): RefusedRequest {
  return new RefusedRequest(400, 'The maintenance is not valid.', { issues: [{ path: '', message }] });
}

async function serviceOf(name: string | null, key: ApiKey, { settings }: HttpDeps) {
  const found = await new ServiceLookup(settings, key).find(name);
  if (!found.ok) throw new RefusedRequest(400, 'The maintenance is not valid.', { issues: [found.issue] });
  const known = found.serviceId === null ? null : await settings.service(found.serviceId);
  if (known) return known;
  throw new RefusedRequest(400, 'The maintenance is not valid.', {
    issues: [{ path: 'service', message: 'is missing' }],
  });
}

function toJson({ id, service, from, to, reason, by }: MaintenanceWindow) {
  return { id, service, from: iso(from), until: iso(to), reason, by: by === null ? 'opsknight.yml' : actorName(by) };
}
