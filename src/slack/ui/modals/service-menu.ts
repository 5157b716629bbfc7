import type { PlainTextOption, StaticSelect } from '@slack/types';
import { oneLine } from '../../../words/text.ts';
import { label, outsideLabel } from '../blocks.ts';
import { cut } from '../escape.ts';
import { MAX_OPTION_GROUPS, MAX_OPTION_TEXT, MAX_OPTIONS } from '../limits.ts';

export interface ServiceChoice {
  id: number;
  name: string;
}

/** A group's label names its first and its last service. */
const MAX_NAME_IN_LABEL = Math.floor((MAX_OPTION_TEXT - ' – '.length) / 2);

/**
 * A menu of services by name; null when there is none to choose. Slack takes 100 options in a list, so longer ones come in
 * groups: room for 10,000, by when searching in the menu is how people find theirs anyway.
 */
export function serviceMenu(services: readonly ServiceChoice[]): StaticSelect | null {
  if (services.length === 0) return null;
  const sorted = [...services].sort((a, b) => a.name.localeCompare(b.name));
  const menu = { type: 'static_select', placeholder: label('No particular service') } as const;
  if (sorted.length <= MAX_OPTIONS) return { ...menu, options: sorted.map(option) };
  return { ...menu, option_groups: chunks(sorted).slice(0, MAX_OPTION_GROUPS).map(group) };
}

function option({ id, name }: ServiceChoice): PlainTextOption {
  return { text: outsideLabel(name, MAX_OPTION_TEXT), value: String(id) };
}

function group(services: ServiceChoice[]): NonNullable<StaticSelect['option_groups']>[number] {
  const ends = [services.at(0), services.at(-1)].map((one) => cut(oneLine(one?.name ?? ''), MAX_NAME_IN_LABEL));
  return { label: outsideLabel(ends.join(' – '), MAX_OPTION_TEXT), options: services.map(option) };
}

function chunks(services: ServiceChoice[]): ServiceChoice[][] {
  const count = Math.ceil(services.length / MAX_OPTIONS);
  return Array.from({ length: count }, (_, index) => services.slice(index * MAX_OPTIONS, (index + 1) * MAX_OPTIONS));
}
