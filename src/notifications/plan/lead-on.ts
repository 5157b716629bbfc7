import type { UtcMs } from '../../lib/clock.ts';
import type { Priority } from '../priority.ts';
import type { Card } from '../types.ts';
import { bringUpToDate, cardMessage } from './messages.ts';
import type { NotificationPlan } from './operations.ts';

/**
 * The cards in channels that an incident had of its own lead to the one that it has now. In one that is archived that is seen once
 * somebody brings it back.
 * @param rooms ids of the channels that it had
 * @param to id of the one that it has
 */
export function leadOn(
  cards: readonly Card[],
  { connectionId, rooms, to }: { connectionId: number; rooms: ReadonlySet<string>; to: string },
  priority: Priority,
  now: UtcMs,
): NotificationPlan {
  const former = cards.filter(
    (card) => card.connectionId === connectionId && rooms.has(card.target) && card.target !== to && !card.isHome,
  );
  return former.flatMap((card): NotificationPlan => {
    const moved = { ...card, movedTo: to };
    return [
      { do: 'change_cards', ids: [card.id], set: { movedTo: to } },
      ...(card.ts === null ? [] : bringUpToDate(cardMessage(moved), priority, now)),
    ];
  });
}
