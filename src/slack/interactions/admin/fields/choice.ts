import { choiceMenu } from '../../choice-menu.ts';
import { INPUT, inputOf } from '../../modal.ts';
import type { FormContext, SettingField } from '../setting-form.ts';
import { optionalInput } from './input.ts';

interface ChoiceField {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
  placeholder: string;
  /** What there is to choose, by name. */
  names(context: FormContext): readonly string[];
}

/** A menu of what settings name: a policy, a schedule. */
export function choiceField({ block, path, names, ...words }: ChoiceField): SettingField {
  return {
    block,
    path,
    draw: (value, context) => {
      const choices = names(context).map((name) => ({ id: name, name }));
      const current = choices.find(
        ({ name }) => typeof value === 'string' && name.toLowerCase() === value.toLowerCase(),
      );
      const menu = choiceMenu(choices, current, words.placeholder);
      if (!menu) return null;
      return optionalInput(block, words, { ...menu.element, action_id: INPUT });
    },
    read: (view) => inputOf(view, block).selected_option?.value,
  };
}
