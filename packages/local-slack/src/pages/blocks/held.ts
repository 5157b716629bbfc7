import type { Block, Interactive } from '../../block-kit/blocks.ts';
import { blockText } from '../../people/elements.ts';
import type { Spot } from './spot.ts';

/** An element where it is drawn. */
export interface Held<Element extends Interactive = Interactive> {
  spot: Spot;
  block: Block;
  element: Element;
}

export interface Naming {
  id: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

/** How an element is called by those who don't see it: by the same words that others see on it or beside it. */
export function namingOf({ spot, block, element }: Held): Naming {
  const id = spot.idOf(element);
  if (block.type !== 'input') return { id, 'aria-label': visibleName(spot, block, element) };
  const error = spot.errorAt(block.block_id);
  const notes = [...(error === undefined ? [] : [`${id}-error`]), ...(block.hint ? [`${id}-hint`] : [])];
  return {
    id,
    'aria-labelledby': `${id}-label`,
    'aria-describedby': notes.length > 0 ? notes.join(' ') : undefined,
    'aria-invalid': error === undefined ? undefined : 'true',
  };
}

function visibleName(spot: Spot, block: Block, element: Interactive): string {
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  return placeholder ?? (blockText(spot.viewer.workspace, block) || 'Choose');
}
