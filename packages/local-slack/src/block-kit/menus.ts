import { z } from 'zod';
import { confirmation, conversationFilter, isSameOption, menuOption, optionGroup } from './composition.ts';
import { actionId } from './identity.ts';
import { plainText } from './text.ts';

/*
 * Select menus (https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element and
 * .../multi-select-menu-element). For menus with external data see external.ts.
 */

const common = {
  action_id: actionId,
  placeholder: plainText(150).optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
};

const maxSelected = z.number().int().min(1).optional();

const choices = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

type Choices = {
  options?: z.infer<typeof menuOption>[] | undefined;
  option_groups?: z.infer<typeof optionGroup>[] | undefined;
};

/** All options of a menu, in groups or not. */
export function optionsOf(menu: Choices): z.infer<typeof menuOption>[] {
  return menu.options ?? menu.option_groups?.flatMap((group) => group.options) ?? [];
}

const hasOneKindOfOptions = (menu: Choices) => (menu.options === undefined) !== (menu.option_groups === undefined);
const ONE_KIND = 'must provide either `options` or `option_groups`, and not both';

const isAmong = (menu: Choices, option: z.infer<typeof menuOption> | undefined) =>
  option === undefined || optionsOf(menu).some((one) => isSameOption(one, option));
const NOT_AMONG = 'initial option must exactly match one of the provided options';

export const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...common, ...choices, initial_option: menuOption.optional() })
  .refine(hasOneKindOfOptions, ONE_KIND)
  .refine((menu) => isAmong(menu, menu.initial_option), NOT_AMONG);

export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...common,
    ...choices,
    initial_options: z.array(menuOption).min(1).max(100).optional(),
    max_selected_items: maxSelected,
  })
  .refine(hasOneKindOfOptions, ONE_KIND)
  .refine((menu) => (menu.initial_options ?? []).every((option) => isAmong(menu, option)), NOT_AMONG);

const userId = z.string().regex(/^[UW][A-Z0-9]+$/, 'invalid user id');
const channelId = z.string().regex(/^C[A-Z0-9]+$/, 'invalid channel id');
const conversationId = z.string().regex(/^[CGDUW][A-Z0-9]+$/, 'invalid conversation id');

export const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...common,
  initial_user: userId.optional(),
});

export const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...common,
  initial_users: z.array(userId).optional(),
  max_selected_items: maxSelected,
});

export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...common,
  initial_conversation: conversationId.optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: conversationFilter.optional(),
});

export const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...common,
  initial_conversations: z.array(conversationId).optional(),
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
  max_selected_items: maxSelected,
});

export const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...common,
  initial_channel: channelId.optional(),
  response_url_enabled: z.boolean().optional(),
});

export const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...common,
  initial_channels: z.array(channelId).optional(),
  max_selected_items: maxSelected,
});
