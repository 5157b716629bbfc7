import type { Totals } from '../../../insights/summary.ts';
import { URGENCIES, type Urgency } from '../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { keptShare, shownTime } from './words.ts';

interface NumbersTableProps {
  caption: string;
  /** What the rows are named by. */
  head: string;
  rows: NumbersRow[];
}

export interface NumbersRow {
  name: string;
  totals: Totals;
  /** The list of the incidents that were counted, of all urgencies or of one. */
  list(urgency?: Urgency): string;
}

/** The numbers that the charts are drawn from; each count leads to its incidents. */
export function NumbersTable({ caption, head, rows }: NumbersTableProps) {
  if (rows.length === 0) return null;
  return (
    <section class="card table-card" tabindex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" rowspan={2}>
              {head}
            </th>
            <th scope="col" rowspan={2}>
              Incidents
            </th>
            {URGENCIES.map((urgency) => (
              <th scope="col" rowspan={2}>
                {urgencyLabel(urgency)}
              </th>
            ))}
            <th scope="colgroup" colspan={3} class="group">
              Time to acknowledge
            </th>
            <th scope="colgroup" colspan={3} class="group">
              Time to resolve
            </th>
            <th scope="colgroup" colspan={3} class="group">
              SLA
            </th>
          </tr>
          <tr>
            {['Mean', 'Median', '90 %', 'Mean', 'Median', '90 %', 'Kept', 'Breached', 'Undecided'].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row {...row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ name, totals: { incidents, byUrgency, acknowledge, resolve, sla }, list }: NumbersRow) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <Count count={incidents} list={list()} />
      {URGENCIES.map((urgency) => (
        <Count count={byUrgency[urgency]} list={list(urgency)} />
      ))}
      {[acknowledge, resolve].flatMap((times) =>
        (['mean', 'median', 'p90'] as const).map((which) => <td>{shownTime(times, which)}</td>),
      )}
      <td>{keptShare(sla)}</td>
      <td>{sla.missed}</td>
      <td>{sla.undecided}</td>
    </tr>
  );
}

function Count({ count, list }: { count: number; list: string }) {
  return <td>{count === 0 ? 0 : <a href={list}>{count}</a>}</td>;
}
