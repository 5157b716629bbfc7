import type { InputBlock, PlainTextOption, StaticSelect } from '@slack/types';
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
import { INPUT, inputOf, type SubmittedView } from './modal.ts';

/** Asks for a service; null where there is none to choose. @param chosen the one that it is now, which comes first */
export function serviceInput(
  blockId: string,
  services: readonly ServiceChoice[],
  chosen: number | null = null,
): InputBlock | null {
  const menu = serviceMenu(
    services,
    services.find(({ id }) => id === chosen),
  );
  if (!menu) return null;
  const last = menu.leftOut > 0 ? ` The last ${menu.leftOut} by name found no room in this menu.` : '';
  return {
    type: 'input',
    block_id: blockId,
    optional: true,
    label: label('Service'),
    hint: label(`Decides the channel, and who is paged.${last}`),
    element: { ...menu.element, action_id: INPUT },
  };
}

/** Null for none. */
export function readService(view: SubmittedView, blockId: string): number | null {
  const id = inputOf(view, blockId).selected_option?.value;
  return id === undefined ? null : Number(id);
}

export interface ServiceChoice {
  id: number;
  name: string;
}

/** A group's label names its first and its last service. */
const MAX_NAME_IN_LABEL = Math.floor((MAX_OPTION_TEXT - ' – '.length) / 2);

/** What the options may take of the view around them; the rest is for its other fields and for the groups' labels. */
const MAX_OPTIONS_BYTES = MAX_VIEW_BYTES - 50_000;

interface ServiceMenu {
  element: StaticSelect;
  /** How many services, the last ones by name, found no room. */
  leftOut: number;
}

/**
 * A menu of services by name; null when there is none to choose. Slack takes 100 options in a list, so longer ones come in
 * groups, and so many that the view stays below 250 kB: room for about 2,000.
 */
function serviceMenu(services: readonly ServiceChoice[], chosen: ServiceChoice | undefined): ServiceMenu | null {
  if (services.length === 0) return null;
  const byName = [...services].sort((a, b) => a.name.localeCompare(b.name));
  const sorted = [...(chosen ? [chosen] : []), ...byName.filter(({ id }) => id !== chosen?.id)];
  const shown = sorted.slice(0, Math.min(roomFor(sorted), MAX_OPTIONS * MAX_OPTION_GROUPS));
  const menu = { type: 'static_select', placeholder: label('No particular service') } as const;
  const choices =
    shown.length <= MAX_OPTIONS ? { options: shown.map(option) } : { option_groups: chunks(shown).map(group) };
  const initial = chosen ? { initial_option: option(chosen) } : {};
  return { element: { ...menu, ...choices, ...initial }, leftOut: sorted.length - shown.length };
}

/** How many of these services, from the first on, fit into a view. */
function roomFor(services: readonly ServiceChoice[]): number {
  let bytes = 0;
  const over = services.findIndex((service) => {
    bytes += Buffer.byteLength(JSON.stringify(option(service))) + 1;
    return bytes > MAX_OPTIONS_BYTES;
  });
  return over < 0 ? services.length : over;
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
