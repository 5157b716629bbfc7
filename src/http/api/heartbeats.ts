import { type Context, Hono } from 'hono';
import { type Heartbeat, missedAt } from '../../heartbeats/heartbeat.ts';
import type { ApiKey } from '../../keys/store.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { formatDuration } from '../../settings/duration.ts';
import { iso } from '../../words/json/incident.ts';
import type { HttpDeps } from '../deps.ts';
import { bearerKey, type KeyHolder, toReadOrAct } from '../ingest/bearer.ts';
import { refuseWhenBusy } from '../ingest/overload.ts';
import { quote } from '../ingest/text.ts';
import { RefusedRequest } from '../refused-request.ts';

const MAX_SHOWN = 100;

/**
 * `GET` or `POST /api/heartbeats/:name`: it beats, whatever else the request says, so that anything that can open an address can
 * send one. `GET /api/heartbeats`: what has been heard of each.
 */
export function heartbeatApiRoutes(deps: HttpDeps) {
  const app = new Hono<KeyHolder>();
  app.get('/api/heartbeats', bearerKey(deps, toReadOrAct), async (c) => {
    const known = await knownTo(c.var.apiKey, deps);
    return c.json({ heartbeats: await Promise.all(known.map((heartbeat) => toJson(heartbeat, deps))) });
  });
  const beats = bearerKey(deps, () => 'alerts');
  app.on(['GET', 'POST'], '/api/heartbeats/:name', beats, refuseWhenBusy(deps.pendingWrites), async (c) => {
    const heartbeat = await named(c, deps);
    await deps.heartbeats.beat(heartbeat);
    return c.json({ heartbeat: heartbeat.name, status: 'beating' });
  });
  return app;
}

async function named(c: Context<KeyHolder, '/api/heartbeats/:name'>, deps: HttpDeps): Promise<Heartbeat> {
  const name = c.req.param('name').trim();
  const known = await knownTo(c.var.apiKey, deps);
  const found = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const hint = didYouMean(
    name.slice(0, MAX_SHOWN),
    known.map((one) => one.name),
  );
  const remedy = 'Declare it under "heartbeats" in opsknight.yml, and apply that.';
  throw new RefusedRequest(404, `There is no heartbeat ${quote(name)}${ofKey(c.var.apiKey)}.${hint || ` ${remedy}`}`);
}

function ofKey({ serviceId }: ApiKey): string {
  return serviceId === null ? '' : ' of the service that this key is for';
}

/** For a key of a service there are no others. */
async function knownTo({ serviceId }: ApiKey, { heartbeats }: HttpDeps): Promise<Heartbeat[]> {
  const all = await heartbeats.list();
  return serviceId === null ? all : all.filter((one) => one.serviceId === serviceId);
}

async function toJson(heartbeat: Heartbeat, { settings }: HttpDeps) {
  const { name, every, grace, serviceId, urgency, heard } = heartbeat;
  const service = serviceId === null ? null : await settings.service(serviceId);
  return {
    name,
    status: heard === null ? 'waiting' : heard.isMissed ? 'missed' : 'beating',
    every: formatDuration(every),
    grace: formatDuration(grace),
    service: service?.name ?? null,
    urgency,
    last_beat: heard && iso(heard.beatAt),
    expected_before: heard && !heard.isMissed ? iso(missedAt(heartbeat, heard)) : null,
  };
}
