import type { ActionsBlock } from '@slack/types';
import { actions, button } from '../cards/blocks.ts';
import { choiceValue, giveCommand, type Interaction, onButton, readIncidentValue } from './interaction.ts';

/** One action id for each, since Slack wants those of a block to differ. */
const ACTIONS = [0, 1, 2, 3, 4].map((choice) => `answer_runbook_${choice}`);

/** Answers what a runbook asks. */
export const answerRunbook: Interaction = {
  actionIds: ACTIONS,
  canWait: () => true,
  listen(app, deps) {
    for (const [choice, action] of ACTIONS.entries()) {
      onButton(app, action, async (request, value) => {
        const [incident, step = ''] = value?.split(':') ?? [];
        const number = readIncidentValue(incident);
        if (number === null || !/^[1-9]\d{0,14}$/.test(step)) return request.ack();
        return giveCommand(deps, request, number, { type: 'answer_runbook', stepId: Number(step), choice });
      });
    }
  },
};

export function answerButtons(
  { incidentNumber, stepId }: { incidentNumber: number; stepId: number },
  choices: readonly string[],
): ActionsBlock {
  const value = choiceValue(incidentNumber, String(stepId));
  return actions(
    ...choices.flatMap((choice, index) => (ACTIONS[index] ? [button(ACTIONS[index], choice, value)] : [])),
  );
}
