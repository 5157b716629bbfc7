import { eq, sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { ChangeNotification } from '../../notifications/plan/change-notification.ts';
import { PRIORITY, type Priority } from '../../notifications/priority.ts';
import type { Card } from '../../notifications/types.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { cards } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { privateHomeOf, settleHomes } from './incident-homes.ts';
import { prepared } from './prepared.ts';
import { queueCard, queueLine } from './queue.ts';
import { addStormLine, queueStorm, stormOf } from './storm-queue.ts';
import { addSummonedCards, isRefusedPage, isSummoned, linesFor, withdrawPages } from './summons.ts';

const statements = prepared((db) => ({
  addCard: db
    .insert(cards)
    .values({
      connectionId: sql.placeholder('connectionId'),
      incidentNumber: sql.placeholder('incidentNumber'),
      target: sql.placeholder('target'),
      isHome: sql.placeholder('isHome'),
    })
    .prepare(),
  cardsOf: db
    .select()
    .from(cards)
    .where(eq(cards.incidentNumber, sql.placeholder('incidentNumber')))
    .prepare(),
}));

/**
 * Queues what an notification owes to Slack, inside the transaction of the change itself: new cards, every card of the
 * incident that is to be brought up to date (ten changes before it is sent are one delivery), and the thread lines.
 * @param eventIds Of the change's events, by index; undefined for what the timeline doesn't keep.
 */
export function queueDeliveries(
  db: Drizzle,
  incidentNumber: number,
  eventIds: (number | undefined)[],
  notification: ChangeNotification,
  now: UtcMs,
): void {
  settleHomes(db, incidentNumber, notification.homes);
  const isPrivateIn = (connectionId: number) => privateHomeOf(db, incidentNumber, connectionId) !== null;
  for (const { connectionId, channel, isHome } of notification.newCards) {
    if (!isHome && isPrivateIn(connectionId)) continue; // subscribers don't hear of what is private
    statements(db).addCard.run({ connectionId, incidentNumber, target: channel, isHome });
  }
  if (notification.callsOff) withdrawPages(db, incidentNumber);
  const called = addSummonedCards(db, incidentNumber, notification.summons);
  const asking = new Set(notification.summons.flatMap(({ asks, event }) => (asks ? [eventIds[event]] : [])));
  for (const card of statements(db).cardsOf.all({ incidentNumber })) {
    const isRefused = isRefusedPage(db, card);
    if (isRefused && !isSummoned(card, notification)) continue;
    const isNew = called.includes(card.id);
    if (isHeldBack(db, card)) {
      if (isNew) queueCard(db, card, notification.priority, now); // it says that there is something, and no more
      continue;
    }
    const said = linesFor(db, card, isNew, notification).flatMap((index) => eventIds[index] ?? []);
    const { priority, redrawPriority } = notification;
    const news = { redraws: notification.redraws || isNew || isRefused, said, asking, priority, redrawPriority };
    if (card.stormId === null) owe(db, card, news, now);
    else oweToStorm(db, card, card.stormId, news, now);
  }
}

/** A card outside of the private channel that the incident belongs to shows nothing of it, so nothing on it changes. */
function isHeldBack(db: Drizzle, { incidentNumber, connectionId, target, channelId, isHome }: Card): boolean {
  if (isPersonTarget(target)) return false;
  const home = privateHomeOf(db, incidentNumber, connectionId);
  if (home === null || home.channelId === null) return false;
  return channelId === null ? !isHome : channelId !== home.channelId;
}

/** What a card is to hear of. */
interface News extends Pick<ChangeNotification, 'priority' | 'redrawPriority'> {
  /** It looks different now, or is new. */
  redraws: boolean;
  /** Events that get a line in its thread. */
  said: number[];
  /** Events that put a question. */
  asking: Set<number | undefined>;
}

function owe(db: Drizzle, card: Card, { redraws, said, priority, redrawPriority }: News, now: UtcMs): void {
  if (redraws) queueCard(db, card, card.ts === null ? priority : redrawPriority, now);
  for (const eventId of said) queueLine(db, card, eventId, linePriority(card, priority), now);
}

/**
 * A card of a storm has no message of its own: the storm's is brought up to date, and its thread hears what happened. A
 * question has buttons, so it is a message of its own there.
 */
function oweToStorm(
  db: Drizzle,
  card: Card,
  stormId: number,
  { redraws, said, asking, priority, redrawPriority }: News,
  now: UtcMs,
): void {
  const storm = stormOf(db, stormId);
  if (redraws) queueStorm(db, storm, storm.ts === null ? priority : redrawPriority, now);
  for (const eventId of said) {
    if (asking.has(eventId)) queueLine(db, card, eventId, linePriority(card, priority), now);
    else addStormLine(db, storm, eventId, linePriority(card, priority), now);
  }
}

/** A line to a person is a call; a line in a channel can wait for cards. */
function linePriority({ target }: Card, priority: Priority): Priority {
  return isPersonTarget(target) ? priority : PRIORITY.thread;
}
