import { endOf, type Period } from '../../../insights/period.ts';
import type { Summary, Times, Totals } from '../../../insights/summary.ts';
import { URGENCIES, type Urgency } from '../../../oncall/urgency.ts';
import type { Service } from '../../../settings/types.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { addressOf as listAddress } from '../incidents/filter.ts';
import { Layout } from '../layout.tsx';
import type { Visitor } from '../visitor.ts';
import { CHART_SIZE, type ChartName } from './charts.ts';
import { FilterForm } from './filter-form.tsx';
import { NumbersTable } from './numbers-table.tsx';
import { type Query, written } from './query.ts';
import { keptShare, partLabels, periodWords, STEP_NAMES, shownTime } from './words.ts';

interface InsightsPageProps {
  query: Query;
  summary: Summary;
  services: Service[];
  serviceName(id: number | null): string;
  visitor: Visitor;
  /** Why something else is shown than was asked for. */
  trouble?: string;
}

/** How a span of time went: how many incidents, and how fast people were. */
export function InsightsPage({ query, summary, services, serviceName, visitor, trouble }: InsightsPageProps) {
  const { all, period, parts, services: byService } = summary;
  const { zone } = visitor;
  const { column, per } = STEP_NAMES[period.step];
  const isOfAll = query.service === undefined;
  const names = partLabels(period, zone);
  return (
    <Layout title="Insights" visitor={visitor} section="insights">
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <h1>Insights</h1>
      <FilterForm query={query} services={services} />
      <p class="quiet">
        Incidents opened from {periodWords(period, zone)}
        {period.step === 'week' && '; a week begins on Monday'}. Counts lead to the incidents, as far as you may see
        them.
      </p>
      <Figures totals={all} list={listOf(query, period, 0, period.starts.length - 1)} />
      <div class="charts">
        <Chart name="incidents" title={`Incidents ${per}, by urgency`} query={query} />
        {isOfAll && <Chart name="services" title={`Incidents ${per}, by service`} query={query} />}
        <Chart name="mtta" title={`Mean time to acknowledge, ${per}`} query={query} />
        <Chart name="mttr" title={`Mean time to resolve, ${per}`} query={query} />
      </div>
      <NumbersTable
        caption={`By ${period.step}`}
        head={column}
        rows={parts.map((totals, part) => ({
          name: names[part] ?? '',
          totals,
          list: listOf(query, period, part, part),
        }))}
      />
      {isOfAll && (
        <NumbersTable
          caption="By service"
          head="Service"
          rows={byService.map((totals) => ({
            name: serviceName(totals.serviceId),
            totals,
            list: listOf({ ...query, service: totals.serviceId ?? 'none' }, period, 0, period.starts.length - 1),
          }))}
        />
      )}
    </Layout>
  );
}

/** The addresses of the lists of what was counted in some parts of the period. */
function listOf({ service }: Query, period: Period, first: number, last: number) {
  const opened = { from: period.starts[first] ?? period.from, to: endOf(period, last) };
  return (urgency?: Urgency) => listAddress({ status: 'all', service, urgency, opened });
}

function Figures({ totals, list }: { totals: Totals; list: (urgency?: Urgency) => string }) {
  const { incidents, byUrgency, acknowledge, resolve, sla } = totals;
  return (
    <dl class="figures">
      <div class="card">
        <dt>Incidents</dt>
        <dd>
          <span class="number">{incidents}</span>
          <span class="quiet">
            {URGENCIES.map((urgency, index) => (
              <>
                {index > 0 && ' · '}
                <a href={list(urgency)}>
                  {urgencyLabel(urgency)} {byUrgency[urgency]}
                </a>
              </>
            ))}
          </span>
        </dd>
      </div>
      <TimeFigure
        name="Mean time to acknowledge"
        times={acknowledge}
        what="MTTA, from the first alert to the first acknowledgement"
      />
      <TimeFigure name="Mean time to resolve" times={resolve} what="MTTR, from the first alert to the end" />
      <div class="card">
        <dt>SLA kept</dt>
        <dd>
          <span class="number">{keptShare(sla)}</span>
          <span class="quiet">
            {sla.kept} kept · {sla.missed} breached · {sla.undecided} undecided
          </span>
        </dd>
      </div>
    </dl>
  );
}

function TimeFigure({ name, times, what }: { name: string; times: Times | null; what: string }) {
  return (
    <div class="card">
      <dt>{name}</dt>
      <dd>
        <span class="number">{shownTime(times, 'mean')}</span>
        {times !== null && (
          <span>
            median {shownTime(times, 'median')} · 90 % within {shownTime(times, 'p90')}
          </span>
        )}
        <span class="quiet">{what}</span>
      </dd>
    </div>
  );
}

/** A chart, in the reader's light or dark; its numbers are in the tables of the same page. */
function Chart({ name, title, query }: { name: ChartName; title: string; query: Query }) {
  const search = written(query);
  return (
    <figure class="card">
      <figcaption>{title}</figcaption>
      <picture>
        <source srcset={`/insights/${name}-dark.svg?${search}`} media="(prefers-color-scheme: dark)" />
        <img
          src={`/insights/${name}-light.svg?${search}`}
          alt={`Bar chart: ${title}. The numbers are in the tables below.`}
          width={CHART_SIZE.width}
          height={CHART_SIZE.height}
        />
      </picture>
    </figure>
  );
}
