import type { Button } from '@slack/types';
import { candidates } from '../../actions/on-call-actions.ts';
import { button } from '../../cards/blocks.ts';
import { whichSchedule } from '../../cards/on-call.ts';
import { type Asker, carryOut, tell } from '../answers.ts';
import { readCommandWords, SHORTEST_SPAN, type Subcommand, tooShort, wholeMinutes } from '../command.ts';
import type { Deps } from '../deps.ts';
import { askerOf, type Interaction, onButton } from '../interaction.ts';
import { type FormRequest, formRefused, formRequestOf, onSubmission, openModal } from '../modal.ts';
import { questionButton } from '../on-call-question.ts';
import { OVERRIDE_VIEW, overrideModal, PERSON_BLOCK, readOverrideModal } from './modal.ts';
import { DECLINE_OVERRIDE } from './words.ts';

/** The Home tab's button. */
const ACTION = 'override_on_call';

export function overrideButton(): Button {
  return button(ACTION, 'Override', 'home');
}

/** Puts somebody on call for a while. */
export const override: Interaction = {
  actionIds: [ACTION],
  viewId: OVERRIDE_VIEW,
  listen(app, deps) {
    onButton(app, ACTION, async (request) => {
      await request.ack();
      await askForOverride(deps, askerOf(request), { ...formRequestOf(request), slackUserId: null });
    });
    onSubmission(app, deps, { viewId: OVERRIDE_VIEW, errorBlock: PERSON_BLOCK }, readOverrideModal);
  },
};

/** Whoever was put on call says no. */
export const declineOverride: Interaction = questionButton(DECLINE_OVERRIDE, (id) => ({
  kind: 'decline_override',
  id,
}));

export const overrideCommand: Subcommand = {
  name: 'override',
  usage: 'override [@user 4h] [schedule]',
  help: 'put somebody on call for a while; without @user and a time, a form asks',
  changes: true,
  async run(deps, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (slackUserId === null || duration === null) {
      await ack();
      return askForOverride(deps, asker, { triggerId, slackUserId });
    }
    if (duration < SHORTEST_SPAN) return tell(deps, asker, tooShort());
    const span = wholeMinutes(deps.clock.now(), duration);
    const action = { kind: 'override', slackUserId, schedule, ...span } as const;
    await carryOut(deps, { requestKey: triggerId, asker, action, ack });
  },
};

interface OverrideFormRequest extends Pick<FormRequest, 'triggerId' | 'fromHome'> {
  /** Who is chosen at first; null for the asker. */
  slackUserId: string | null;
}

/** Opens the form that asks who is to be on call, where, and for how long. */
export async function askForOverride(
  deps: Deps,
  asker: Asker,
  { triggerId, fromHome = false, slackUserId }: OverrideFormRequest,
): Promise<void> {
  const refusal = await formRefused(deps, asker.slackUserId, { kind: 'override' });
  if (refusal) return tell(deps, asker, refusal);
  const directory = await deps.onCall.directory();
  if (directory.schedules.length === 0) return tell(deps, asker, whichSchedule([]));
  const chosen = await deps.people.known(slackUserId ?? asker.slackUserId);
  const modal = overrideModal({
    schedules: directory.schedules,
    people: candidates(directory),
    chosen: { slackUserId: slackUserId ?? asker.slackUserId, userId: chosen?.user?.id ?? null },
    timezone: (await deps.people.known(asker.slackUserId))?.identity.timezone ?? null,
    now: deps.clock.now(),
  });
  await openModal(deps, { asker, triggerId, fromHome }, modal);
}
