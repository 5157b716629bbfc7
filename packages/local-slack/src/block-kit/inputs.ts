import { z } from 'zod';
import { dispatchActionConfig } from './composition.ts';
import { actionId } from './identity.ts';
import { bounded } from './strings.ts';
import { plainText } from './text.ts';

const common = {
  action_id: actionId,
  placeholder: plainText(150).optional(),
  dispatch_action_config: dispatchActionConfig.optional(),
  focus_on_load: z.boolean().optional(),
};

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...common,
    initial_value: bounded(0, 3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  })
  .refine(({ min_length = 0, max_length = 3000 }) => min_length <= max_length, {
    message: 'must not be greater than `max_length`',
    path: ['min_length'],
  })
  .refine(({ initial_value = '', max_length = 3000 }) => initial_value.length <= max_length, {
    message: 'must not be longer than `max_length`',
    path: ['initial_value'],
  });

/** https://docs.slack.dev/reference/block-kit/block-elements/number-input-element */
export const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...common,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/email-input-element */
export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...common,
  initial_value: z.string().optional(),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/url-input-element */
export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...common,
  initial_value: z.string().optional(),
});
