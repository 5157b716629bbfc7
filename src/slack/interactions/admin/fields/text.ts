import { label } from '../../../cards/blocks.ts';
import { INPUT, textOf } from '../../modal.ts';
import type { SettingField } from '../setting-form.ts';

interface TextField {
  block: string;
  path: readonly string[];
  label: string;
  hint?: string;
  /** Whether the form can't be sent without it. */
  isNeeded?: boolean;
}

const MAX_LENGTH = 200;

/** A field of one line, for a name or a duration. */
export function textField({ block, path, isNeeded = false, ...words }: TextField): SettingField {
  return {
    block,
    path,
    draw: (value) => ({
      type: 'input',
      block_id: block,
      optional: !isNeeded,
      label: label(words.label),
      ...(words.hint && { hint: label(words.hint) }),
      element: {
        type: 'plain_text_input',
        action_id: INPUT,
        max_length: MAX_LENGTH,
        ...(typeof value === 'string' && value !== '' && { initial_value: value }),
      },
    }),
    read: (view) => textOf(view, block) ?? undefined,
  };
}
