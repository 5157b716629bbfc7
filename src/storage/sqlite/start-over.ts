import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { Card, Job, Place, Storm } from '../../notifications/types.ts';
import { cards, deliveries, stormLines, storms } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { laneOf } from './lanes.ts';
import { queueCard } from './queue.ts';
import { queueStorm, queueStormLines, stormOf } from './storm-queue.ts';

/** Where a message is to be posted anew. */
type Destination = Pick<Place, 'target' | 'reroutedFrom'>;

/** Inside a transaction: the message of a job is to be posted anew, and everything owed to it follows in its thread. */
export function startOver(db: Drizzle, job: Job, to: Destination, now: UtcMs): void {
  switch (job.kind) {
    case 'card':
    case 'line': {
      const { place } = job;
      if (place.stormId === null) startCardOver(db, { ...place, ...to }, now);
      else startStormOver(db, { ...stormOf(db, place.stormId), ...to }, now);
      break;
    }
    case 'storm':
    case 'storm_lines':
      startStormOver(db, { ...job.place, ...to }, now);
      break;
    case 'notice':
      break; // it has no message that could be gone, and no other place to go
  }
}

function startCardOver(db: Drizzle, card: Card, now: UtcMs): void {
  const { target, reroutedFrom } = card;
  db.update(cards).set({ target, reroutedFrom, channelId: null, ts: null }).where(eq(cards.id, card.id)).run();
  const owed = and(eq(deliveries.cardId, card.id), isNull(deliveries.failedAt));
  db.delete(deliveries)
    .where(and(owed, eq(deliveries.kind, 'card')))
    .run();
  db.update(deliveries)
    .set({ lane: laneOf(card.connectionId, target), isTaken: false, inDoubtSince: null })
    .where(owed)
    .run();
  queueCard(db, { ...card, ts: null }, PRIORITY.human, now);
}

function startStormOver(db: Drizzle, storm: Storm, now: UtcMs): void {
  const { id, target, reroutedFrom } = storm;
  db.update(storms).set({ target, reroutedFrom, channelId: null, ts: null }).where(eq(storms.id, id)).run();
  db.update(cards).set({ target, reroutedFrom, channelId: null }).where(eq(cards.stormId, id)).run();
  const owed = and(eq(deliveries.stormId, id), isNull(deliveries.failedAt));
  const owing = db.select({ id: deliveries.id }).from(deliveries).where(owed);
  db.update(stormLines).set({ deliveryId: null }).where(inArray(stormLines.deliveryId, owing)).run();
  db.delete(deliveries).where(owed).run();
  const members = db.select({ id: cards.id }).from(cards).where(eq(cards.stormId, id));
  db.update(deliveries)
    .set({ lane: laneOf(storm.connectionId, target), isTaken: false, inDoubtSince: null })
    .where(and(inArray(deliveries.cardId, members), isNull(deliveries.failedAt)))
    .run();
  const anew = stormOf(db, id);
  queueStorm(db, anew, PRIORITY.human, now);
  queueStormLines(db, anew, now);
}
