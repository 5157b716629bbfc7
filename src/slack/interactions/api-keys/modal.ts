import type { ModalView } from '@slack/types';
import { label, section } from '../../cards/blocks.ts';
import { mrkdwn } from '../../cards/mrkdwn.ts';
import { INPUT, type Refused, type SubmittedView, textOf } from '../modal.ts';
import { readService, type ServiceChoice, serviceInput } from '../service-choice.ts';

export const KEY_VIEW = 'create_api_key_modal';
export const NAME_BLOCK = 'key_name';
const SERVICE_BLOCK = 'key_service';
const LIMIT_BLOCK = 'key_limit';

const SERVICE_HINT = 'With one, the key opens and touches incidents of this service alone.';
const MAX_NAME = 100;
const MAX_LIMIT = 1_000_000;

export interface NewKeyForm {
  name: string;
  serviceId: number | null;
  limit: number | null;
}

/** Asks what a new key is for. */
export function keyModal(services: readonly ServiceChoice[]): ModalView {
  const service = serviceInput(SERVICE_BLOCK, services);
  return {
    type: 'modal',
    callback_id: KEY_VIEW,
    title: label('Create API key'),
    submit: label('Create key'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: NAME_BLOCK,
        label: label('Name'),
        hint: label('The tool that will use it.'),
        element: { type: 'plain_text_input', action_id: INPUT, max_length: MAX_NAME, focus_on_load: true },
      },
      ...(service ? [{ ...service, hint: label(SERVICE_HINT) }] : []),
      {
        type: 'input',
        block_id: LIMIT_BLOCK,
        optional: true,
        label: label('Requests a minute'),
        hint: label('At most so many; left empty, as many as come.'),
        element: {
          type: 'number_input',
          is_decimal_allowed: false,
          action_id: INPUT,
          min_value: '1',
          max_value: String(MAX_LIMIT),
        },
      },
    ],
  };
}

/** What was submitted, or what is wrong with it, by field. */
export function readKeyModal(view: SubmittedView): NewKeyForm | Refused {
  const limit = Number(textOf(view, LIMIT_BLOCK) ?? Number.NaN);
  if (!Number.isNaN(limit) && !(Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) {
    return { errors: { [LIMIT_BLOCK]: 'A whole number from 1 on, or nothing.' } };
  }
  return {
    name: textOf(view, NAME_BLOCK) ?? '',
    serviceId: readService(view, SERVICE_BLOCK),
    limit: Number.isNaN(limit) ? null : limit,
  };
}

/** The key itself: here, and nowhere else. */
export function keyShownOnce(name: string, secret: string): ModalView {
  return {
    type: 'modal',
    title: label('API key'),
    close: label('Done'),
    blocks: [
      section(`This is the key *${mrkdwn(name)}*. It is shown only now: store it where the tool reads it.`),
      { type: 'section', text: { type: 'mrkdwn', text: `\`${secret}\``, verbatim: true } },
      section('Alerts are sent with the header `Authorization: Bearer <key>`.'),
    ],
  };
}
