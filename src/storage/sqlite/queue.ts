import { randomUUID } from 'node:crypto';
import { and, eq, isNotNull, max, sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { Priority } from '../../notifications/priority.ts';
import type { Card, Place, SendingMethod } from '../../notifications/types.ts';
import { deliveries } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { laneOf } from './lanes.ts';
import { prepared } from './prepared.ts';

const statements = prepared((db) => {
  const { placeholder } = sql;
  const takeUp = (kind: 'card' | 'storm', owner: typeof deliveries.cardId | typeof deliveries.stormId) => {
    const inDoubt = and(
      eq(owner, placeholder('id')),
      eq(deliveries.kind, kind),
      eq(deliveries.lane, placeholder('lane')),
      isNotNull(deliveries.failedAt),
      isNotNull(deliveries.inDoubtSince),
    );
    const last = db
      .select({ id: max(deliveries.id) })
      .from(deliveries)
      .where(inDoubt);
    return db.update(deliveries).set({ failedAt: null, error: null }).where(eq(deliveries.id, last)).prepare();
  };
  const owed = {
    uuid: placeholder('uuid'),
    connectionId: placeholder('connectionId'),
    lane: placeholder('lane'),
    createdAt: placeholder('createdAt'),
    cardId: placeholder('cardId'),
    priority: placeholder('priority'),
  };
  return {
    card: db
      .insert(deliveries)
      .values({ ...owed, kind: 'card', method: placeholder('method') })
      .onConflictDoUpdate({
        target: deliveries.cardId,
        targetWhere: sql`${deliveries.kind} = 'card' and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
        set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
      })
      .prepare(),
    line: db
      .insert(deliveries)
      .values({ ...owed, kind: 'line', eventId: placeholder('eventId') })
      .prepare(),
    hurry: db
      .update(deliveries)
      .set({ priority: sql`min(${deliveries.priority}, ${placeholder('priority')})` })
      .where(
        sql`${deliveries.cardId} = ${placeholder('cardId')} and ${deliveries.kind} = 'card'
          and ${deliveries.method} = 'chat.postMessage' and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
      )
      .prepare(),
    doubtOf: { card: takeUp('card', deliveries.cardId), storm: takeUp('storm', deliveries.stormId) },
  };
});

/**
 * Owes the card a look at its incident; one that already waits is enough, at the higher priority of the two. A message
 * that can't be changed stays as it is.
 */
export function queueCard(db: Drizzle, card: Card, priority: Priority, now: UtcMs): void {
  if (isFixed(card)) return;
  if (card.ts === null) takeUpDoubt(db, 'card', card);
  statements(db).card.run({ ...owedTo(card, now), cardId: card.id, priority, method: methodFor(card) });
}

/**
 * A message that is to be posted may be in Slack already, by an attempt that was given up before anybody knew: that is
 * settled first. Only the last is looked for: what can't be settled must not grow with each change.
 */
export function takeUpDoubt(
  db: Drizzle,
  kind: 'card' | 'storm',
  { id, connectionId, target }: Pick<Card, 'id' | 'connectionId' | 'target'>,
): void {
  statements(db).doubtOf[kind].run({ id, lane: laneOf(connectionId, target) });
}

/** A message in Slack that the workspace doesn't let the app change. */
export function isFixed({ ts, editing }: Pick<Card, 'ts' | 'editing'>): boolean {
  return ts !== null && editing === 'closed';
}

/** What brings a card or a storm's message up to date. */
export function methodFor({ ts }: Pick<Place, 'ts'>): SendingMethod {
  return ts === null ? 'chat.postMessage' : 'chat.update';
}

/** Owes the card's thread a line, which never goes before a card that is still to be posted. */
export function queueLine(db: Drizzle, card: Card, eventId: number, priority: Priority, now: UtcMs): void {
  statements(db).hurry.run({ cardId: card.id, priority });
  statements(db).line.run({ ...owedTo(card, now), cardId: card.id, eventId, priority });
}

/** What every new delivery has in common. */
export function owedTo({ connectionId, target }: Pick<Place, 'connectionId' | 'target'>, now: UtcMs) {
  return { uuid: randomUUID(), connectionId, lane: laneOf(connectionId, target), createdAt: now };
}
