import { MAX_COUNTED } from '../../../incidents/store.ts';
import { addressOf, type Filter } from './filter.ts';
import { PAGE_SIZE } from './page-size.ts';

/** How many there are, and the way to the others. */
export function Pager({ filter, total }: { filter: Filter; total: number }) {
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
