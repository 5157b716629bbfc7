import { RANGES, type Range } from '../../../insights/period.ts';
import type { Service } from '../../../settings/types.ts';
import type { Query } from './query.ts';

const LABELS: Record<Range | 'custom', string> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  custom: 'Custom…',
};

/** What to look back on. The days are asked for only where they count. */
export function FilterForm({ query, services }: { query: Query; services: Service[] }) {
  return (
    <search>
      <form class="filter" method="get" action="/insights" aria-label="What to look back on">
        <label>
          Range
          <select name="range">
            {[...RANGES, 'custom' as const].map((range) => (
              <option value={range} selected={range === query.range}>
                {LABELS[range]}
              </option>
            ))}
          </select>
        </label>
        <label class="custom">
          From
          <input type="date" name="from" value={query.from} />
        </label>
        <label class="custom">
          To
          <input type="date" name="to" value={query.to} />
        </label>
        <label>
          Service
          <select name="service">
            <option value="">All</option>
            <option value="none" selected={query.service === 'none'}>
              No service
            </option>
            {services.map(({ id, name }) => (
              <option value={String(id)} selected={id === query.service}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Show</button>
      </form>
    </search>
  );
}
