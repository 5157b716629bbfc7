import { and, eq, isNotNull, isNull, like } from 'drizzle-orm';
import type { ChangeNotification, Summons } from '../../notifications/plan/change-notification.ts';
import type { Card } from '../../notifications/types.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { cards, deliveries } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** Cards in people's direct messages; the others are in channels. */
export const isPage = like(cards.target, '@%');

/** Gives a card to everybody who is called and has none. @returns their ids. */
export function addSummonedCards(db: Drizzle, incidentNumber: number, summons: Summons[]): number[] {
  return summons.flatMap(({ connectionId, target }) => {
    const place = and(
      eq(cards.incidentNumber, incidentNumber),
      eq(cards.connectionId, connectionId),
      eq(cards.target, target),
    );
    const existing = db.update(cards).set({ isCalledOff: false }).where(place).run();
    if (existing.changes > 0) return [];
    return db
      .insert(cards)
      .values({ connectionId, incidentNumber, target, isHome: false })
      .returning({ id: cards.id })
      .all()
      .map(({ id }) => id);
  });
}

/**
 * The events (by index) that get a line in the thread of a card. A channel hears what is said everywhere, and when it is
 * called. A person hears only when they are called again: while their card is still on its way, it says it all.
 */
export function linesFor(db: Drizzle, card: Card, isNew: boolean, { lines, summons }: ChangeNotification): number[] {
  const calls = summons.filter((one) => isFor(one, card));
  const again = calls.filter(({ asks }) => asks || !isNew).map(({ event }) => event);
  if (isPersonTarget(card.target)) {
    const hasTheCard = card.ts !== null || card.stormId !== null;
    const isNews = calls.some(({ asks }) => asks) || (hasTheCard && !isLineWaiting(db, card));
    return isNews ? again.slice(-1) : [];
  }
  const said = lines.find(({ connectionId }) => connectionId === card.connectionId)?.events ?? [];
  return [...new Set([...said, ...again])].sort((a, b) => a - b);
}

/** Takes back the pages of an incident that Slack has not been given yet, or may not have taken. */
export function withdrawPages(db: Drizzle, incidentNumber: number): void {
  const unposted = and(eq(cards.incidentNumber, incidentNumber), isPage, isNull(cards.ts), isNull(cards.stormId));
  for (const { id } of db.select({ id: cards.id }).from(cards).where(unposted).all()) {
    const onItsWay = and(eq(deliveries.cardId, id), eq(deliveries.isTaken, true), isNull(deliveries.failedAt));
    if (db.select({ id: deliveries.id }).from(deliveries).where(onItsWay).get()) {
      db.update(cards).set({ isCalledOff: true }).where(eq(cards.id, id)).run();
    } else {
      dropPage(db, id);
    }
  }
}

/** Takes a page away that Slack doesn't have, with all that is owed to it. */
export function dropPage(db: Drizzle, cardId: number): void {
  db.delete(deliveries).where(eq(deliveries.cardId, cardId)).run();
  db.delete(cards).where(eq(cards.id, cardId)).run();
}

/** A page that Slack has refused is not tried again before the person is called again. */
export function isRefusedPage(db: Drizzle, { target, ts, id, stormId }: Card): boolean {
  if (!isPersonTarget(target) || ts !== null) return false;
  const message =
    stormId === null
      ? and(eq(deliveries.cardId, id), eq(deliveries.kind, 'card'))
      : and(eq(deliveries.stormId, stormId), eq(deliveries.kind, 'storm'));
  const failed = and(message, isNotNull(deliveries.failedAt));
  return db.select({ id: deliveries.id }).from(deliveries).where(failed).get() !== undefined;
}

export function isSummoned(card: Card, { summons }: ChangeNotification): boolean {
  return summons.some((one) => isFor(one, card));
}

function isFor({ connectionId, target }: Summons, card: Card): boolean {
  return connectionId === card.connectionId && target === card.target;
}

/** One call that is still on its way is enough. */
function isLineWaiting(db: Drizzle, card: Card): boolean {
  const waiting = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.cardId, card.id), eq(deliveries.kind, 'line'), isNull(deliveries.failedAt)))
    .get();
  return waiting !== undefined;
}
