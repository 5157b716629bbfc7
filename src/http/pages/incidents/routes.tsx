import { Hono } from 'hono';
import type { IncidentQuery, Viewer } from '../../../incidents/store.ts';
import type { HttpParts } from '../../parts.ts';
import { page } from '../page.ts';
import { type SignedIn, signedIn } from '../signed-in.tsx';
import { type Filter, isLive, readFilter, statusesOf } from './filter.ts';
import { IncidentsPage } from './page.tsx';
import { PAGE_SIZE } from './page-size.ts';

/** The list of incidents, as far as the visitor may see them. */
export function incidentsRoutes(parts: HttpParts) {
  const routes = new Hono<SignedIn>();

  routes.get('/', (c) => c.redirect('/incidents'));

  routes.get('/incidents', signedIn(parts), async (c) => {
    const { visitor } = c.var;
    const filter = readFilter(c.req.query());
    const viewer = await parts.viewer(visitor.session);
    const [found, counts, services] = await Promise.all([
      parts.store.list(toQuery(filter, viewer)),
      parts.store.countLive(viewer),
      parts.settings.services(),
    ]);
    const frame = { zone: visitor.zone, now: parts.clock.now() };
    return page(c, <IncidentsPage {...{ filter, found, counts, services, visitor, frame }} />);
  });

  return routes;
}

function toQuery(filter: Filter, viewer: Viewer): IncidentQuery {
  const { status, urgency, service, q, page } = filter;
  return {
    statuses: statusesOf(status),
    urgency,
    serviceId: service,
    text: q || undefined,
    viewer,
    order: isLive(filter) ? 'most_urgent' : 'newest',
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  };
}
