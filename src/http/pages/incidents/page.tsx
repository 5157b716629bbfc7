import { type IncidentPart, MAX_COUNTED } from '../../../incidents/store.ts';
import { incidentKey, isOver, type LiveStatus } from '../../../incidents/types.ts';
import type { Service } from '../../../settings/types.ts';
import { liveCounts } from '../../../words/incident.ts';
import { Layout } from '../layout.tsx';
import { Moment, type TimeFrame } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { BulkForm } from './bulk-form.tsx';
import { addressOf, type Filter, isLive } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { Row } from './rows.tsx';

/** Incidents on a list page, and the most that are worked on at once. */
export const PAGE_SIZE = 50;

/** How often the list looks for news. */
const POLL = 'every 3s';

interface IncidentsContent {
  filter: Filter;
  part: IncidentPart;
  /** Of all that match, whatever their status. */
  counts: Record<LiveStatus, number>;
  /** Those that it can be narrowed down to. */
  services: Service[];
  /** Of all services, by id. */
  names: ReadonlyMap<number, string>;
  visitor: Visitor;
  frame: TimeFrame;
  /** Why what was just asked for was not done. */
  trouble?: string;
}

/** The list of incidents; the part that isn't over is kept up to date in place. */
export function IncidentsPage({ trouble, ...content }: IncidentsContent) {
  const { filter, counts, services, visitor } = content;
  const live = isLive(filter)
    ? { 'hx-get': addressOf(filter), 'hx-trigger': POLL, 'hx-select': '#list', 'hx-swap': 'outerMorph' }
    : {};
  return (
    <Layout
      title={counts.OPEN === 0 ? 'Incidents' : `(${shownCount(counts.OPEN)}) Incidents`}
      visitor={visitor}
      section="incidents"
    >
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble} Nothing was changed.
        </p>
      )}
      <h1>Incidents</h1>
      <FilterForm filter={filter} services={services} />
      <Opened filter={filter} zone={visitor.zone} />
      {mayChoose(content) && <BulkForm visitor={visitor} back={addressOf(filter)} />}
      <div id="list" {...live}>
        <p class="quiet" role="status">
          {liveCounts(counts, shownCount)}
          {isNarrowed(filter) && ', of those that match'}
        </p>
        <Rows {...content} />
        <Pager {...content} />
      </div>
    </Layout>
  );
}

/** The span of time that the list is of, as insights lead to it, with the way out of it. */
function Opened({ filter, zone }: { filter: Filter; zone: string }) {
  if (!filter.opened) return null;
  return (
    <p>
      Opened from <Moment at={filter.opened.from} zone={zone} /> to <Moment at={filter.opened.to} zone={zone} />.{' '}
      <a href={addressOf({ ...filter, opened: undefined, after: null })}>At any time</a>
    </p>
  );
}

/** What is over can only be opened again, one by one. */
function mayChoose({ filter, visitor }: Pick<IncidentsContent, 'filter' | 'visitor'>): boolean {
  return visitor.permission.allowed && filter.status !== 'RESOLVED' && filter.status !== 'MERGED';
}

function shownCount(count: number): string {
  return count < MAX_COUNTED ? String(count) : `${MAX_COUNTED}+`;
}

/** By something besides the status. */
function isNarrowed(filter: Filter): boolean {
  return addressOf({ ...filter, status: 'live', after: null }) !== '/incidents';
}

function Rows(content: IncidentsContent) {
  const { part, names, frame } = content;
  if (part.incidents.length === 0) return <Nothing {...content} />;
  const isChoosable = mayChoose(content);
  return (
    <ol class="rows">
      {part.incidents.map((incident) => (
        <Row
          incident={incident}
          serviceName={names.get(incident.serviceId ?? 0)}
          frame={frame}
          isChoosable={isChoosable && !isOver(incident.state)}
        />
      ))}
    </ol>
  );
}

function Nothing({ filter, part }: IncidentsContent) {
  if (part.searchedTo !== null) return <p class="nothing">Nothing found so far.</p>;
  if (filter.after !== null)
    return <p class="nothing">The list ends here: what was listed after this has changed or is over.</p>;
  if (addressOf(filter) === '/incidents') return <p class="nothing">Nothing is open: all quiet.</p>;
  return (
    <p class="nothing">
      No incident matches.{' '}
      {filter.status !== 'all' && (
        <>
          <a href={addressOf({ ...filter, status: 'all' })}>Look among the resolved ones too</a>, or{' '}
        </>
      )}
      <a href="/incidents">show everything that is open</a>.
    </p>
  );
}

/** The way to the other parts of the list. */
function Pager({ filter, part: { next, searchedTo } }: IncidentsContent) {
  if (filter.after === null && next === null) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {filter.after !== null && <a href={addressOf({ ...filter, after: null })}>← First page</a>}
      {searchedTo !== null && <span class="quiet">Searched back to {incidentKey(searchedTo)}.</span>}
      {next !== null && (
        <a rel="next" href={addressOf({ ...filter, after: next })}>
          {searchedTo === null ? 'Next →' : 'Search further back →'}
        </a>
      )}
    </nav>
  );
}
