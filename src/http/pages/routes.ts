import { Hono } from 'hono';
import { assetRoutes } from '../assets.ts';
import type { HttpParts } from '../parts.ts';
import { accountRoutes } from './account/routes.tsx';
import { incidentRoutes } from './incident/routes.tsx';
import { incidentsRoutes } from './incidents/routes.tsx';
import { insightsRoutes } from './insights/routes.tsx';
import { signInRoutes } from './sign-in.tsx';

/** Everything that browsers see. */
export function pageRoutes(parts: HttpParts): Hono {
  return new Hono()
    .route('/', assetRoutes())
    .route('/', signInRoutes(parts))
    .route('/', incidentsRoutes(parts))
    .route('/', incidentRoutes(parts))
    .route('/', insightsRoutes(parts))
    .route('/', accountRoutes(parts));
}
