import { giveCommand, type Interaction, onButton, readChoiceValue } from './interaction.ts';
import { renewRunbooks } from './runbook-modal.ts';
import { type How, STEP_ACTIONS } from './runbook-step-buttons.ts';

function resuming(how: How): Interaction {
  return {
    actionIds: STEP_ACTIONS[how],
    canWait: () => true,
    listen(app, deps) {
      for (const action of STEP_ACTIONS[how]) {
        onButton(app, action, async (request, value) => {
          const read = readChoiceValue(value, (key) => (/^[1-9]\d{0,14}$/.test(key ?? '') ? Number(key) : undefined));
          if (!read) return request.ack();
          const command = { type: 'resume_runbook_step', stepId: read.choice, how } as const;
          await giveCommand(deps, request, read.number, command);
          await renewRunbooks(deps, request, read.number);
        });
      }
    },
  };
}

export const retryStep = resuming('retry');
export const skipStep = resuming('skip');
