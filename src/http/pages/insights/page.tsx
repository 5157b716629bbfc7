import { Hono } from 'hono';
import type { Summary, Totals } from '../../../insights/summary.ts';
import { URGENCIES } from '../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { duration } from '../../../words/time.ts';
import type { HttpDeps } from '../../deps.ts';
import { Layout, page } from '../layout.tsx';
import { type SignedIn, signedIn } from '../signed-in.tsx';
import type { Visitor } from '../visitor.ts';
import { CHART_SIZE, CHARTS, type ChartName, chartOf, drawSvg, THEMES, weekLabel } from './charts.ts';
import { InsightsReport } from './report.ts';

/** Numbers over the last weeks. They are the same for everybody: they count incidents and show none. */
export function insightsRoutes(deps: HttpDeps) {
  const report = new InsightsReport(deps.insights, deps.settings, deps.clock);
  const routes = new Hono<SignedIn>();
  routes.use('/insights/*', signedIn(deps));

  const contentFor = async (zone: string) => {
    const [summary, services] = await Promise.all([report.read(zone), deps.settings.services()]);
    const names = new Map<number | null, string>(services.map(({ id, name }) => [id, name]));
    return { summary, zone, serviceName: (id: number | null) => names.get(id) ?? 'No service' };
  };

  routes.get('/insights', async (c) => {
    const { visitor } = c.var;
    return page(c, <InsightsPage {...(await contentFor(visitor.zone))} visitor={visitor} />);
  });

  for (const name of CHARTS) {
    for (const theme of THEMES) {
      routes.get(`/insights/${name}-${theme}.svg`, async (c) => {
        const svg = await drawSvg(chartOf(name, await contentFor(c.var.visitor.zone), theme));
        return c.body(svg, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, max-age=60' });
      });
    }
  }

  return routes;
}

interface InsightsPageProps {
  summary: Summary;
  zone: string;
  serviceName(id: number | null): string;
  visitor: Visitor;
}

/** How the last weeks went: how many incidents, and how fast people were. */
function InsightsPage({ summary, zone, serviceName, visitor }: InsightsPageProps) {
  const { all, weeks, services } = summary;
  const byWeek = weeks.map((week) => ({ name: weekLabel(week.startsAt, zone), totals: week }));
  const byService = services.map((service) => ({ name: serviceName(service.serviceId), totals: service }));
  return (
    <Layout title="Insights" visitor={visitor} section="insights">
      <h1>Insights</h1>
      <p class="quiet">Incidents opened in the last {weeks.length} weeks; a week begins on Monday.</p>
      <Figures {...all} />
      <div class="charts">
        <ChartFigure name="incidents" title="Incidents per week, by urgency" />
        <ChartFigure name="services" title="Incidents per week, by service" />
        <ChartFigure name="mtta" title="Mean time to acknowledge, per week" />
        <ChartFigure name="mttr" title="Mean time to resolve, per week" />
      </div>
      <NumbersTable caption="By week" head="Week of" rows={byWeek} />
      <NumbersTable caption="By service" head="Service" rows={byService} />
    </Layout>
  );
}

function Figures({ incidents, byUrgency, mtta, mttr, slaKept }: Totals) {
  return (
    <dl class="figures">
      <Figure name="Incidents" value={String(incidents)}>
        {URGENCIES.map((urgency) => `${urgencyLabel(urgency)} ${byUrgency[urgency]}`).join(' · ')}
      </Figure>
      <Figure name="Mean time to acknowledge" value={mtta === null ? '–' : duration(mtta)}>
        MTTA, from the first alert to the first acknowledgement
      </Figure>
      <Figure name="Mean time to resolve" value={mttr === null ? '–' : duration(mttr)}>
        MTTR, from the first alert to the end
      </Figure>
      <Figure name="SLA kept" value={percent(slaKept)}>
        of the incidents with a target in opsknight.yml
      </Figure>
    </dl>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: string }) {
  return (
    <div class="card">
      <dt>{name}</dt>
      <dd>
        <span class="number">{value}</span>
        <span class="quiet">{children}</span>
      </dd>
    </div>
  );
}

/** A chart, in the reader's light or dark; its numbers are in the tables of the same page. */
function ChartFigure({ name, title }: { name: ChartName; title: string }) {
  return (
    <figure class="card">
      <figcaption>{title}</figcaption>
      <picture>
        <source srcset={`/insights/${name}-dark.svg`} media="(prefers-color-scheme: dark)" />
        <img
          src={`/insights/${name}-light.svg`}
          alt={`Bar chart: ${title}. The numbers are in the tables below.`}
          width={CHART_SIZE.width}
          height={CHART_SIZE.height}
        />
      </picture>
    </figure>
  );
}

interface NumbersTableProps {
  caption: string;
  /** What the rows are named by. */
  head: string;
  rows: { name: string; totals: Totals }[];
}

/** The numbers that the charts are drawn from. */
function NumbersTable({ caption, head, rows }: NumbersTableProps) {
  if (rows.length === 0) return null;
  return (
    <section class="card table-card" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Incidents</th>
            {URGENCIES.map((urgency) => (
              <th scope="col">{urgencyLabel(urgency)}</th>
            ))}
            <th scope="col">
              <abbr title="Mean time to acknowledge">MTTA</abbr>
            </th>
            <th scope="col">
              <abbr title="Mean time to resolve">MTTR</abbr>
            </th>
            <th scope="col">SLA kept</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, totals: { incidents, byUrgency, mtta, mttr, slaKept } }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{incidents}</td>
              {URGENCIES.map((urgency) => (
                <td>{byUrgency[urgency]}</td>
              ))}
              <td>{mtta === null ? '–' : duration(mtta)}</td>
              <td>{mttr === null ? '–' : duration(mttr)}</td>
              <td>{percent(slaKept)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** "97 %"; a dash where there is nothing to measure. Only all of them are 100 %. */
function percent(share: number | null): string {
  if (share === null) return '–';
  const rounded = Math.round(share * 100);
  return `${share < 1 ? Math.min(rounded, 99) : rounded} %`;
}
