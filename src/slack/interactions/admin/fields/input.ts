import type { InputBlock } from '@slack/types';
import { label } from '../../../cards/blocks.ts';

/** A field that may be left empty, with its words. */
export function optionalInput(
  block: string,
  words: { label: string; hint?: string },
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: block,
    optional: true,
    label: label(words.label),
    ...(words.hint && { hint: label(words.hint) }),
    element,
  };
}
