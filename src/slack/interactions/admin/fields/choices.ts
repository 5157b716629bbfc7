import type { PlainTextOption } from '@slack/types';
import { label } from '../../../cards/blocks.ts';
import { INPUT, inputOf } from '../../modal.ts';
import type { SettingField } from '../setting-form.ts';
import { optionalInput } from './input.ts';

interface Choice<Key extends string> {
  key: Key;
  /** Our own words, at most 75 characters. */
  text: string;
  description?: string;
}

interface Boxes<Key extends string> {
  block: string;
  path: readonly string[];
  label: string;
  hint?: string;
  choices: readonly Choice<Key>[];
  /** What is checked, of the value as opsknight.yml has it, and back. */
  toChosen(value: unknown): readonly Key[];
  fromChosen(chosen: readonly Key[]): unknown;
}

/** A field of boxes to check. */
export function checkboxes<Key extends string>(boxes: Boxes<Key>): SettingField {
  const { block, path, choices } = boxes;
  const options = choices.map(option);
  return {
    block,
    path,
    draw: (value) => {
      const chosen = boxes.toChosen(value);
      const initial = options.filter(({ value: key }) => chosen.some((one) => one === key));
      return optionalInput(block, boxes, {
        type: 'checkboxes',
        action_id: INPUT,
        options,
        ...(initial.length > 0 && { initial_options: initial }),
      });
    },
    read: (view) => {
      const checked = inputOf(view, block).selected_options ?? [];
      return boxes.fromChosen(
        choices.map(({ key }) => key).filter((key) => checked.some(({ value }) => value === key)),
      );
    },
  };
}

function option({ key, text, description }: Choice<string>): PlainTextOption {
  return { text: label(text), value: key, ...(description && { description: label(description) }) };
}
