import type { InputBlock, PlainTextOption } from '@slack/types';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import { urgencyLabel } from '../../words/incident.ts';
import { label } from '../cards/blocks.ts';
import { INPUT, inputOf, type SubmittedView } from './modal.ts';

const URGENCY_HELP: Record<Urgency, string> = {
  HIGH: 'Somebody has to look right now',
  MEDIUM: 'Soon, today',
  LOW: 'Worth knowing, can wait',
};

/** Asks how urgent it is. */
export function urgencyInput(blockId: string, initial: Urgency): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: label('Urgency'),
    element: {
      type: 'radio_buttons',
      action_id: INPUT,
      options: URGENCIES.map(urgencyOption),
      initial_option: urgencyOption(initial),
    },
  };
}

export function readUrgency(view: SubmittedView, blockId: string): Urgency | undefined {
  return URGENCIES.find((one) => one === inputOf(view, blockId).selected_option?.value);
}

function urgencyOption(urgency: Urgency): PlainTextOption {
  return { text: label(urgencyLabel(urgency)), value: urgency, description: label(URGENCY_HELP[urgency]) };
}
