import type { ActionsBlock } from '@slack/types';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import { actions, button } from '../cards/blocks.ts';
import { choiceValue } from './interaction.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements; more than a few help nobody. */
const MAX_STEPS = 5;

export type How = 'retry' | 'skip';

/** Slack wants the ids of a block to differ, so there is one for each failed step that is shown. */
const idsOf = (how: How) => Array.from({ length: MAX_STEPS }, (_, index) => `${how}_runbook_step_${index}`);
export const STEP_ACTIONS = { retry: idsOf('retry'), skip: idsOf('skip') } as const;

/** What can be done about the steps of a runbook that failed; null when none did. */
export function failedStepButtons({
  incidentNumber,
  state,
  steps,
}: Pick<ShownProgress, 'incidentNumber' | 'state' | 'steps'>): ActionsBlock | null {
  const failed = steps.filter((step) => step.state === 'failed').slice(0, MAX_STEPS);
  if (state === 'cancelled' || failed.length === 0) return null;
  return actions(
    ...failed.flatMap(({ id, place }, index) => {
      const value = choiceValue(incidentNumber, String(id));
      return [
        button(STEP_ACTIONS.retry[index] ?? '', `Retry step ${place}`, value),
        button(STEP_ACTIONS.skip[index] ?? '', `Skip step ${place}`, value),
      ];
    }),
  );
}
