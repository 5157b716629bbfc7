import type { UtcMs } from '../../lib/clock.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Card, Storm } from '../types.ts';
import { bringUpToDate, cardMessage, stormMessage } from './messages.ts';
import type { NotificationPlan } from './operations.ts';

/**
 * Cards look different though nothing has happened to their incidents: who may see them is another, or the app can post there
 * again.
 * @param storms those that show any of them
 */
export function redraw(
  cards: Card[],
  storms: Storm[],
  now: UtcMs,
  priority: Priority = PRIORITY.rest,
): NotificationPlan {
  const ownMessages = cards.filter(({ stormId }) => stormId === null).map(cardMessage);
  return [...ownMessages, ...storms.map(stormMessage)].flatMap((message) => bringUpToDate(message, priority, now));
}
