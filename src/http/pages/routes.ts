import { Hono } from 'hono';
import { assetRoutes } from '../assets.ts';
import type { HttpDeps } from '../deps.ts';
import { accountRoutes } from './account.tsx';
import { acknowledgeRoutes } from './acknowledge.tsx';
import { auditRoutes } from './audit.tsx';
import { incidentRoutes } from './incident/routes.tsx';
import { incidentsRoutes } from './incidents/routes.tsx';
import { insightsRoutes } from './insights/routes.tsx';
import { postMortemRoutes } from './post-mortems/routes.tsx';
import { signInRoutes } from './sign-in.tsx';
import { slackInstallRoutes } from './slack-install.tsx';

/** Everything that browsers see. */
export function pageRoutes(deps: HttpDeps): Hono {
  return new Hono()
    .route('/', assetRoutes())
    .route('/', signInRoutes(deps))
    .route('/', acknowledgeRoutes(deps))
    .route('/', incidentsRoutes(deps))
    .route('/', postMortemRoutes(deps))
    .route('/', incidentRoutes(deps))
    .route('/', insightsRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', auditRoutes(deps))
    .route('/', slackInstallRoutes(deps));
}
