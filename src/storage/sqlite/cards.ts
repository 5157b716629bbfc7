import { and, asc, eq, like, sql } from 'drizzle-orm';
import type { Card, Storm } from '../../notifications/types.ts';
import { cards, deliveries, storms } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';

/** Cards in people's direct messages; the others are in channels. */
export const isPage = like(cards.target, '@%');

const statements = prepared((db) => {
  const id = sql.placeholder('id');
  return {
    card: later(() => db.select().from(cards).where(eq(cards.id, id)).prepare()),
    storm: later(() => db.select().from(storms).where(eq(storms.id, id)).prepare()),
    cardsOf: later(() =>
      db
        .select()
        .from(cards)
        .where(eq(cards.incidentNumber, sql.placeholder('incidentNumber')))
        .orderBy(asc(cards.id))
        .prepare(),
    ),
    rows: later(() =>
      db
        .select()
        .from(cards)
        .where(eq(cards.stormId, sql.placeholder('stormId')))
        .orderBy(asc(cards.id))
        .prepare(),
    ),
    waitsFor: later(() =>
      db
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(eq(deliveries.work, sql.placeholder('work')), sql`${deliveries.failedAt} is null`))
        .limit(1)
        .prepare(),
    ),
  };
});

export function cardById(db: Drizzle, id: number): Card | null {
  return statements(db).card().get({ id }) ?? null;
}

export function stormById(db: Drizzle, id: number): Storm | null {
  return statements(db).storm().get({ id }) ?? null;
}

/** Where an incident is shown, or is to be, in the order in which that was decided. */
export function cardsOf(db: Drizzle, incidentNumber: number): Card[] {
  return statements(db).cardsOf().all({ incidentNumber });
}

/** Where it belongs in a connection. */
export function homeCardOf(db: Drizzle, incidentNumber: number, connectionId: number): Card | undefined {
  return cardsOf(db, incidentNumber).find((card) => card.isHome && card.connectionId === connectionId);
}

/** The cards that are rows of a storm. */
export function rowsOf(db: Drizzle, stormId: number): Card[] {
  return statements(db).rows().all({ stormId });
}

/** Whether work is owed, be it on its way or not. */
export function isOwed(db: Drizzle, work: string): boolean {
  return statements(db).waitsFor().get({ work }) !== undefined;
}
