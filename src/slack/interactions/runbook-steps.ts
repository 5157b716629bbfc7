import type { ActionsBlock } from '@slack/types';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import { actions, button } from '../cards/blocks.ts';
import { choiceValue, giveCommand, type Interaction, onButton, readChoiceValue } from './interaction.ts';

const ACTIONS = { retry: 'retry_runbook_step', skip: 'skip_runbook_step' } as const;
type How = keyof typeof ACTIONS;

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements; more than a few help nobody. */
const MAX_STEPS = 5;

function resuming(how: How): Interaction {
  return {
    actionIds: [ACTIONS[how]],
    canWait: () => true,
    listen(app, deps) {
      onButton(app, ACTIONS[how], async (request, value) => {
        const read = readChoiceValue(value, (key) => (/^[1-9]\d{0,14}$/.test(key ?? '') ? Number(key) : undefined));
        if (!read) return request.ack();
        const command = { type: 'resume_runbook_step', stepId: read.choice, how } as const;
        return giveCommand(deps, request, read.number, command);
      });
    },
  };
}

export const retryStep = resuming('retry');
export const skipStep = resuming('skip');

/** What can be done about the steps of a runbook that failed; null when none did. */
export function failedStepButtons({ incidentNumber, isCancelled, steps }: ShownProgress): ActionsBlock | null {
  const failed = steps.flatMap(({ id, state }, index) => (state === 'failed' ? [{ id, place: index + 1 }] : []));
  if (isCancelled || failed.length === 0) return null;
  return actions(
    ...failed.slice(0, MAX_STEPS).flatMap(({ id, place }) => {
      const value = choiceValue(incidentNumber, String(id));
      return [button(ACTIONS.retry, `Retry step ${place}`, value), button(ACTIONS.skip, `Skip step ${place}`, value)];
    }),
  );
}
