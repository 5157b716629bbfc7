import { MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';
import { threadMessage } from '../kinds/storm-lines.ts';
import { bringUpToDate, stormMessage } from '../plan/messages.ts';
import { laneOf, type NotificationPlan } from '../plan/operations.ts';
import type { Priority } from '../priority.ts';
import type { Place, Storm } from '../types.ts';

/** More new incidents than this, waiting for one channel, are a storm. */
const MOST_CARDS = 5;
/** A storm that nothing new has joined for so long is over: what comes then has a card, and a notification, of its own. */
const QUIET_AFTER = 10 * SECOND;
/** However long the alerts go on, a message that old is not looked at for news. */
const OVER_AFTER = 10 * MINUTE;

/** A storm that takes in new incidents, as long as they come. */
export interface OpenStorm extends Storm {
  startedAt: UtcMs;
  lastJoinedAt: UtcMs;
}

/** A card that waits for its first message, and surely has none yet. */
export interface NewCardInLane {
  cardId: number;
  createdAt: UtcMs;
}

/** What the thread of such a card is to say. */
export interface LineInLane {
  deliveryId: number;
  eventId: number;
  /** It has buttons to answer with. */
  isQuestion: boolean;
  priority: Priority;
  createdAt: UtcMs;
}

/** What becomes of the new cards of a lane. `into`: the storm that they join, or `new`; null when each stays a card. */
export interface Gathering {
  into: OpenStorm | 'new' | null;
  /** The storm that was on and is over. */
  over: OpenStorm | null;
}

/** @param open the storm of the lane that is not over, as far as anybody has noticed */
export function gathering(newCards: number, open: OpenStorm | null, now: UtcMs): Gathering {
  if (newCards === 0) return { into: null, over: null };
  if (open && isOn(open, now)) return { into: open, over: null };
  return { into: newCards > MOST_CARDS ? 'new' : null, over: open };
}

/** A clock that was set back ends it as well: it would take in whatever comes until then. */
function isOn({ lastJoinedAt, startedAt }: OpenStorm, now: UtcMs): boolean {
  return Math.abs(now - lastJoinedAt) <= QUIET_AFTER && Math.abs(now - startedAt) <= OVER_AFTER;
}

/** What waits in a lane and becomes part of a storm: cards oldest first, lines in order. */
export interface Joining {
  place: Place;
  cards: NewCardInLane[];
  lines: LineInLane[];
}

/** New cards become rows of the storm, and what their threads were to say is said in its thread; questions stay messages. */
export function joinStorm(
  into: OpenStorm | 'new',
  { place, cards, lines }: Joining,
  priority: Priority,
  now: UtcMs,
): NotificationPlan {
  const { connectionId, target, reroutedFrom } = place;
  const storm: Storm = into === 'new' ? newStorm(place) : into;
  const ids = cards.map(({ cardId }) => cardId);
  const said = lines.filter(({ isQuestion }) => !isQuestion);
  const [firstLine] = said;
  const since = cards[0]?.createdAt ?? now;
  const begin: NotificationPlan =
    into === 'new' ? [{ do: 'create_storm', as: storm.id, connectionId, target, reroutedFrom, at: now }] : [];
  return [
    ...begin,
    { do: 'withdraw', works: ids.map((id) => ({ kind: 'card', of: id })) },
    { do: 'change_cards', ids, set: { stormId: storm.id, channelId: storm.channelId } },
    { do: 'forgo_channels', cardIds: ids },
    { do: 'withdraw_deliveries', ids: said.map(({ deliveryId }) => deliveryId) },
    { do: 'join_thread', works: ids.map((id) => ({ kind: 'line', of: id })), thread: { kind: 'storm', id: storm.id } },
    ...said.map(({ eventId, createdAt }) => ({ do: 'add_line', stormId: storm.id, eventId, at: createdAt }) as const),
    ...(firstLine ? [{ do: 'owe', ...threadMessage(storm, mostUrgent(said), firstLine.createdAt) } as const] : []),
    { do: 'change_storm', id: storm.id, set: { lastJoinedAt: now } },
    ...bringUpToDate(stormMessage(storm), priority, since),
  ];
}

function newStorm(place: Place): Storm {
  return { id: -1, ...laneOf(place), channelId: null, ts: null, reroutedFrom: place.reroutedFrom, editing: 'open' };
}

function mostUrgent(lines: LineInLane[]): Priority {
  return Math.min(...lines.map(({ priority }) => priority)) as Priority;
}
