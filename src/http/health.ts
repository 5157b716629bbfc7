import { Hono } from 'hono';
import type { HttpParts } from './parts.ts';

/** Any read will do to see whether the database answers; no incident has this number. */
const NO_INCIDENT = 0;

/** For whoever watches the process: `/healthz` (alive, with its database) and `/readyz` (does its work). */
export function healthRoutes({ store, troubles }: HttpParts): Hono {
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

  return routes;
}
