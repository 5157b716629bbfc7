import { checkView, isViewTooLarge, type ViewContent } from '../block-kit/view.ts';
import type { View } from '../workspace/views.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError, problemError } from './errors.ts';

/** A view that the app sent, in a call or in an acknowledgement. Throws ApiError. */
export function checkedView(raw: unknown, type: ViewContent['type']): ViewContent {
  if (isViewTooLarge(raw)) throw new ApiError('view_too_large');
  const checked = checkView(raw, type);
  if ('problems' in checked) throw problemError('invalid_arguments', checked.problems);
  return checked.value;
}

/** An `external_id` names one view of the workspace. */
export function demandFreeExternalId(workspace: Workspace, content: ViewContent, except?: View): void {
  const { external_id: id } = content;
  if (id === '') return;
  const holder = workspace.views.find((view) => view.content.external_id === id);
  if (holder && holder !== except) throw new ApiError('duplicate_external_id');
}
