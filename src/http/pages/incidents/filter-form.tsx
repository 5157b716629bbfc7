import { URGENCIES } from '../../../oncall/urgency.ts';
import type { Service } from '../../../settings/types.ts';
import { statusLabel, urgencyLabel } from '../../../words/incident.ts';
import { type Filter, STATUS_CHOICES, writtenSpan } from './filter.ts';

/** Narrows the list down; outside the part that renews itself, so that nobody is disturbed while choosing. */
export function FilterForm({ filter, services }: { filter: Filter; services: Service[] }) {
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
            <option value="none" selected={filter.service === 'none'}>
              No service
            </option>
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
        <label class="tick">
          <input type="checkbox" name="mine" value="yes" checked={filter.mine} />
          Only mine
        </label>
        {filter.opened && <input type="hidden" name="opened" value={writtenSpan(filter.opened)} />}
        <button type="submit">Filter</button>
      </form>
    </search>
  );
}
