import type { InputBlock, ModalView } from '@slack/types';
import type { ContactKind, ShownMethod } from '../../../people/contact.ts';
import { formatDuration, parseDuration } from '../../../settings/duration.ts';
import { METHODS } from '../../../words/contact.ts';
import { capital } from '../../../words/text.ts';
import { label, section } from '../../cards/blocks.ts';
import { INPUT, type Refused, type SubmittedView, textOf } from '../modal.ts';
import { writeMethod } from './owner.ts';
import { methodWords } from './words.ts';

export const ADD_VIEW = 'contact_add_modal';
export const CODE_VIEW = 'contact_code_modal';
export const TIME_VIEW = 'contact_time_modal';
export const QUIET_VIEW = 'contact_quiet_modal';

export const KIND_BLOCK = 'contact_kind';
export const ADDRESS_BLOCK = 'contact_address';
export const AFTER_BLOCK = 'contact_after';
export const CODE_BLOCK = 'contact_code';
export const FROM_BLOCK = 'quiet_from';
export const TO_BLOCK = 'quiet_to';

const MAX_ADDRESS = 2_048;
const MAX_DURATION = 12;
const MAX_CODE = 20;

interface ShortText {
  blockId: string;
  label: string;
  hint: string;
  max: number;
  written?: string;
  isOptional?: boolean;
}

function shortText({ blockId, hint, max, written, isOptional = false, ...words }: ShortText): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    optional: isOptional,
    label: label(words.label),
    hint: label(hint),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: max,
      ...(written !== undefined && { initial_value: written }),
    },
  };
}

function form(callback: string, title: string, submit: string, blocks: ModalView['blocks'], metadata = ''): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    title: label(title),
    submit: label(submit),
    close: label('Cancel'),
    blocks,
  };
}

export function addModal(kinds: readonly ContactKind[]): ModalView {
  const options = kinds.map((kind) => ({ text: label(capital(METHODS[kind])), value: kind }));
  return form(ADD_VIEW, 'Add a method', 'Send code', [
    {
      type: 'input',
      block_id: KIND_BLOCK,
      label: label('Method'),
      element: { type: 'static_select', action_id: INPUT, options },
    },
    shortText({
      blockId: ADDRESS_BLOCK,
      label: 'Address',
      hint: 'A mail address, a number such as +4930123456, or the web address of your topic: https://ntfy.sh/my-topic',
      max: MAX_ADDRESS,
    }),
    afterInput(0),
  ]);
}

function afterInput(after: number): InputBlock {
  return shortText({
    blockId: AFTER_BLOCK,
    label: 'After',
    hint: 'How long after the page, when nobody has taken the incident by then: 0s is at once; 2m, 1h30m.',
    max: MAX_DURATION,
    written: formatDuration(after),
  });
}

export function codeModal(method: ShownMethod): ModalView {
  const words = section(`A code is on its way by ${methodWords(method)}. It can be entered for 15 minutes.`);
  const field = shortText({ blockId: CODE_BLOCK, label: 'Code', hint: 'Six digits.', max: MAX_CODE });
  return form(CODE_VIEW, 'Enter the code', 'Verify', [words, field], writeMethod(method));
}

export function timeModal(method: ShownMethod): ModalView {
  const words = section(`By ${methodWords(method)}:`);
  return form(TIME_VIEW, 'Change time', 'Save', [words, afterInput(method.after)], writeMethod(method));
}

export function quietModal(hours: { from: string; to: string } | null, timezone: string): ModalView {
  const time = (blockId: string, words: string, written: string | undefined) =>
    shortText({
      blockId,
      label: words,
      hint: `On a clock in ${timezone}, such as 22:00.`,
      max: 5,
      isOptional: true,
      ...(written !== undefined && { written }),
    });
  return form(QUIET_VIEW, 'Quiet hours', 'Save', [
    section('Outside Slack, pages of LOW incidents wait until they end. Leave both empty for what opsknight.yml says.'),
    time(FROM_BLOCK, 'From', hours?.from),
    time(TO_BLOCK, 'Until', hours?.to),
  ]);
}

/** How long after the page, or what is wrong with it. */
export function readAfter(view: SubmittedView): number | Refused {
  const after = parseDuration((textOf(view, AFTER_BLOCK) ?? '').toLowerCase());
  return after ?? { errors: { [AFTER_BLOCK]: 'Write it like 0s, 90s, 5m or 1h30m.' } };
}
