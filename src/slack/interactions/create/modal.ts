import type { InputBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import { URGENCIES, type Urgency } from '../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../words/incident.ts';
import { oneLine } from '../../../words/text.ts';
import {
  label,
  MAX_INPUT,
  MAX_OPTION_GROUPS,
  MAX_OPTION_TEXT,
  MAX_OPTIONS,
  MAX_VIEW_BYTES,
  outsideLabel,
} from '../../cards/blocks.ts';
import { cut } from '../../cards/mrkdwn.ts';
import { INPUT, inputOf, type Refused, type SubmittedView, textOf } from '../modal.ts';

export const CREATE_VIEW = 'create_incident_modal';
export const TITLE_BLOCK = 'incident_title';
const SERVICE_BLOCK = 'incident_service';
const URGENCY_BLOCK = 'incident_urgency';
const DESCRIPTION_BLOCK = 'incident_description';

/** Enough for a headline; the rest belongs in the description. */
export const MAX_TITLE = 255;

/** What a person who opens an incident by hand most likely means, and the safest guess. */
const FIRST_URGENCY: Urgency = 'HIGH';

const URGENCY_HELP: Record<Urgency, string> = {
  HIGH: 'Somebody has to look right now',
  MEDIUM: 'Soon, today',
  LOW: 'Worth knowing, can wait',
};

interface CreateModalContent {
  services: readonly ServiceChoice[];
  /** What was typed after `/opsknight create`. */
  title: string;
}

export interface NewIncidentForm {
  title: string;
  serviceId: number | null;
  urgency: Urgency;
  description: string | null;
}

export function createModal({ services, title }: CreateModalContent): ModalView {
  const menu = serviceMenu(services);
  return {
    type: 'modal',
    callback_id: CREATE_VIEW,
    title: label('Create incident'),
    submit: label('Create'),
    close: label('Cancel'),
    blocks: [titleInput(title), ...(menu ? [serviceInput(menu)] : []), urgencyInput(), descriptionInput()],
  };
}

/** What was submitted, or what is wrong with it, by field. */
export function readCreateModal(view: SubmittedView): NewIncidentForm | Refused {
  const title = oneLine(textOf(view, TITLE_BLOCK) ?? '');
  if (title === '') return { errors: { [TITLE_BLOCK]: 'Say in a few words what is wrong.' } };

  const urgency = URGENCIES.find((one) => one === inputOf(view, URGENCY_BLOCK).selected_option?.value);
  if (!urgency) return { errors: { [URGENCY_BLOCK]: 'Choose how urgent it is.' } };

  const serviceId = inputOf(view, SERVICE_BLOCK).selected_option?.value;
  return {
    title,
    serviceId: serviceId === undefined ? null : Number(serviceId),
    urgency,
    description: textOf(view, DESCRIPTION_BLOCK),
  };
}

function titleInput(typed: string): InputBlock {
  const initial = cut(oneLine(typed), MAX_TITLE);
  return {
    type: 'input',
    block_id: TITLE_BLOCK,
    label: label('Title'),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: MAX_TITLE,
      placeholder: label('What is wrong?'),
      focus_on_load: true,
      ...(initial ? { initial_value: initial } : {}),
    },
  };
}

function serviceInput({ element, leftOut }: ServiceMenu): InputBlock {
  const last = leftOut > 0 ? ` The last ${leftOut} by name found no room in this menu.` : '';
  return {
    type: 'input',
    block_id: SERVICE_BLOCK,
    optional: true,
    label: label('Service'),
    hint: label(`Decides the channel, and who is paged.${last}`),
    element: { ...element, action_id: INPUT },
  };
}

function urgencyInput(): InputBlock {
  return {
    type: 'input',
    block_id: URGENCY_BLOCK,
    label: label('Urgency'),
    element: {
      type: 'radio_buttons',
      action_id: INPUT,
      options: URGENCIES.map(urgencyOption),
      initial_option: urgencyOption(FIRST_URGENCY),
    },
  };
}

function urgencyOption(urgency: Urgency): PlainTextOption {
  return { text: label(urgencyLabel(urgency)), value: urgency, description: label(URGENCY_HELP[urgency]) };
}

function descriptionInput(): InputBlock {
  return {
    type: 'input',
    block_id: DESCRIPTION_BLOCK,
    optional: true,
    label: label('Description'),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      multiline: true,
      max_length: MAX_INPUT,
      placeholder: label('What do you see? Since when? Who is affected?'),
    },
  };
}

interface ServiceChoice {
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
function serviceMenu(services: readonly ServiceChoice[]): ServiceMenu | null {
  if (services.length === 0) return null;
  const sorted = [...services].sort((a, b) => a.name.localeCompare(b.name));
  const shown = sorted.slice(0, Math.min(roomFor(sorted), MAX_OPTIONS * MAX_OPTION_GROUPS));
  const menu = { type: 'static_select', placeholder: label('No particular service') } as const;
  const choices =
    shown.length <= MAX_OPTIONS ? { options: shown.map(option) } : { option_groups: chunks(shown).map(group) };
  return { element: { ...menu, ...choices }, leftOut: sorted.length - shown.length };
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
