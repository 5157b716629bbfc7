import { enter, enteredOn } from '../../interactions/entering.ts';
import type { Placed, Surface } from '../../interactions/surface.ts';
import { initialValue } from '../../workspace/view-state.ts';
import { placedById, THREAD_PANE } from '../blocks/spot.ts';
import type { Viewer } from '../viewer.ts';
import { valueFrom } from './values.ts';

/** The surface that a window refers to, unless it is gone or somebody else's. */
export function surfaceNamed({ workspace, member }: Viewer, reference: string): Surface | undefined {
  const [kind, first = '', second = ''] = reference.split(' ');
  if (kind === 'view') {
    const view = workspace.views.find(({ id }) => id === first);
    return view?.userId === member.id ? { view } : undefined;
  }
  const channel = workspace.channels.byId(first);
  const message = workspace.messages.find(first, second);
  const isForOther = message?.onlyFor !== undefined && message.onlyFor !== member.id;
  return message && channel && workspace.canSee(member.id, channel) && !isForOther ? { message } : undefined;
}

/** An element by the id it has in the page. */
export function elementNamed(surface: Surface, id: string): Placed | undefined {
  return placedById(surface).get(id.startsWith(THREAD_PANE) ? id.slice(THREAD_PANE.length) : id);
}

/** Takes over what stands in the text fields of a surface, which come along with everything that is done in it. */
export function takeTexts(viewer: Viewer, surface: Surface, form: URLSearchParams): void {
  const { workspace, member } = viewer;
  for (const [key, text] of form) {
    const placed = key.startsWith('text:') ? elementNamed(surface, key.slice('text:'.length)) : undefined;
    if (!placed) continue;
    const { block, element } = placed;
    const entered = enteredOn(workspace, member.id, surface).get(block.block_id)?.get(element.action_id);
    const value = valueFrom(viewer, element, [text]);
    const held = entered ?? initialValue(element);
    if (JSON.stringify(held) !== JSON.stringify(value)) enter(workspace, member.id, surface, placed, value);
  }
}
