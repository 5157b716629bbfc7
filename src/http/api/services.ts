import { Hono } from 'hono';
import { asManyAsFit } from '../../words/json/bounded.ts';
import type { HttpDeps } from '../deps.ts';
import { bearerKey, type KeyHolder, toReadOrAct } from '../ingest/bearer.ts';
import { isOfKey } from '../ingest/services.ts';

/** `GET /api/services`: what alerts that are sent with the key can name as their service, by name. */
export function serviceApiRoutes(deps: HttpDeps) {
  const app = new Hono<KeyHolder>();
  app.get('/api/services', bearerKey(deps, toReadOrAct), async (c) => {
    const after = c.req.query('cursor') ?? '';
    const known = (await deps.settings.services())
      .filter((service) => isOfKey(service, c.var.apiKey))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .filter(({ name }) => name > after)
      .map(({ name, policy }) => ({ name, escalation_policy: policy?.name ?? null }));
    const services = asManyAsFit(known);
    const next_cursor = services.length < known.length ? (services.at(-1)?.name ?? null) : null;
    return c.json({ services, next_cursor });
  });
  return app;
}
