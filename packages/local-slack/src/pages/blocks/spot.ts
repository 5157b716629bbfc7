import type { Interactive } from '../../block-kit/blocks.ts';
import { enteredOn } from '../../interactions/entering.ts';
import type { Placed, Surface } from '../../interactions/surface.ts';
import { placedInBlocks, placedInMessage } from '../../people/elements.ts';
import { initialValue, type StateValue } from '../../workspace/view-state.ts';
import type { Viewer } from '../viewer.ts';

/** Letters, digits and dashes only, so that it can stand in an id and in a selector. */
export function idPart(text: string): string {
  return text.replace(/[^\w]/g, (character) => `-${character.codePointAt(0)?.toString(36)}-`);
}

/**
 * The elements of a surface by the ids they have in the page: the action id, and which one of that name it is. Such an
 * id stays the same when the app draws the surface anew, so that an open menu stays open.
 */
export function placedById(surface: Surface): Map<string, Placed> {
  const all = 'message' in surface ? placedInMessage(surface.message) : placedInBlocks(surface.view.content.blocks);
  const root = surfaceId(surface);
  const counts = new Map<string, number>();
  return new Map(
    all.map((placed) => {
      const { action_id: actionId } = placed.element;
      const count = counts.get(actionId) ?? 0;
      counts.set(actionId, count + 1);
      return [`${root}-${idPart(actionId)}-${count}`, placed];
    }),
  );
}

export function surfaceId(surface: Surface): string {
  return 'message' in surface ? `m-${surface.message.ts.replace('.', '-')}` : `v-${surface.view.id}`;
}

/** Begins every id in the thread at the side, where a message may stand that stands in the channel as well. */
export const THREAD_PANE = 'thread-';
export type Pane = '' | typeof THREAD_PANE;

/** What the page sends back to say on which surface something was done. */
export function surfaceReference(surface: Surface): string {
  return 'message' in surface
    ? `message ${surface.message.channelId} ${surface.message.ts}`
    : `view ${surface.view.id}`;
}

/** Where blocks are drawn, and for whom. */
export class Spot {
  readonly #ids: Map<Interactive, string>;

  constructor(
    readonly viewer: Viewer,
    readonly surface: Surface,
    pane: Pane = '',
  ) {
    this.#ids = new Map([...placedById(surface)].map(([id, { element }]) => [element, `${pane}${id}`]));
  }

  idOf(element: Interactive): string {
    return this.#ids.get(element) ?? '';
  }

  /** What the element holds now. */
  valueOf(element: Interactive, blockId: string): StateValue | undefined {
    const { workspace, member } = this.viewer;
    const entered = enteredOn(workspace, member.id, this.surface);
    return entered.get(blockId)?.get(element.action_id) ?? initialValue(element);
  }

  /** What the app found wrong with an input. */
  errorAt(blockId: string): string | undefined {
    return 'view' in this.surface ? this.surface.view.errors.get(blockId) : undefined;
  }
}
