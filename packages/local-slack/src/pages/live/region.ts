/** One row of a list. */
export interface Item {
  readonly id: string;
  readonly html: string;
}

/** A part of the page that is kept fresh: an element, or the rows inside one. */
export type Region =
  | { readonly id: string; readonly html: string }
  | { readonly id: string; readonly items: readonly Item[] };

type Swap = 'outerMorph' | 'innerMorph' | 'beforeend';

/** https://four.htmx.org: several places of a page changed by one answer */
function partial(id: string, swap: Swap, html: string): string {
  return `<hx-partial hx-target="#${id}" hx-swap="${swap}">${html}</hx-partial>`;
}

const joined = (items: readonly Item[]) => items.map(({ html }) => html).join('');

function listChange(id: string, before: readonly Item[], after: readonly Item[]): string {
  const isLonger = before.length > 0 && before.every((item, index) => item.id === after[index]?.id);
  if (!isLonger) return joined(before) === joined(after) ? '' : partial(id, 'innerMorph', joined(after));
  const changed = after.filter((item, index) => index < before.length && item.html !== before[index]?.html);
  const added = after.slice(before.length);
  return [
    ...changed.map((item) => partial(item.id, 'outerMorph', item.html)),
    ...(added.length > 0 ? [partial(id, 'beforeend', joined(added))] : []),
  ].join('');
}

/** What has to be changed in a page that shows `before` so that it shows `after`; empty when nothing has. */
export function changeBetween(before: readonly Region[], after: readonly Region[]): string {
  const known = new Map(before.map((region) => [region.id, region]));
  return after
    .map((region) => {
      const old = known.get(region.id);
      if ('items' in region) {
        if (!old || !('items' in old)) return partial(region.id, 'innerMorph', joined(region.items));
        return listChange(region.id, old.items, region.items);
      }
      return old && 'html' in old && old.html === region.html ? '' : partial(region.id, 'outerMorph', region.html);
    })
    .join('');
}
