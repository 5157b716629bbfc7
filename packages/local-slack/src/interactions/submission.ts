import { checkView } from '../block-kit/view.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
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

function readErrors(view: View, raw: unknown): Map<string, string> | undefined {
  if (!isJsonObject(raw)) return undefined;
  const inputs = new Set(view.content.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id));
  const errors = new Map<string, string>();
  for (const [blockId, text] of Object.entries(raw)) {
    if (typeof text !== 'string' || text === '' || !inputs.has(blockId)) return undefined;
    errors.set(blockId, text);
  }
  return errors.size > 0 ? errors : undefined;
}

/**
 * Carries out the answer to a view_submission (https://docs.slack.dev/surfaces/modals#response_actions). An answer that
 * Slack does not understand looks to the person like an app that is not there.
 */
export function carryOut(workspace: Workspace, view: View, response: JsonObject): SubmissionOutcome {
  const { views } = workspace;
  const fail = (): SubmissionOutcome => {
    views.show(view, new Map(), TROUBLE);
    return 'failed';
  };
  switch (response.response_action) {
    case undefined:
      views.close(view);
      return 'closed';
    case 'clear':
      views.clear(view.userId);
      return 'closed';
    case 'errors': {
      const errors = readErrors(view, response.errors);
      if (!errors) return fail();
      views.show(view, errors);
      return 'errors';
    }
    case 'update':
    case 'push': {
      const checked = checkView(response.view, 'modal');
      if ('problems' in checked) return fail();
      if (response.response_action === 'update') {
        views.update(view, checked.value);
        return 'updated';
      }
      return views.push(view.userId, checked.value) ? 'pushed' : fail();
    }
    default:
      return fail();
  }
}
