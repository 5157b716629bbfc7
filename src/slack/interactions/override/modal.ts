import type { InputBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types';
import { HOUR, MINUTE, SECOND, type UtcMs } from '../../../lib/clock.ts';
import type { DirectoryEntry } from '../../../oncall/call.ts';
import type { Schedule, UserId } from '../../../oncall/types.ts';
import { bareName } from '../../../words/people.ts';
import type { OnCallAction } from '../../actions/request.ts';
import { label, MAX_OPTION_TEXT, MAX_OPTIONS, outsideLabel } from '../../cards/blocks.ts';
import { INPUT, inputOf, type Refused, type SubmittedInput, type SubmittedView } from '../modal.ts';

export const OVERRIDE_VIEW = 'override_modal';
export const PERSON_BLOCK = 'override_person';
export const SCHEDULE_BLOCK = 'override_schedule';
export const FROM_BLOCK = 'override_from';
export const TO_BLOCK = 'override_to';

const FIRST_LENGTH = 4 * HOUR;

interface OverrideModalContent extends OverrideFields {
  /** At least one. */
  schedules: readonly Pick<Schedule, 'name' | 'timezone'>[];
}

interface OverrideFields {
  /** Who can be on call. */
  people: readonly Pick<DirectoryEntry, 'id' | 'name'>[];
  /** Who is chosen at first; `userId`: null for somebody who can't be on call. */
  chosen: { slackUserId: string; userId: UserId | null };
  /** In which the reader is asked for times; null where Slack has not told. */
  timezone: string | null;
  now: UtcMs;
}

type OverrideAction = Extract<OnCallAction, { kind: 'override' }>;
type OverrideFieldsRead = ({ slackUserId: string } | { userId: UserId }) & Pick<OverrideAction, 'from' | 'to'>;

/** Asks who is to be on call, where, and for how long. */
export function overrideModal({ schedules, ...content }: OverrideModalContent): ModalView {
  const [who, ...times] = overrideFields(content);
  return {
    type: 'modal',
    callback_id: OVERRIDE_VIEW,
    title: label('Override'),
    submit: label('Put on call'),
    close: label('Cancel'),
    blocks: [who, scheduleInput(schedules), ...times],
  };
}

/** Who is to be on call, and for how long. */
export function overrideFields({ people, chosen, timezone, now }: OverrideFields): [InputBlock, ...InputBlock[]] {
  return [
    { type: 'input', block_id: PERSON_BLOCK, label: label('Who'), element: personSelect(people, chosen) },
    timeInput(FROM_BLOCK, 'From', now, timezone),
    timeInput(TO_BLOCK, 'Until', now + FIRST_LENGTH, timezone),
  ];
}

/** Those who can be on call; where they are more than a list takes, Slack's own list of everybody, in which one can search. */
function personSelect(
  people: OverrideModalContent['people'],
  { slackUserId, userId }: OverrideModalContent['chosen'],
): UsersSelect | StaticSelect {
  if (people.length === 0 || people.length > MAX_OPTIONS) {
    return { type: 'users_select', action_id: INPUT, initial_user: slackUserId };
  }
  const options = people.map(({ id, name }) => ({
    text: outsideLabel(`@${bareName(name)}`, MAX_OPTION_TEXT),
    value: String(id),
  }));
  const initial = options.find(({ value }) => value === String(userId));
  return { type: 'static_select', action_id: INPUT, options, ...(initial ? { initial_option: initial } : {}) };
}

/** What was submitted, or what is wrong with it, by field. */
export function readOverrideModal(view: SubmittedView): OverrideAction | Refused {
  const schedule = inputOf(view, SCHEDULE_BLOCK).selected_option?.value;
  if (!schedule) return { errors: { [SCHEDULE_BLOCK]: 'Choose a schedule.' } };
  const read = readOverrideFields(view);
  return 'errors' in read ? read : { kind: 'override', ...read, schedule };
}

export function readOverrideFields(view: SubmittedView): OverrideFieldsRead | Refused {
  const who = readPerson(inputOf(view, PERSON_BLOCK));
  if (!who) return { errors: { [PERSON_BLOCK]: 'Choose somebody.' } };
  const from = timeOf(view, FROM_BLOCK);
  if (from === null) return { errors: { [FROM_BLOCK]: 'Pick a date and a time.' } };
  const to = timeOf(view, TO_BLOCK);
  if (to === null || to <= from) return { errors: { [TO_BLOCK]: 'Pick a time after the beginning.' } };
  return { ...who, from, to };
}

function readPerson({ selected_user: slackUserId, selected_option: option }: SubmittedInput) {
  if (slackUserId) return { slackUserId };
  const userId = Number(option?.value);
  return Number.isSafeInteger(userId) && userId > 0 ? { userId } : null;
}

export function timeOf(view: SubmittedView, blockId: string): UtcMs | null {
  const seconds = inputOf(view, blockId).selected_date_time;
  return seconds ? Math.floor((seconds * SECOND) / MINUTE) * MINUTE : null;
}

/** Slack takes 100 options in a list; whoever has more schedules names theirs in the command. */
export function scheduleInput(schedules: OverrideModalContent['schedules']): InputBlock {
  const options = schedules.slice(0, MAX_OPTIONS).map(({ name, timezone }) => ({
    text: outsideLabel(name, MAX_OPTION_TEXT),
    value: name,
    description: outsideLabel(timezone, MAX_OPTION_TEXT),
  }));
  const [first] = options;
  return {
    type: 'input',
    block_id: SCHEDULE_BLOCK,
    label: label('Schedule'),
    element: { type: 'static_select', action_id: INPUT, options, ...(first ? { initial_option: first } : {}) },
  };
}

export function timeInput(blockId: string, text: string, at: UtcMs, timezone: string | null): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: label(text),
    hint: label(timezone === null ? 'In your own time zone.' : `In your own time zone, ${timezone}.`),
    element: { type: 'datetimepicker', action_id: INPUT, initial_date_time: Math.floor(at / SECOND) },
  };
}
