import type { InputBlock, ModalView } from '@slack/types';
import { HOUR, MINUTE, SECOND, type UtcMs } from '../../../lib/clock.ts';
import { label, MAX_OPTION_TEXT, MAX_OPTIONS, outsideLabel } from '../../cards/blocks.ts';
import { INPUT, inputOf, type Refused, type SubmittedView } from '../modal.ts';

export const OVERRIDE_VIEW = 'override_modal';
export const PERSON_BLOCK = 'override_person';
const SCHEDULE_BLOCK = 'override_schedule';
const FROM_BLOCK = 'override_from';
const TO_BLOCK = 'override_to';

const FIRST_LENGTH = 4 * HOUR;

interface OverrideModalContent {
  /** Their names; at least one. */
  schedules: readonly string[];
  /** Who is chosen at first. */
  slackUserId: string;
  now: UtcMs;
}

interface OverrideForm {
  slackUserId: string;
  schedule: string;
  from: UtcMs;
  to: UtcMs;
}

/** Asks who is to be on call, where, and for how long. */
export function overrideModal({ schedules, slackUserId, now }: OverrideModalContent): ModalView {
  return {
    type: 'modal',
    callback_id: OVERRIDE_VIEW,
    title: label('Override'),
    submit: label('Put on call'),
    close: label('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: PERSON_BLOCK,
        label: label('Who'),
        element: { type: 'users_select', action_id: INPUT, initial_user: slackUserId },
      },
      scheduleInput(schedules),
      timeInput(FROM_BLOCK, 'From', now),
      timeInput(TO_BLOCK, 'Until', now + FIRST_LENGTH),
    ],
  };
}

/** What was submitted, or what is wrong with it, by field. */
export function readOverrideModal(view: SubmittedView): OverrideForm | Refused {
  const slackUserId = inputOf(view, PERSON_BLOCK).selected_user;
  if (!slackUserId) return { errors: { [PERSON_BLOCK]: 'Choose somebody.' } };
  const schedule = inputOf(view, SCHEDULE_BLOCK).selected_option?.value;
  if (!schedule) return { errors: { [SCHEDULE_BLOCK]: 'Choose a schedule.' } };
  const from = timeOf(view, FROM_BLOCK);
  if (from === null) return { errors: { [FROM_BLOCK]: 'Pick a date and a time.' } };
  const to = timeOf(view, TO_BLOCK);
  if (to === null || to <= from) return { errors: { [TO_BLOCK]: 'Pick a time after the beginning.' } };
  return { slackUserId, schedule, from, to };
}

function timeOf(view: SubmittedView, blockId: string): UtcMs | null {
  const seconds = inputOf(view, blockId).selected_date_time;
  return seconds ? Math.floor((seconds * SECOND) / MINUTE) * MINUTE : null;
}

/** Slack takes 100 options in a list; whoever has more schedules names theirs in the command. */
function scheduleInput(schedules: readonly string[]): InputBlock {
  const options = schedules
    .slice(0, MAX_OPTIONS)
    .map((name) => ({ text: outsideLabel(name, MAX_OPTION_TEXT), value: name }));
  const [first] = options;
  return {
    type: 'input',
    block_id: SCHEDULE_BLOCK,
    label: label('Schedule'),
    element: { type: 'static_select', action_id: INPUT, options, ...(first ? { initial_option: first } : {}) },
  };
}

function timeInput(blockId: string, text: string, at: UtcMs): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: label(text),
    element: { type: 'datetimepicker', action_id: INPUT, initial_date_time: Math.floor(at / SECOND) },
  };
}
