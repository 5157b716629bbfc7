import { URGENCIES } from '../../../incidents/types.ts';
import type { Totals } from '../../../insights/summary.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { duration } from '../../../words/time.ts';
import { percent } from './percent.ts';

interface NumbersTableProps {
  caption: string;
  /** What the rows are named by. */
  head: string;
  rows: { name: string; totals: Totals }[];
}

/** The numbers that the charts are drawn from. */
export function NumbersTable({ caption, head, rows }: NumbersTableProps) {
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
