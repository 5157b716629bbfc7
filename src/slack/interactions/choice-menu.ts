import type { PlainTextOption, StaticSelect } from '@slack/types';
import { oneLine } from '../../words/text.ts';
import {
  label,
  MAX_OPTION_GROUPS,
  MAX_OPTION_TEXT,
  MAX_OPTIONS,
  MAX_VIEW_BYTES,
  outsideLabel,
} from '../cards/blocks.ts';
import { cut } from '../cards/mrkdwn.ts';

export interface Choice {
  id: number | string;
  name: string;
}

/** A group's label names its first and its last choice. */
const MAX_NAME_IN_LABEL = Math.floor((MAX_OPTION_TEXT - ' – '.length) / 2);

/** What the options may take of the view around them; the rest is for its other fields and for the groups' labels. */
const MAX_OPTIONS_BYTES = MAX_VIEW_BYTES - 50_000;

interface ChoiceMenu {
  element: StaticSelect;
  /** How many, the last ones by name, found no room. */
  leftOut: number;
}

/**
 * A menu by name; null when there is nothing to choose. Slack takes 100 options in a list, so longer ones come in groups, and so
 * many that the view stays below 250 kB: room for about 2,000.
 * @param chosen the one that it is now, which comes first
 */
export function choiceMenu(
  choices: readonly Choice[],
  chosen: Choice | undefined,
  placeholder: string,
): ChoiceMenu | null {
  if (choices.length === 0) return null;
  const byName = [...choices].sort((a, b) => a.name.localeCompare(b.name));
  const sorted = [...(chosen ? [chosen] : []), ...byName.filter(({ id }) => id !== chosen?.id)];
  const shown = sorted.slice(0, Math.min(roomFor(sorted), MAX_OPTIONS * MAX_OPTION_GROUPS));
  const menu = { type: 'static_select', placeholder: label(placeholder) } as const;
  const lists =
    shown.length <= MAX_OPTIONS ? { options: shown.map(option) } : { option_groups: chunks(shown).map(group) };
  const initial = chosen ? { initial_option: option(chosen) } : {};
  return { element: { ...menu, ...lists, ...initial }, leftOut: sorted.length - shown.length };
}

/** How many of these, from the first on, fit into a view. */
function roomFor(choices: readonly Choice[]): number {
  let bytes = 0;
  const over = choices.findIndex((choice) => {
    bytes += Buffer.byteLength(JSON.stringify(option(choice))) + 1;
    return bytes > MAX_OPTIONS_BYTES;
  });
  return over < 0 ? choices.length : over;
}

function option({ id, name }: Choice): PlainTextOption {
  return { text: outsideLabel(name, MAX_OPTION_TEXT), value: String(id) };
}

function group(choices: Choice[]): NonNullable<StaticSelect['option_groups']>[number] {
  const ends = [choices.at(0), choices.at(-1)].map((one) => cut(oneLine(one?.name ?? ''), MAX_NAME_IN_LABEL));
  return { label: outsideLabel(ends.join(' – '), MAX_OPTION_TEXT), options: choices.map(option) };
}

function chunks(choices: Choice[]): Choice[][] {
  const count = Math.ceil(choices.length / MAX_OPTIONS);
  return Array.from({ length: count }, (_, index) => choices.slice(index * MAX_OPTIONS, (index + 1) * MAX_OPTIONS));
}
