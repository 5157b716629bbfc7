import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { MAX_TITLE } from '../../../incidents/types.ts';
import type { Urgency } from '../../../oncall/urgency.ts';
import { oneLine } from '../../../words/text.ts';
import { label, MAX_INPUT, section } from '../../cards/blocks.ts';
import { cut } from '../../cards/mrkdwn.ts';
import { INPUT, inputOf, type Refused, type SubmittedView, textOf } from '../modal.ts';
import { readService, type ServiceChoice, serviceInput } from '../service-choice.ts';
import { longTextInput } from '../text-input.ts';
import { readUrgency, urgencyInput } from '../urgency-choice.ts';
import type { Picked } from './effects.ts';

export const CREATE_VIEW = 'create_incident_modal';
export const TITLE_BLOCK = 'incident_title';
const SERVICE_BLOCK = 'incident_service';
const URGENCY_BLOCK = 'incident_urgency';
export const ASSIGNEE_BLOCK = 'incident_assignee';
const EFFECTS_BLOCK = 'incident_effects';
/** What is said of the rest of the form follows these. */
export const PICKED_BLOCKS = new RegExp(`^(${[SERVICE_BLOCK, URGENCY_BLOCK, ASSIGNEE_BLOCK].join('|')})$`);
const DESCRIPTION_BLOCK = 'incident_description';

/** Nobody is woken by mistake: what HIGH does is said beside it. */
const FIRST_URGENCY: Urgency = 'MEDIUM';

export const NOTHING_PICKED: Picked = { serviceId: null, urgency: FIRST_URGENCY, assignee: null };

/** Nobody hands on what was said in confidence without knowing it. */
const FROM_PRIVATE =
  '🔒 This message is from a private conversation. The incident is shown in the channel of its service: take out what isn’t meant for everybody there.';

interface CreateModalContent {
  services: readonly ServiceChoice[];
  /** What was typed after `/opsknight create`. */
  title: string;
  description?: string;
  /** The message that it is made from. */
  origin?: MessageOrigin;
  /** Not everybody may read that message. */
  isPrivate?: boolean;
  /** What comes of what is picked at first, as mrkdwn. */
  effects: string;
}

/** A message in Slack from which an incident is made. */
const messageOrigin = z.object({
  channelId: z.string(),
  /** Of the message, or of the thread that it is in. */
  threadTs: z.string(),
  /** Null where Slack does not tell. */
  permalink: z.string().nullable(),
});
export type MessageOrigin = z.infer<typeof messageOrigin>;

export interface NewIncidentForm {
  title: string;
  serviceId: number | null;
  urgency: Urgency;
  description: string | null;
  /** Whose it is from the beginning, a Slack account; null, or left out by an older version, for nobody's. */
  assignee?: string | null;
  origin?: MessageOrigin;
}

export function createModal({
  services,
  title,
  description = '',
  origin,
  isPrivate = false,
  effects,
}: CreateModalContent): ModalView {
  const service = serviceInput(SERVICE_BLOCK, services);
  return {
    type: 'modal',
    callback_id: CREATE_VIEW,
    ...(origin && { private_metadata: JSON.stringify(origin) }),
    title: label('Create incident'),
    submit: label('Create'),
    close: label('Cancel'),
    blocks: [
      ...(isPrivate ? [section(FROM_PRIVATE)] : []),
      titleInput(title),
      ...(service ? [{ ...service, dispatch_action: true }] : []),
      { ...urgencyInput(URGENCY_BLOCK, FIRST_URGENCY), dispatch_action: true },
      assigneeInput(),
      effectsSection(effects),
      descriptionInput(description),
    ],
  };
}

/** The same form, after something else was picked: what was typed stays. */
export function withEffects(blocks: ModalView['blocks'], effects: string): ModalView['blocks'] {
  return blocks.map((block) => (block.block_id === EFFECTS_BLOCK ? effectsSection(effects) : block));
}

function effectsSection(effects: string) {
  return { ...section(effects), block_id: EFFECTS_BLOCK };
}

/** What is picked in the form as it is; what makes no sense counts as not picked. */
export function readPicked(view: Pick<SubmittedView, 'state'>): Picked {
  const seen = { ...view, private_metadata: '' };
  return {
    serviceId: readService(seen, SERVICE_BLOCK),
    urgency: readUrgency(seen, URGENCY_BLOCK) ?? FIRST_URGENCY,
    assignee: readAssignee(seen),
  };
}

function readAssignee(view: SubmittedView): string | null {
  return inputOf(view, ASSIGNEE_BLOCK).selected_user ?? null;
}

/** What was submitted, or what is wrong with it, by field. */
export function readCreateModal(view: SubmittedView): NewIncidentForm | Refused {
  const title = oneLine(textOf(view, TITLE_BLOCK) ?? '');
  if (title === '') return { errors: { [TITLE_BLOCK]: 'Say in a few words what is wrong.' } };

  const origin = messageOrigin.safeParse(JSON.parse(view.private_metadata || '{}')).data;
  const urgency = readUrgency(view, URGENCY_BLOCK);
  if (!urgency) return { errors: { [URGENCY_BLOCK]: 'Choose how urgent it is.' } };

  return {
    title,
    serviceId: readService(view, SERVICE_BLOCK),
    urgency,
    description: textOf(view, DESCRIPTION_BLOCK),
    assignee: readAssignee(view),
    ...(origin && { origin }),
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

function assigneeInput(): InputBlock {
  return {
    type: 'input',
    block_id: ASSIGNEE_BLOCK,
    optional: true,
    dispatch_action: true,
    label: label('Assign to'),
    element: { type: 'users_select', action_id: INPUT, placeholder: label('Whoever is on call') },
  };
}

function descriptionInput(written: string): InputBlock {
  return longTextInput({
    blockId: DESCRIPTION_BLOCK,
    label: 'Description',
    placeholder: 'What do you see? Since when? Who is affected?',
    isOptional: true,
    written: cut(written, MAX_INPUT),
  });
}
