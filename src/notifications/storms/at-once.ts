import { SECOND, type UtcMs } from '../../lib/clock.ts';
import type { Call } from '../../oncall/call.ts';
import { owedLine } from '../kinds/line.ts';
import { sumUpByClock } from '../kinds/summary.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Card } from '../types.ts';

/** What happens at once to so many incidents outside of a storm is one line. */
const MANY = 3;
/** While the clock has more to do, its lines wait for what comes of that; so long at most. */
const AT_MOST = 15 * SECOND;

/** A line that waits in the thread of a posted card, and surely has not been said, of something that the clock did. */
export interface LineByClock {
  deliveryId: number;
  eventId: number;
  incidentNumber: number;
  priority: Priority;
}

/** Whether more of the same may be about to come. By a clock that was put back nothing is held for long. */
export function mayGrow(owedSince: UtcMs, isClockBehind: boolean, now: UtcMs): boolean {
  return isClockBehind && Math.abs(now - owedSince) < AT_MOST;
}

/** What waits in a lane of what the clock did is one summary, once that is many; otherwise there is nothing to do. */
export function sumUpLines(lane: Lane, lines: readonly LineByClock[], now: UtcMs): NotificationPlan {
  if (new Set(lines.map(({ incidentNumber }) => incidentNumber)).size < MANY) return [];
  const priority = Math.min(...lines.map((line) => line.priority)) as Priority;
  return [
    { do: 'withdraw_deliveries', ids: lines.map(({ deliveryId }) => deliveryId) },
    ...sumUpByClock(
      lane,
      lines.map(({ eventId }) => eventId),
      priority,
      now,
    ),
  ];
}

/** An event that a summary was to say, and the card of its incident there. */
export interface SummedUp {
  eventId: number;
  called: Pick<Call, 'channels'>;
  card: Card;
}

/** A channel that a summary can't be said in is called, thread by thread, where the cards go. */
export function setApart(deliveryId: number, { target }: Lane, said: readonly SummedUp[], at: UtcMs): NotificationPlan {
  const calling = said.filter(({ called }) => called.channels.includes(target));
  if (calling.length === 0) return [];
  return [
    { do: 'withdraw_deliveries', ids: [deliveryId] },
    ...calling.map(
      ({ card, eventId }) => ({ do: 'owe', ...owedLine(card, eventId, PRIORITY.thread, at, true) }) as const,
    ),
  ];
}
