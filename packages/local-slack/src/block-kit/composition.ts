import { z } from 'zod';
import { link } from './links.ts';
import { bounded } from './strings.ts';
import { anyText, plainText } from './text.ts';

const words = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });

/**
 * https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object; only `text` has to be there
 * (`Confirm` in @slack/types), and Slack has words of its own for the rest.
 */
export const confirmation = z.strictObject({
  title: plainText(100).default(() => words('Are you sure?')),
  text: anyText(300),
  confirm: plainText(30).default(() => words('Yes')),
  deny: plainText(30).default(() => words('Cancel')),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionValue = bounded(1, 150);

/** An option of a menu: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const menuOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
});

/** An option of checkboxes or radio buttons may use mrkdwn. */
export const choiceOption = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: anyText(75).optional(),
});

/** Only an overflow menu's option may carry a link. */
export const overflowOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
  url: link.optional(),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(menuOption).min(1).max(100),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object */
export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .max(2),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object */
export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must provide at least one filter');

/** Whether an initial option "exactly matches one of the options": by its text and its value. */
export const isSameOption = (one: Option, other: Option): boolean =>
  one.value === other.value && one.text.text === other.text.text && one.text.type === other.text.type;

export type Confirmation = z.infer<typeof confirmation>;
export type Option = z.infer<typeof choiceOption>;
