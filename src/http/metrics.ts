import { Hono } from 'hono';
import type { HttpParts } from './parts.ts';

/** For Prometheus. No key: it names no incident and no person. */
export function metricsRoutes({ metrics }: HttpParts): Hono {
  const routes = new Hono();
  routes.get('/metrics', async (c) => {
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { 'content-type': contentType });
  });
  return routes;
}
