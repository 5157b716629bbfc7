import { parse, stringify, YAMLError } from 'yaml';
import { INPUT, textOf } from '../../modal.ts';
import type { SettingField } from '../setting-form.ts';
import { optionalInput } from './input.ts';

interface YamlField {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
}

const MAX_LENGTH = 500;

/** A field for what is seldom set, written as in opsknight.yml on one line. */
export function yamlField({ block, path, ...words }: YamlField): SettingField {
  return {
    block,
    path,
    draw: (value) => {
      const written = value === undefined ? '' : onOneLine(value);
      if (written.length > MAX_LENGTH) return null; // it stays as it is: such a one is written in the file
      return optionalInput(block, words, {
        type: 'plain_text_input',
        action_id: INPUT,
        max_length: MAX_LENGTH,
        ...(written !== '' && { initial_value: written }),
      });
    },
    read: (view) => {
      const text = textOf(view, block);
      if (text === null) return undefined;
      try {
        return parse(text, { maxAliasCount: 0 }) as unknown;
      } catch (error) {
        if (error instanceof YAMLError) return text; // whatever takes the value says what it has to be
        throw error;
      }
    },
  };
}

function onOneLine(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}
