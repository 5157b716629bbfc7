import type { IncidentPage } from '../../../incidents/store.ts';
import type { LiveStatus } from '../../../incidents/types.ts';
import type { Service } from '../../../settings/types.ts';
import { Layout } from '../layout.tsx';
import type { TimeFrame } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { addressOf, type Filter, isLive } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { Pager } from './pager.tsx';
import { Row } from './row.tsx';

/** How often the list looks for news. */
const POLL = 'every 3s';

export interface IncidentsContent {
  filter: Filter;
  found: IncidentPage;
  counts: Record<LiveStatus, number>;
  services: Service[];
  visitor: Visitor;
  frame: TimeFrame;
}

/** The list of incidents; the part that isn't over is kept up to date in place. */
export function IncidentsPage(content: IncidentsContent) {
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
        <Counts {...counts} />
        <Rows {...content} />
        <Pager filter={filter} total={content.found.total} />
      </div>
    </Layout>
  );
}

function Counts({ OPEN, ACKNOWLEDGED, SNOOZED }: Record<LiveStatus, number>) {
  return (
    <p class="quiet" role="status">
      {OPEN} open · {ACKNOWLEDGED} acknowledged · {SNOOZED} snoozed
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
