import type { InputBlock } from '@slack/types';
import { label, MAX_INPUT } from '../cards/blocks.ts';
import { INPUT } from './modal.ts';

interface LongText {
  blockId: string;
  label: string;
  hint?: string;
  placeholder?: string;
  isOptional: boolean;
  /** What it holds at first; nothing when left out. */
  written?: string;
  /** Whether the form is opened to write in it. */
  hasFocus?: boolean;
}

/** An input of a form for text of several lines. */
export function longTextInput({ blockId, isOptional, written, hasFocus, ...words }: LongText): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    optional: isOptional,
    label: label(words.label),
    ...(words.hint && { hint: label(words.hint) }),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      multiline: true,
      max_length: MAX_INPUT,
      ...(words.placeholder && { placeholder: label(words.placeholder) }),
      ...(written && { initial_value: written }),
      ...(hasFocus && { focus_on_load: true }),
    },
  };
}
