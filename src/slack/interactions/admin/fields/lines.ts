import { MAX_INPUT } from '../../../cards/blocks.ts';
import { textOf } from '../../modal.ts';
import { longTextInput } from '../../text-input.ts';
import type { SettingField } from '../setting-form.ts';

interface LinesField<Item> {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
  toLine(item: Item): string;
  fromLine(line: string): Item;
}

/** A field of several lines: each is one of a list. */
export function linesField<Item>({ block, path, toLine, fromLine, ...words }: LinesField<Item>): SettingField {
  return {
    block,
    path,
    draw: (value) => {
      const written = (Array.isArray(value) ? (value as Item[]) : []).map(toLine).join('\n');
      // More than an input takes is for opsknight.yml: a form that cut it off would lose the rest.
      if (written.length > MAX_INPUT) return null;
      return longTextInput({ blockId: block, ...words, isOptional: true, written });
    },
    read: (view) => {
      const lines = (textOf(view, block) ?? '').split('\n').flatMap((line) => line.trim() || []);
      return lines.length > 0 ? lines.map(fromLine) : undefined;
    },
  };
}

interface Named {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
}

/** A list of names, one in each line. */
export function namesField(field: Named): SettingField {
  return linesField<string>({ ...field, toLine: String, fromLine: String });
}
