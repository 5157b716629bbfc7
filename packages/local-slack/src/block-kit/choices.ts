import { z } from 'zod';
import { choiceOption, confirmation, isSameOption, type Option } from './composition.ts';
import { actionId } from './identity.ts';

const common = {
  action_id: actionId,
  options: z.array(choiceOption).min(1).max(10),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
};

const isAmong = (options: Option[], option: Option) => options.some((one) => isSameOption(one, option));
const NOT_AMONG = 'initial option must exactly match one of the provided options';

/** https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...common,
    initial_options: z.array(choiceOption).min(1).max(10).optional(),
  })
  .refine(({ options, initial_options }) => (initial_options ?? []).every((one) => isAmong(options, one)), NOT_AMONG);

/** https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element */
export const radioButtons = z
  .strictObject({ type: z.literal('radio_buttons'), ...common, initial_option: choiceOption.optional() })
  .refine(({ options, initial_option }) => !initial_option || isAmong(options, initial_option), NOT_AMONG);
