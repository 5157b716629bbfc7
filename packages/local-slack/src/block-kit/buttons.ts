import { z } from 'zod';
import { confirmation, overflowOption } from './composition.ts';
import { actionId } from './identity.ts';
import { link } from './links.ts';
import { bounded } from './strings.ts';
import { plainText } from './text.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  url: link.optional(),
  value: bounded(1, 2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirmation.optional(),
  accessibility_label: bounded(1, 75).optional(),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(5),
  confirm: confirmation.optional(),
});
