import { z } from 'zod';
import { confirmation, menuOption, optionGroup } from './composition.ts';
import { actionId } from './identity.ts';
import { plainText } from './text.ts';

/*
 * Menus whose options the app is asked for while somebody types
 * (https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select and
 * .../multi-select-menu-element#external_multi_select).
 */

/** How much has to be typed before the app is asked. */
export const DEFAULT_MIN_QUERY_LENGTH = 3;

const common = {
  action_id: actionId,
  placeholder: plainText(150).optional(),
  min_query_length: z.number().int().min(0).optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
};

export const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...common,
  initial_option: menuOption.optional(),
});

export const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...common,
  initial_options: z.array(menuOption).min(1).max(100).optional(),
  max_selected_items: z.number().int().min(1).optional(),
});

/** What an app answers to `block_suggestion`: at most 100 options, in groups or not. */
const suggestions = z.union([
  z.strictObject({ options: z.array(menuOption).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

export type Suggestion = z.infer<typeof menuOption>;

/** The options in an app's answer; undefined when Slack would show none of them. */
export function readSuggestions(answer: unknown): Suggestion[] | undefined {
  const parsed = suggestions.safeParse(answer);
  if (!parsed.success) return undefined;
  return 'options' in parsed.data ? parsed.data.options : parsed.data.option_groups.flatMap(({ options }) => options);
}
