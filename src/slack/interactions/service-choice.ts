import type { InputBlock } from '@slack/types';
import { label } from '../cards/blocks.ts';
import { choiceMenu } from './choice-menu.ts';
import { INPUT, inputOf, type SubmittedView } from './modal.ts';

/** Asks for a service; null where there is none to choose. @param chosen the one that it is now, which comes first */
export function serviceInput(
  blockId: string,
  services: readonly ServiceChoice[],
  chosen: number | null = null,
): InputBlock | null {
  const menu = choiceMenu(
    services,
    services.find(({ id }) => id === chosen),
    'No particular service',
  );
  if (!menu) return null;
  const last = menu.leftOut > 0 ? ` The last ${menu.leftOut} by name found no room in this menu.` : '';
  return {
    type: 'input',
    block_id: blockId,
    optional: true,
    label: label('Service'),
    hint: label(`Decides the channel, and who is paged.${last}`),
    element: { ...menu.element, action_id: INPUT },
  };
}

/** Null for none. */
export function readService(view: SubmittedView, blockId: string): number | null {
  const id = inputOf(view, blockId).selected_option?.value;
  return id === undefined ? null : Number(id);
}

export interface ServiceChoice {
  id: number;
  name: string;
}
