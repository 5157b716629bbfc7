import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import type { Item } from '../live/region.ts';
import { Icon } from './icon.tsx';

interface ScrollerProps {
  /** What the list is called. */
  label: string;
  /** The id of the list, to which news is added. */
  listId: string;
  items: readonly Item[];
  /** Says what came in meanwhile to somebody who has scrolled up. */
  tellsOfNew?: boolean;
}

/** A list that shows what is newest, and keeps its place when somebody has scrolled up. What is put in stands above it. */
export function Scroller({ label, listId, items, tellsOfNew = false, children }: PropsWithChildren<ScrollerProps>) {
  return (
    <div class="scroller-frame">
      <section class="scroller" tabindex={0} aria-label={label}>
        <div class="scrolled">
          {children}
          <div id={listId} role="log" aria-label={label}>
            {raw(items.map(({ html }) => html).join(''))}
          </div>
        </div>
      </section>
      {tellsOfNew && (
        <button type="button" class="new-messages" data-new-messages hidden hx-morph-skip>
          <Icon name="down" />
          <span></span>
        </button>
      )}
    </div>
  );
}
