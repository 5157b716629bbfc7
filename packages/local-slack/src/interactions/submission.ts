import { isJsonObject, type JsonObject } from '../json.ts';
import { ApiError } from '../web-api/errors.ts';
import { checkedView, demandFreeExternalId } from '../web-api/view-content.ts';
import { initialValue, isEmpty, type StateValue } from '../workspace/view-state.ts';
import type { View } from '../workspace/views.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the person sees after pressing the submit button. */
export type SubmissionOutcome = 'closed' | 'errors' | 'updated' | 'pushed' | 'failed';

export const TROUBLE = 'We had some trouble connecting. Try again?';

function inputError(value: StateValue, element: { min_length?: number; max_length?: number }): string | undefined {
  const typed = value.value;
  if (typeof typed !== 'string') return undefined;
  const { min_length: min = 0, max_length: max = 3000 } = element;
  if (typed.length < min) return `Your input must be at least ${min} characters.`;
  if (typed.length > max) return `Your input must be at most ${max} characters.`;
  if (value.type === 'email_text_input' && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(typed))
    return 'Enter a valid email address.';
  if (value.type === 'url_text_input' && !URL.canParse(typed)) return 'Enter a valid URL.';
  if (value.type === 'number_input' && !/^-?\d+(\.\d+)?$/.test(typed)) return 'Enter a number.';
  return undefined;
}

/** What Slack's own client finds wrong with a form before it sends anything: by block_id. */
export function clientErrors(view: View): Map<string, string> {
  const errors = new Map<string, string>();
  for (const block of view.content.blocks) {
    if (block.type !== 'input') continue;
    const value = view.entered.get(block.block_id)?.get(block.element.action_id) ?? initialValue(block.element);
    if (!value) continue;
    if (isEmpty(value)) {
      if (!block.optional) errors.set(block.block_id, 'Please complete this required field.');
      continue;
    }
    const limits = block.element.type === 'plain_text_input' ? block.element : {};
    const error = inputError(value, limits);
    if (error) errors.set(block.block_id, error);
  }
  return errors;
}

/** The `errors` of an answer: at least one, each at an input of the view. */
function readErrors(view: View, raw: unknown): Map<string, string> {
  const inputs = new Set(view.content.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id));
  const errors = new Map<string, string>();
  for (const [blockId, text] of Object.entries(isJsonObject(raw) ? raw : {})) {
    if (typeof text !== 'string' || text === '' || !inputs.has(blockId)) throw new ApiError('invalid_errors');
    errors.set(blockId, text);
  }
  if (errors.size === 0) throw new ApiError('invalid_errors');
  return errors;
}

/**
 * Carries out the answer to a view_submission: an empty body, or one of Slack's response actions
 * (https://docs.slack.dev/surfaces/modals#response_actions). Views in it are checked as `views.update` checks them. Throws
 * ApiError for anything else.
 */
export function carryOut(workspace: Workspace, view: View, response: JsonObject): SubmissionOutcome {
  const { views } = workspace;
  if (Object.keys(response).length === 0) {
    views.close(view);
    return 'closed';
  }
  switch (response.response_action) {
    case 'clear':
      views.clear(view);
      return 'closed';
    case 'errors':
      views.show(view, readErrors(view, response.errors));
      return 'errors';
    case 'update': {
      const content = checkedView(response.view, 'modal');
      demandFreeExternalId(workspace, content, view);
      views.update(view, content);
      return 'updated';
    }
    case 'push': {
      const content = checkedView(response.view, 'modal');
      demandFreeExternalId(workspace, content);
      if (!views.push(view, content)) throw new ApiError('push_limit_reached');
      return 'pushed';
    }
    default:
      throw new ApiError('invalid_response_action');
  }
}
