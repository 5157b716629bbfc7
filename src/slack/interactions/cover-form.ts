import type { Button, ModalView } from '@slack/types';
import { HOUR } from '../../lib/clock.ts';
import { type MyShift, shiftsOf } from '../../oncall/overview.ts';
import type { OnCallAction } from '../actions/request.ts';
import { button, label } from '../cards/blocks.ts';
import { youCantBeOnCall } from '../cards/on-call.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import type { Deps } from './deps.ts';
import { type Interaction, onButton } from './interaction.ts';
import {
  type FormRequest,
  formRefused,
  formRequestOf,
  INPUT,
  inputOf,
  onSubmission,
  openModal,
  type Refused,
  type SubmittedView,
} from './modal.ts';
import { FROM_BLOCK, SCHEDULE_BLOCK, scheduleInput, TO_BLOCK, timeInput, timeOf } from './override/modal.ts';

const ACTION = 'cover_me';
const VIEW = 'cover_modal';
const COLLEAGUE_BLOCK = 'cover_colleague';

/** "Cover me": asks which shift, how much of it, and whom to ask. */
export const coverForm: Interaction = {
  actionIds: [ACTION],
  viewId: VIEW,
  listen(app, deps) {
    onButton(app, ACTION, async (request) => {
      await request.ack();
      await askForCover(deps, { ...formRequestOf(request), colleague: null });
    });
    onSubmission(app, deps, { viewId: VIEW, errorBlock: FROM_BLOCK }, readCoverModal);
  },
};

export function coverButton(): Button {
  return button(ACTION, 'Cover me', 'home');
}

interface CoverFormRequest extends Pick<FormRequest, 'asker' | 'triggerId' | 'fromHome'> {
  /** Who is chosen at first; null for everybody in the schedule. */
  colleague: string | null;
}

/** Opens the form, for whoever has a shift. */
export async function askForCover(deps: Deps, { colleague, ...request }: CoverFormRequest): Promise<void> {
  const { asker } = request;
  const refusal = await formRefused(deps, asker.slackUserId, null);
  if (refusal) return tell(deps, asker, refusal);
  const person = await deps.people.known(asker.slackUserId);
  if (!person?.user) return tell(deps, asker, youCantBeOnCall());
  const directory = await deps.onCall.directory();
  const shifts = shiftsOf(person.user.id, directory, deps.clock.now());
  const [next] = shifts;
  if (!next)
    return tell(deps, asker, notice('You have no shift in the next five weeks, so there is nothing to cover.'));
  const mine = new Set(shifts.map(({ schedule }) => schedule));
  const schedules = directory.schedules
    .filter(({ name }) => mine.has(name))
    .sort((a, b) => Number(b.name === next.schedule) - Number(a.name === next.schedule));
  const { timezone } = person.identity;
  await openModal(deps, request, coverModal({ schedules, next, timezone, colleague, now: deps.clock.now() }));
}

const FIRST_LENGTH = 4 * HOUR;

interface CoverModalContent {
  /** In which the asker has shifts, that of the next one first. */
  schedules: Parameters<typeof scheduleInput>[0];
  next: MyShift;
  timezone: string | null;
  /** Who is chosen at first to be asked. */
  colleague?: string | null;
  now: number;
}

export function coverModal({ schedules, next, timezone, colleague = null, now }: CoverModalContent): ModalView {
  const from = Math.max(now, next.from);
  const to = Math.min(next.to ?? Number.MAX_SAFE_INTEGER, from + FIRST_LENGTH);
  return {
    type: 'modal',
    callback_id: VIEW,
    title: label('Cover me'),
    submit: label('Ask'),
    close: label('Cancel'),
    blocks: [
      scheduleInput(schedules),
      timeInput(FROM_BLOCK, 'From', from, timezone),
      timeInput(TO_BLOCK, 'Until', to, timezone),
      {
        type: 'input',
        block_id: COLLEAGUE_BLOCK,
        optional: true,
        label: label('Whom to ask'),
        hint: label('Left empty, everybody in the schedule is asked. You stay on call until somebody accepts.'),
        element: { type: 'users_select', action_id: INPUT, ...(colleague !== null && { initial_user: colleague }) },
      },
    ],
  };
}

export function readCoverModal(view: SubmittedView): Extract<OnCallAction, { kind: 'cover' }> | Refused {
  const schedule = inputOf(view, SCHEDULE_BLOCK).selected_option?.value;
  if (!schedule) return { errors: { [SCHEDULE_BLOCK]: 'Choose a schedule.' } };
  const from = timeOf(view, FROM_BLOCK);
  if (from === null) return { errors: { [FROM_BLOCK]: 'Pick a date and a time.' } };
  const to = timeOf(view, TO_BLOCK);
  if (to === null || to <= from) return { errors: { [TO_BLOCK]: 'Pick a time after the beginning.' } };
  return { kind: 'cover', slackUserId: inputOf(view, COLLEAGUE_BLOCK).selected_user ?? null, schedule, from, to };
}
