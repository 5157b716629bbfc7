import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import type { Item } from '../live/region.ts';

interface ScrollerProps {
  /** What the list is called. */
  label: string;
  /** The id of the list, to which news is added. */
  listId: string;
  items: readonly Item[];
}

/** A list that shows what is newest, and keeps its place when somebody has scrolled up. What is put in stands above it. */
export function Scroller({ label, listId, items, children }: PropsWithChildren<ScrollerProps>) {
  return (
    <section class="scroller" tabindex={0} aria-label={label}>
      <div class="scrolled">
        {children}
        <div id={listId} role="log" aria-label={label}>
          {raw(items.map(({ html }) => html).join(''))}
        </div>
      </div>
    </section>
  );
}
