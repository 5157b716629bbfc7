import type { MessageHandle, ModalHandle, Person } from 'local-slack';
import type { House } from './house.ts';

/** An element of a card, or of a modal, with another value, or another action, than the app gave it, pressed by somebody who sees the card. */
export async function pressForged(
  house: House,
  person: Person,
  card: MessageHandle | ModalHandle,
  actionId: string,
  value: string,
  as = actionId,
): Promise<void> {
  const placed = card.placed().find(({ element }) => 'action_id' in element && element.action_id === actionId);
  if (!placed) throw new Error(`the card has no ${actionId}`);
  const { element } = placed;
  const { interactions } = house.workspace;
  if (element.type === 'button') {
    await interactions.act(person.member, card.surface(), { ...placed, element: { ...element, action_id: as, value } });
    return;
  }
  if (element.type !== 'static_select' && element.type !== 'overflow')
    throw new Error(`${element.type} is not forged here`);
  const option = { text: { type: 'plain_text' as const, text: 'forged' }, value };
  const chosen = { type: element.type, selected_option: option };
  await interactions.act(person.member, card.surface(), placed, chosen);
}

/** The modal that somebody has open now remembers something else than the app wrote into it. */
export function forgeMetadata(house: House, person: Person, metadata: string): void {
  const view = house.workspace.model.views.topOf(person.id);
  if (view?.content.type !== 'modal') throw new Error('no modal is open');
  Object.assign(view.content, { private_metadata: metadata });
}
