import type { UtcMs } from '../../lib/clock.ts';
import { tell } from '../kinds/notice.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { AdminNotice, Card, Message, Place } from '../types.ts';
import { bringUpToDate, cardMessage, say } from './messages.ts';
import { type Lane, laneOf, type NotificationPlan, type Work } from './operations.ts';
import { worksOf } from './start-over.ts';

/** Who hears that a channel is closed to the app. */
export interface ClosedChannelAudience {
  /** The admins have been told, and nothing could be posted there since. */
  isKnown: boolean;
  /** Slack accounts. */
  admins: string[];
  /** Slack accounts of those who subscribed the channel themselves. */
  subscribers: string[];
  /** The channel only hears of what belongs elsewhere. */
  listens: boolean;
  /** @returns a name that nobody else has. */
  newKey: () => string;
}

/** A channel that turned out to be closed. `fallback`: where its cards go; null when there is nowhere. */
export interface ClosedChannel<Fallback extends string | null = string | null> {
  code: string;
  fallback: Fallback;
  at: UtcMs;
}

/** The admins are told of a channel that is closed to the app, once until it is open again. */
export function tellOfClosedChannel(
  place: Pick<Place, 'connectionId' | 'target'>,
  closed: ClosedChannel,
  audience: ClosedChannelAudience,
): NotificationPlan {
  const { code } = closed;
  const { target } = place;
  const { listens } = audience;
  const fallback = listens ? null : closed.fallback;
  const notice = { kind: 'channel_closed', target, code, fallback, ...(listens && { listens }) } as const;
  return [...tellAdmins(place, notice, closed, audience), ...tellSubscribers(place, closed, audience)];
}

function tellSubscribers(
  { connectionId, target }: Lane,
  { code, at }: ClosedChannel,
  { isKnown, subscribers, newKey }: ClosedChannelAudience,
): NotificationPlan {
  if (isKnown) return [];
  const notice = { kind: 'subscription_closed', channelId: target, code } as const;
  return subscribers.flatMap((to) => tell(newKey(), { connectionId, target: to }, notice, at));
}

/**
 * A channel that only listens is closed to the app: what it was to hear of is shown where it belongs, so nothing goes elsewhere.
 * A message that it has already is brought up to date when that is possible again, and something has happened.
 * @param cards the card, or those that the storm shows
 */
export function stopListening(
  message: Message,
  cards: Card[],
  closed: Omit<ClosedChannel, 'fallback'>,
  audience: ClosedChannelAudience,
): NotificationPlan {
  const told = tellOfClosedChannel(message.place, { ...closed, fallback: null }, audience);
  const storm: NotificationPlan =
    message.kind === 'storm'
      ? [
          { do: 'change_storm', id: message.place.id, set: { isOver: true } },
          { do: 'forget_lines', stormId: message.place.id },
          { do: 'withdraw', works: worksOf(message.place) },
        ]
      : [];
  const isThere = message.place.ts !== null;
  const gone = cards.flatMap((card): NotificationPlan => {
    return isThere ? [{ do: 'withdraw', works: worksOfCard(card) }] : [{ do: 'drop_card', id: card.id }];
  });
  return [...told, ...storm, ...gone];
}

/** The same of a channel that only notifications go to. */
export function tellOfClosedNotifications(
  lane: Lane,
  closed: ClosedChannel,
  audience: ClosedChannelAudience,
): NotificationPlan {
  const { target } = lane;
  return tellAdmins(lane, { kind: 'notifications_closed', target, code: closed.code }, closed, audience);
}

function tellAdmins(
  place: Lane,
  notice: AdminNotice,
  { code, fallback, at }: ClosedChannel,
  { isKnown, admins, newKey }: ClosedChannelAudience,
): NotificationPlan {
  if (isKnown) return [];
  const { connectionId } = place;
  return [
    { do: 'note_closed_channel', lane: laneOf(place), code, fallback, at },
    ...admins.flatMap((admin) => tell(newKey(), { connectionId, target: admin }, notice, at)),
  ];
}

/** A card that is, or has been, in a channel that is closed. */
export interface CardInClosedChannel {
  card: Card;
  /** Its incident belongs to a private channel. */
  isPrivate: boolean;
  /** Its incident is not resolved. */
  isLive: boolean;
  /** The fallback channel has a card of the incident. */
  isInFallback: boolean;
}

export interface MessageInClosedChannel {
  message: Message;
  /** The card, or those that the storm shows. */
  cards: CardInClosedChannel[];
  /** What a storm's thread is still to say, in order. */
  lines: { incidentNumber: number; eventId: number; createdAt: UtcMs }[];
}

/**
 * What is for a private channel that is closed to the app goes nowhere else. The cards stay where they are, to go on when the
 * channel is open again; the fallback channel gets a card of its own, which says that there is an incident and nothing of what
 * it is about. Whatever of a storm is not private moves there, with all that is owed to it.
 * @returns null when nothing about the message is private.
 */
export function keepPrivate(
  { message, cards, lines }: MessageInClosedChannel,
  priority: Priority,
  closed: ClosedChannel<string>,
  audience: ClosedChannelAudience,
): NotificationPlan | null {
  const kept = cards.filter(({ isPrivate }) => isPrivate);
  if (kept.length === 0) return null;
  const { fallback, at, code } = closed;
  const storm = message.kind === 'storm' ? message.place : null;
  const leaving = storm ? cards.filter(({ isPrivate }) => !isPrivate) : [];
  const told = kept.filter(({ card, isLive, isInFallback }) => card.isHome && isLive && !isInFallback);
  return [
    ...tellOfClosedChannel(message.place, closed, audience),
    ...(storm ? ([{ do: 'change_storm', id: storm.id, set: { isOver: true } }] satisfies NotificationPlan) : []),
    ...leaving.flatMap(({ card }) => {
      const own = lines.filter(({ incidentNumber }) => incidentNumber === card.incidentNumber);
      return leaveStorm(card, own, fallback, priority, at);
    }),
    ...forgetOwed(
      kept.map(({ card }) => card),
      storm,
      code,
      at,
    ),
    ...told.flatMap(({ card }, index) => tellFallback(card, -1 - index, fallback, priority, at)),
  ];
}

/** A card of its own in another channel, and there in its thread what the storm's was still to say of it. */
function leaveStorm(
  card: Card,
  lines: MessageInClosedChannel['lines'],
  target: string,
  priority: Priority,
  now: UtcMs,
): NotificationPlan {
  const reroutedFrom = card.reroutedFrom ?? card.target;
  const set = { target, reroutedFrom, channelId: null, ts: null, stormId: null, editing: 'open' } as const;
  const moved = { ...card, ...set };
  const works = worksOfCard(card);
  return [
    { do: 'change_cards', ids: [card.id], set },
    { do: 'join_thread', works, thread: { kind: 'card', id: card.id } },
    { do: 'change_lane', of: works, lane: laneOf(moved) },
    ...bringUpToDate(cardMessage(moved), priority, now),
    ...lines.flatMap(({ eventId, createdAt }) => say(moved, eventId, PRIORITY.thread, createdAt)),
  ];
}

/**
 * Cards are drawn from what is on disk when the channel is open again, and the timeline has what the lines were to say. A
 * message that may be there is kept as refused: it is looked for before another one is posted.
 */
function forgetOwed(kept: Card[], storm: { id: number } | null, code: string, at: UtcMs): NotificationPlan {
  const messages: Work[] = kept.map(({ id }) => ({ kind: 'card', of: id }));
  if (storm) messages.push({ kind: 'storm', of: storm.id });
  const ofStorm: Work[] = storm ? [...worksOf(storm), { kind: 'storm_end', of: storm.id }] : [];
  const works = [...kept.flatMap(worksOfCard), ...ofStorm];
  return [
    { do: 'give_up_doubts', works: messages, code, at },
    { do: 'withdraw', works },
    ...(storm ? ([{ do: 'forget_lines', stormId: storm.id }] satisfies NotificationPlan) : []),
  ];
}

function tellFallback(card: Card, as: number, target: string, priority: Priority, now: UtcMs): NotificationPlan {
  const { incidentNumber, connectionId, target: reroutedFrom } = card;
  const made = { incidentNumber, connectionId, target, isHome: false, mentions: false, reroutedFrom };
  const message = { kind: 'card', id: as, connectionId, target, ts: null, editing: 'open' } as const;
  return [{ do: 'create_card', as, ...made }, ...bringUpToDate(message, priority, now)];
}

function worksOfCard({ id }: Pick<Card, 'id'>): Work[] {
  return [
    { kind: 'card', of: id },
    { kind: 'line', of: id },
  ];
}
