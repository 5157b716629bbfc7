import { Hono } from 'hono';
import { type IncidentPage, type IncidentQuery, MAX_COUNTED, type Viewer } from '../../incidents/store.ts';
import { type Incident, incidentKey, type LiveStatus } from '../../incidents/types.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import type { Service } from '../../settings/types.ts';
import { liveCounts, statusLabel, UNTITLED, urgencyLabel } from '../../words/incident.ts';
import type { HttpDeps } from '../deps.ts';
import { colorClass, StatusBadge, UrgencyBadge } from './badges.tsx';
import { addressOf, type Filter, isLive, readFilter, STATUS_CHOICES, statusesOf } from './incident-filter.ts';
import { Layout, page } from './layout.tsx';
import { type SignedIn, signedIn } from './signed-in.tsx';
import { Ago, Moment, type TimeFrame } from './time.tsx';
import type { Visitor } from './visitor.ts';
import { actorName, fitting, ROOM } from './words.ts';

/** Incidents on a page of the list. */
const PAGE_SIZE = 25;

/** How often the list looks for news. */
const POLL = 'every 3s';

/** The list of incidents, as far as the visitor may see them. */
export function incidentsRoutes(deps: HttpDeps) {
  const routes = new Hono<SignedIn>();

  routes.get('/', (c) => c.redirect('/incidents'));

  routes.get('/incidents', signedIn(deps), async (c) => {
    const { visitor } = c.var;
    const filter = readFilter(c.req.query());
    const viewer = await deps.viewer(visitor.session);
    const [found, counts, services] = await Promise.all([
      deps.store.list(toQuery(filter, viewer)),
      deps.store.countLive(viewer),
      deps.settings.services(),
    ]);
    const frame = { zone: visitor.zone, now: deps.clock.now() };
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

interface IncidentsContent {
  filter: Filter;
  found: IncidentPage;
  counts: Record<LiveStatus, number>;
  services: Service[];
  visitor: Visitor;
  frame: TimeFrame;
}

/** The list of incidents; the part that isn't over is kept up to date in place. */
function IncidentsPage(content: IncidentsContent) {
  const { filter, counts, services, visitor } = content;
  const live = isLive(filter)
    ? { 'hx-get': addressOf(filter, filter.page), 'hx-trigger': POLL, 'hx-select': '#list', 'hx-swap': 'outerMorph' }
    : {};
  return (
    <Layout
      title={counts.OPEN === 0 ? 'Incidents' : `(${counts.OPEN}) Incidents`}
      visitor={visitor}
      section="incidents"
    >
      <h1>Incidents</h1>
      <FilterForm filter={filter} services={services} />
      <div id="list" {...live}>
        <Counts counts={counts} />
        <Rows {...content} />
        <Pager filter={filter} total={content.found.total} />
      </div>
    </Layout>
  );
}

function Counts({ counts }: { counts: Record<LiveStatus, number> }) {
  return (
    <p class="quiet" role="status">
      {liveCounts(counts)}
    </p>
  );
}

function Rows({ filter, found, services, frame }: IncidentsContent) {
  if (found.incidents.length === 0) return <Nothing filter={filter} />;
  const names = new Map(services.map(({ id, name }) => [id, name]));
  return (
    <ol class="rows">
      {found.incidents.map((incident) => (
        <Row incident={incident} serviceName={names.get(incident.serviceId ?? 0)} frame={frame} />
      ))}
    </ol>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const isUnfiltered = addressOf(filter, 1) === '/incidents';
  return (
    <p class="nothing">
      {isUnfiltered ? (
        'Nothing is open: all quiet.'
      ) : (
        <>
          No incident matches. <a href="/incidents">Show everything that is open</a>
        </>
      )}
    </p>
  );
}

/** Narrows the list down; outside the part that renews itself, so that nobody is disturbed while choosing. */
function FilterForm({ filter, services }: { filter: Filter; services: Service[] }) {
  return (
    <search>
      <form class="filter" method="get" action="/incidents" aria-label="Filter">
        <label>
          Status
          <select name="status">
            {STATUS_CHOICES.map((choice) => (
              <option value={choice} selected={choice === filter.status}>
                {choice === 'live' ? 'Not resolved' : choice === 'all' ? 'All' : statusLabel(choice)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Urgency
          <select name="urgency">
            <option value="">Any</option>
            {URGENCIES.map((urgency) => (
              <option value={urgency} selected={urgency === filter.urgency}>
                {urgencyLabel(urgency)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Service
          <select name="service">
            <option value="">Any</option>
            {services.map(({ id, name }) => (
              <option value={String(id)} selected={id === filter.service}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          Title or number
          <input type="search" name="q" value={filter.q} />
        </label>
        <button type="submit">Filter</button>
      </form>
    </search>
  );
}

interface RowProps {
  incident: Incident;
  serviceName: string | undefined;
  frame: TimeFrame;
}

/** One incident of the list. */
function Row({ incident, serviceName, frame }: RowProps) {
  const { number, title, urgency, state, alertCount, openedAt } = incident;
  return (
    <li id={`incident-${number}`} class={`row-card ${colorClass(incident)}`}>
      <p class="row-title">
        <a href={`/incidents/${number}`}>
          <span class="key">{incidentKey(number)}</span> {fitting(title, ROOM.title) || UNTITLED}
        </a>
      </p>
      <p class="row-facts">
        <UrgencyBadge urgency={urgency} />
        <StatusBadge status={state.status} />
        {serviceName !== undefined && <span>{serviceName}</span>}
        {alertCount > 1 && <span>{alertCount} alerts</span>}
        <span>
          triggered <Ago at={openedAt} frame={frame} />
        </span>
        <Holder incident={incident} frame={frame} />
      </p>
    </li>
  );
}

function Holder({ incident: { state }, frame }: Pick<RowProps, 'incident' | 'frame'>) {
  if (state.status === 'OPEN') return null;
  return (
    <span>
      {statusLabel(state.status).toLowerCase()} by {actorName(state.by)}
      {state.status === 'SNOOZED' && (
        <>
          {' until '}
          <Moment at={state.until} zone={frame.zone} />
        </>
      )}
    </span>
  );
}

/** How many there are, and the way to the others. */
function Pager({ filter, total }: { filter: Filter; total: number }) {
  if (total === 0) return null;
  const { page } = filter;
  const last = Math.ceil(total / PAGE_SIZE);
  return (
    <nav class="pager" aria-label="Pages">
      {page > 1 && (
        <a rel="prev" href={addressOf(filter, Math.min(page - 1, last))}>
          ← Previous
        </a>
      )}
      <span class="quiet">
        Page {page} of {last} · {total >= MAX_COUNTED ? `more than ${MAX_COUNTED}` : total} in all
      </span>
      {page < last && (
        <a rel="next" href={addressOf(filter, page + 1)}>
          Next →
        </a>
      )}
    </nav>
  );
}
