import { Hono } from 'hono';
import type { HttpDeps } from './deps.ts';

/** Any read will do to see whether the database answers; no incident has this number. */
const NO_INCIDENT = 0;

/**
 * For whoever watches the process: `/healthz` (alive, with its database), `/readyz` (does its work) and, for Prometheus,
 * `/metrics`, which names no incident and no person, and so wants no key.
 */
export function healthRoutes({ store, troubles, metrics }: HttpDeps): Hono {
  const routes = new Hono();

  routes.get('/healthz', async (c) => {
    await store.get(NO_INCIDENT);
    return c.json({ healthy: true });
  });

  routes.get('/readyz', async (c) => {
    await store.get(NO_INCIDENT);
    const found = await troubles();
    return found.length === 0 ? c.json({ ready: true }) : c.json({ ready: false, troubles: found }, 503);
  });

  routes.get('/metrics', async (c) => {
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { 'content-type': contentType });
  });

  return routes;
}
