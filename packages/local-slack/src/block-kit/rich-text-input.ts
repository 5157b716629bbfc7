import { z } from 'zod';
import { dispatchActionConfig } from './composition.ts';
import { actionId } from './identity.ts';
import { richTextBlock } from './rich-text.ts';
import { plainText } from './text.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element */
export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  action_id: actionId,
  initial_value: richTextBlock.optional(),
  placeholder: plainText(150).optional(),
  dispatch_action_config: dispatchActionConfig.optional(),
  focus_on_load: z.boolean().optional(),
});
