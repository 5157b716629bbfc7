import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { EDITABLE, type Editable, fingerprint, isTouched } from '../../incidents/seen-fields.ts';
import { type Incident, incidentKey, MAX_TITLE } from '../../incidents/types.ts';
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
  const services = await deps.servicesFor(request.asker.slackUserId);
  await openForIncident(deps, request, { kind: 'edit', number }, (incident) => editModal(incident, services));
}

/** What the modal remembers: the incident, and what it shows of it. */
const metadata = z.object({ number: z.int().positive(), seen: z.partialRecord(z.enum(EDITABLE), z.string()) });

/** What is longer than an input takes can't be edited in one, and is left as it is. */
export function editModal(incident: Incident, services: readonly ServiceChoice[]): ModalView {
  const { number, title, description, serviceId } = incident;
  const fields = [
    { name: 'title', value: title, block: title.length > MAX_TITLE ? null : titleInput(title) },
    { name: 'service', value: serviceId, block: serviceInput(SERVICE_BLOCK, services, serviceId) },
    {
      name: 'description',
      value: description,
      block: (description ?? '').length > MAX_INPUT ? null : descriptionInput(description ?? ''),
    },
  ];
  const shown = fields.flatMap(({ block, ...field }) => (block ? [{ ...field, block }] : []));
  const seen = Object.fromEntries(shown.map(({ name, value }) => [name, fingerprint(value)]));
  return {
    type: 'modal',
    callback_id: VIEW,
    private_metadata: JSON.stringify({ number, seen }),
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

/** What was changed in the form; what was left as it was shown there may be something else by now, and stays that. */
export function readEditModal(view: SubmittedView): EditForm | Refused {
  const { number, seen } = metadata.parse(JSON.parse(view.private_metadata));
  const isChanged = (name: Editable, value: string | number | null) => name in seen && isTouched(seen[name], value);
  const title = textOf(view, TITLE_BLOCK);
  const serviceId = readService(view, SERVICE_BLOCK);
  const description = textOf(view, DESCRIPTION_BLOCK);
  if (title === null && 'title' in seen) return { errors: { [TITLE_BLOCK]: 'Say in a few words what is wrong.' } };
  return {
    number,
    ...(title !== null && isChanged('title', title) && { title }),
    ...(isChanged('service', serviceId) && { serviceId }),
    ...(isChanged('description', description) && { description }),
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
      max_length: MAX_TITLE,
      ...(title.trim() && { initial_value: title }),
      focus_on_load: true,
    },
  };
}

export const editCommand = incidentForm({
  name: 'edit',
  help: 'change the title, service or description of an incident',
  open: askForEdit,
});
