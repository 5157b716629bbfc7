import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { label, MAX_INPUT, MAX_MODAL_TITLE, outsideLabel } from '../cards/blocks.ts';
import { incidentForm } from './command.ts';
import type { Deps } from './deps.ts';
import type { Interaction } from './interaction.ts';
import {
  type FormRequest,
  INPUT,
  onSubmission,
  openForIncident,
  type Refused,
  type SubmittedView,
  textOf,
} from './modal.ts';
import { readService, type ServiceChoice, serviceInput } from './service-choice.ts';
import { longTextInput } from './text-input.ts';

const VIEW = 'edit_incident_modal';
const TITLE_BLOCK = 'edited_title';
const SERVICE_BLOCK = 'edited_service';
const DESCRIPTION_BLOCK = 'edited_description';

/** Changes title, service and description. */
export const edit: Interaction = {
  viewId: VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: VIEW, errorBlock: TITLE_BLOCK }, (view) => {
      const form = readEditModal(view);
      if ('errors' in form) return form;
      const { number, ...changes } = form;
      return { kind: 'command', number, command: { type: 'edit', ...changes } };
    });
  },
};

export async function askForEdit(deps: Deps, request: FormRequest, number: number): Promise<void> {
  const services = await deps.settings.services();
  await openForIncident(deps, request, { kind: 'edit', number }, (incident) => editModal(incident, services));
}

/** What the modal remembers: the incident, and the fields that it shows. */
const metadata = z.object({ number: z.int().positive(), fields: z.array(z.enum(['title', 'service', 'description'])) });

/** What is longer than an input takes can't be edited in one, and is left as it is. */
export function editModal(incident: Incident, services: readonly ServiceChoice[]): ModalView {
  const { number, title, description, serviceId } = incident;
  const fields = {
    title: title.length > MAX_INPUT ? null : titleInput(title),
    service: serviceInput(SERVICE_BLOCK, services, serviceId),
    description: (description ?? '').length > MAX_INPUT ? null : descriptionInput(description ?? ''),
  };
  const shown = Object.entries(fields).flatMap(([name, block]) => (block ? [{ name, block }] : []));
  return {
    type: 'modal',
    callback_id: VIEW,
    private_metadata: JSON.stringify({ number, fields: shown.map(({ name }) => name) }),
    title: outsideLabel(`Edit ${incidentKey(number)}`, MAX_MODAL_TITLE),
    submit: label('Save'),
    close: label('Cancel'),
    blocks: shown.map(({ block }) => block),
  };
}

interface EditForm {
  number: number;
  title?: string;
  serviceId?: number | null;
  description?: string | null;
}

export function readEditModal(view: SubmittedView): EditForm | Refused {
  const { number, fields } = metadata.parse(JSON.parse(view.private_metadata));
  const title = textOf(view, TITLE_BLOCK);
  if (fields.includes('title') && title === null)
    return { errors: { [TITLE_BLOCK]: 'Say in a few words what is wrong.' } };
  return {
    number,
    ...(fields.includes('title') && title !== null && { title }),
    ...(fields.includes('service') && { serviceId: readService(view, SERVICE_BLOCK) }),
    ...(fields.includes('description') && { description: textOf(view, DESCRIPTION_BLOCK) }),
  };
}

function descriptionInput(written: string): InputBlock {
  return longTextInput({
    blockId: DESCRIPTION_BLOCK,
    label: 'Description',
    isOptional: true,
    written: written.trim() && written,
  });
}

function titleInput(title: string): InputBlock {
  return {
    type: 'input',
    block_id: TITLE_BLOCK,
    label: label('Title'),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: MAX_INPUT,
      ...(title.trim() && { initial_value: title }),
      focus_on_load: true,
    },
  };
}

export const editCommand = incidentForm({
  name: 'edit',
  help: 'change its title, service or description',
  open: askForEdit,
});
