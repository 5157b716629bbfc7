import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { URGENCIES, type Urgency } from '../../../incidents/types.ts';
import { label } from '../blocks.ts';
import { cut, oneLine } from '../escape.ts';
import { VIEW } from '../ids.ts';
import { urgencyLabel } from '../incident-words.ts';
import { MAX_INPUT } from '../limits.ts';
import { type ServiceChoice, type ServiceMenu, serviceMenu } from './service-menu.ts';
import { INPUT, inputOf, type Refused, type SubmittedView, textOf } from './submission.ts';

export const TITLE_BLOCK = 'incident_title';
export const SERVICE_BLOCK = 'incident_service';
export const URGENCY_BLOCK = 'incident_urgency';
export const DESCRIPTION_BLOCK = 'incident_description';

/** Enough for a headline; the rest belongs in the description. */
export const MAX_TITLE = 255;

/** What a person who opens an incident by hand most likely means, and the safest guess. */
const FIRST_URGENCY: Urgency = 'HIGH';

const URGENCY_HELP: Record<Urgency, string> = {
  HIGH: 'Somebody has to look right now',
  MEDIUM: 'Soon, today',
  LOW: 'Worth knowing, can wait',
};

export interface CreateModalContent {
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
    callback_id: VIEW.create,
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
