import type { StateValue } from '../workspace/view-state.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Placed, Surface } from './surface.ts';

/** Somebody types or chooses something that the app is not told of yet. */
export function enter(
  workspace: Workspace,
  userId: string,
  surface: Surface,
  { block, element }: Pick<Placed, 'block' | 'element'>,
  value: StateValue,
): void {
  if ('view' in surface) workspace.views.enter(surface.view, block.block_id, element.action_id, value);
  else workspace.typed.enter(userId, surface.message.ts, block.block_id, element.action_id, value);
}

/** What this person has entered on a surface so far, by block_id and action_id. */
export function enteredOn(
  workspace: Workspace,
  userId: string,
  surface: Surface,
): ReadonlyMap<string, ReadonlyMap<string, StateValue>> {
  return 'view' in surface ? surface.view.entered : workspace.typed.of(userId, surface.message.ts);
}
