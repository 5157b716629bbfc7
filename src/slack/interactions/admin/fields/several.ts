import type { InputBlock, PlainTextOption } from '@slack/types';
import { type Choice, choiceMenu } from '../../choice-menu.ts';
import { INPUT, inputOf, type SubmittedView } from '../../modal.ts';
import type { SettingField } from '../setting-form.ts';
import { optionalInput } from './input.ts';

interface Several {
  block: string;
  label: string;
  hint?: string;
  placeholder: string;
  choices: readonly Choice[];
  /** Ids of those that are chosen at first. */
  chosen?: readonly string[];
}

/** A menu of which several can be chosen; nothing where there is nothing to choose. */
export function severalField({ block, placeholder, chosen = [], ...rest }: Several): InputBlock[] {
  const options = optionsOf(rest.choices, placeholder);
  const made = choiceMenu(rest.choices, undefined, placeholder);
  if (!made) return [];
  const { type: _, ...element } = made.element;
  const initial = options.filter(({ value }) => chosen.includes(value));
  const menu = { ...element, type: 'multi_static_select', action_id: INPUT } as const;
  return [optionalInput(block, rest, { ...menu, ...(initial.length > 0 && { initial_options: initial }) })];
}

interface NamesMenu {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
  placeholder: string;
  /** What there is to choose. */
  names: readonly string[];
}

/** A menu of which several names can be chosen. What it has no room for, or offers no longer, stays. */
export function namesMenu({ block, path, names, ...words }: NamesMenu): SettingField {
  const choices = names.map((name) => ({ id: name, name }));
  return {
    block,
    path,
    draw: (value) => severalField({ block, ...words, choices, chosen: namesIn(value) })[0] ?? null,
    read: (view, stored) => {
      const offered = offeredOf(choices);
      const all = [...namesIn(stored).filter((name) => !offered.includes(name)), ...chosenOf(view, block)];
      return all.length > 0 ? all : undefined;
    },
  };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function chosenOf(view: SubmittedView, block: string): string[] {
  return (inputOf(view, block).selected_options ?? []).map(({ value }) => value);
}

/** Ids that the menu has room for. */
export function offeredOf(choices: readonly Choice[]): string[] {
  return optionsOf(choices, '…').map(({ value }) => value);
}

function optionsOf(
  choices: readonly Choice[],
  placeholder: string,
): { text: PlainTextOption['text']; value: string }[] {
  const element = choiceMenu(choices, undefined, placeholder)?.element;
  const all = [...(element?.options ?? []), ...(element?.option_groups ?? []).flatMap(({ options }) => options)];
  return all.flatMap(({ text, value }) => (value === undefined || text.type !== 'plain_text' ? [] : [{ text, value }]));
}
