import type { InputBlock, ModalView } from '@slack/types';
import { label, MAX_OPTION_TEXT, MAX_OPTIONS, outsideLabel, section } from '../../cards/blocks.ts';
import { mrkdwn } from '../../cards/mrkdwn.ts';
import { INPUT, inputOf, type Refused, type SubmittedView, textOf } from '../modal.ts';
import { readService, type ServiceChoice, serviceInput } from '../service-choice.ts';

export const KEY_VIEW = 'create_api_key_modal';
export const NAME_BLOCK = 'key_name';
const SERVICE_BLOCK = 'key_service';
const RULES_BLOCK = 'key_rules';
const LIMIT_BLOCK = 'key_limit';

const SERVICE_HINT = 'With one, the key opens and touches incidents of this service alone.';
const MAX_NAME = 100;
const MAX_LIMIT = 1_000_000;

export interface NewKeyForm {
  name: string;
  serviceId: number | null;
  ruleSet: string | null;
  limit: number | null;
}

/** Asks what a new key is for. */
export function keyModal(services: readonly ServiceChoice[], ruleSets: readonly string[]): ModalView {
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
      ...(ruleSets.length > 0 ? [ruleSetInput(ruleSets)] : []),
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

/** A menu holds so many; the others are for the command line. */
function ruleSetInput(ruleSets: readonly string[]): InputBlock {
  const options = ruleSets.slice(0, MAX_OPTIONS).map((name) => ({
    text: outsideLabel(name, MAX_OPTION_TEXT),
    value: name,
  }));
  return {
    type: 'input',
    block_id: RULES_BLOCK,
    optional: true,
    label: label('Routing rules'),
    hint: label('Only the rules of this set are run for what the key sends.'),
    element: { type: 'static_select', action_id: INPUT, placeholder: label('Those of no set'), options },
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
    ruleSet: inputOf(view, RULES_BLOCK).selected_option?.value ?? null,
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
