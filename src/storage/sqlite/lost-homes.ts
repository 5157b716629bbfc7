import { and, asc, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { Card, Delivery, Job } from '../../notifications/types.ts';
import { cards, deliveries, incidents, stormLines, storms, timelineEvents } from '../schema/index.ts';
import { tellOfClosedChannel } from './closed-channels.ts';
import type { Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { laneOf } from './lanes.ts';
import { queueCard, queueLine } from './queue.ts';

/**
 * Inside a transaction: what is for a private channel that is closed to the app goes nowhere else. The cards stay where they
 * are, to go on when the channel is open again; the fallback channel gets a card of its own, which says that there is an
 * incident and nothing of what it is about. Whatever of a storm is not private moves there, with all that is owed to it.
 * @returns false when nothing about the job is private.
 */
export function keepPrivate(
  db: Drizzle,
  { task, priority }: Delivery,
  { place }: Exclude<Job, { kind: 'notice' }>,
  code: string,
  fallback: string,
  now: UtcMs,
): boolean {
  const isStorm = task.kind === 'storm' || task.kind === 'storm_lines';
  const shown = db
    .select()
    .from(cards)
    .where(isStorm ? eq(cards.stormId, place.id) : eq(cards.id, place.id))
    .all();
  const isPrivate = ({ incidentNumber, connectionId }: Card) =>
    privateHomeOf(db, incidentNumber, connectionId) !== null;
  const kept = shown.filter(isPrivate);
  if (kept.length === 0) return false;
  tellOfClosedChannel(db, place, code, fallback, now);
  if (isStorm) {
    db.update(storms).set({ isOver: true }).where(eq(storms.id, place.id)).run();
    for (const card of shown) if (!kept.includes(card)) leaveStorm(db, card, place.id, fallback, priority, now);
  }
  forgetOwed(db, kept, isStorm ? place.id : null, code, now);
  for (const card of kept) {
    if (card.isHome && isLive(db, card)) tellFallback(db, card, fallback, priority, now);
  }
  return true;
}

/** A card of its own in another channel, and there in its thread what the storm's was still to say of it. */
function leaveStorm(
  db: Drizzle,
  card: Card,
  stormId: number,
  target: string,
  priority: Delivery['priority'],
  now: UtcMs,
): void {
  const place = { target, reroutedFrom: card.reroutedFrom ?? card.target, channelId: null, ts: null, stormId: null };
  const moved = db
    .update(cards)
    .set({ ...place, editing: 'open' })
    .where(eq(cards.id, card.id))
    .returning()
    .get();
  const ofCard = and(eq(deliveries.cardId, card.id), isNull(deliveries.failedAt));
  const lane = laneOf(card.connectionId, target);
  db.update(deliveries).set({ lane, isTaken: false, inDoubtSince: null }).where(ofCard).run();
  queueCard(db, moved, priority, now);
  const lines = db
    .select({ eventId: stormLines.eventId, createdAt: stormLines.createdAt })
    .from(stormLines)
    .innerJoin(timelineEvents, eq(timelineEvents.id, stormLines.eventId))
    .where(and(eq(stormLines.stormId, stormId), eq(timelineEvents.incidentNumber, card.incidentNumber)))
    .orderBy(asc(stormLines.id))
    .all();
  for (const { eventId, createdAt } of lines) queueLine(db, moved, eventId, PRIORITY.thread, createdAt);
}

/**
 * Cards are drawn from what is on disk when the channel is open again, and the timeline has what the lines were to say. A
 * message that may be there is kept as refused: it is looked for before another one is posted.
 */
function forgetOwed(db: Drizzle, shown: Card[], stormId: number | null, code: string, now: UtcMs): void {
  const ids = shown.map(({ id }) => id);
  const isAboutThem = or(
    inArray(deliveries.cardId, ids),
    stormId === null ? undefined : eq(deliveries.stormId, stormId),
  );
  const owed = and(isAboutThem, isNull(deliveries.failedAt));
  const mayBeThere = and(owed, inArray(deliveries.kind, ['card', 'storm']), isNotNull(deliveries.inDoubtSince));
  db.update(deliveries).set({ failedAt: now, error: code }).where(mayBeThere).run();
  db.delete(deliveries).where(owed).run();
  if (stormId !== null) db.delete(stormLines).where(eq(stormLines.stormId, stormId)).run();
}

function isLive(db: Drizzle, { incidentNumber }: Card): boolean {
  const live = and(eq(incidents.number, incidentNumber), ne(incidents.status, 'RESOLVED'));
  return db.select({ number: incidents.number }).from(incidents).where(live).get() !== undefined;
}

function tellFallback(db: Drizzle, card: Card, fallback: string, priority: Delivery['priority'], now: UtcMs): void {
  const { incidentNumber, connectionId, target } = card;
  const there = and(
    eq(cards.incidentNumber, incidentNumber),
    eq(cards.connectionId, connectionId),
    eq(cards.target, fallback),
  );
  if (db.select({ id: cards.id }).from(cards).where(there).get()) return;
  const added = db
    .insert(cards)
    .values({ incidentNumber, connectionId, target: fallback, isHome: false, reroutedFrom: target })
    .returning()
    .get();
  queueCard(db, added, priority, now);
}
