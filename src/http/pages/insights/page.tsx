import { URGENCIES } from '../../../incidents/types.ts';
import type { Summary, Totals } from '../../../insights/summary.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { duration } from '../../../words/time.ts';
import { Layout } from '../layout.tsx';
import type { Visitor } from '../visitor.ts';
import { ChartFigure } from './figure.tsx';
import { percent } from './percent.ts';
import { NumbersTable } from './table.tsx';
import { weekLabel } from './week-label.ts';

interface InsightsPageProps {
  summary: Summary;
  zone: string;
  serviceName(id: number | null): string;
  visitor: Visitor;
}

/** How the last weeks went: how many incidents, and how fast people were. */
export function InsightsPage({ summary, zone, serviceName, visitor }: InsightsPageProps) {
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
