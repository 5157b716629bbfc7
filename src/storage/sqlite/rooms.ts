import { and, eq } from 'drizzle-orm';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { owedOwnChannel } from '../../notifications/kinds/incident-channel.ts';
import { leadOn } from '../../notifications/plan/lead-on.ts';
import { takeOutOfSight } from '../../notifications/plan/out-of-sight.ts';
import { redraw } from '../../notifications/plan/redraw.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import { incidentChannels, incidentRooms } from '../schema/index.ts';
import { cardsOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { channelById, privateHomeOf } from './incident-homes.ts';
import { closedProjectOf } from './projects.ts';

/**
 * Inside the transaction of a change: which channels of its own an incident has from now on, and whether their members see it. Whoever was
 * in one before the incident became private does not.
 * @param closed the connections in which it has become private by this
 */
export function settleRooms(
  db: Drizzle,
  number: number,
  events: readonly TimelineEvent[],
  closed: ReadonlySet<number>,
): void {
  for (const connectionId of closed) {
    db.update(incidentRooms)
      .set({ givesSight: false })
      .where(and(eq(incidentRooms.incidentNumber, number), eq(incidentRooms.connectionId, connectionId)))
      .run();
  }
  for (const { fact } of events) {
    if (fact.kind !== 'channel_made') continue;
    const { connectionId, channelId, name } = fact;
    const room = { name, givesSight: isForPrivate(db, number, connectionId, channelId) };
    db.insert(incidentRooms)
      .values({ incidentNumber: number, connectionId, channelId, ...room })
      .onConflictDoUpdate({
        target: [incidentRooms.incidentNumber, incidentRooms.connectionId, incidentRooms.channelId],
        set: room,
      })
      .run();
  }
}

/** When in doubt, the incident is not shown there. */
function isForPrivate(db: Drizzle, number: number, connectionId: number, channelId: string): boolean {
  if (closedProjectOf(db, number) !== null || privateHomeOf(db, number, connectionId) === null) return false;
  return channelById(db, connectionId, channelId)?.isPrivate ?? false;
}

/** Inside the transaction of a change: the channels that it had of its own lead to the one that it has from now on. */
export function leadToRoom(db: Drizzle, number: number, events: readonly TimelineEvent[], now: UtcMs): void {
  for (const { fact } of events) {
    if (fact.kind !== 'channel_made') continue;
    const { connectionId, channelId: to } = fact;
    const all = and(eq(incidentRooms.incidentNumber, number), eq(incidentRooms.connectionId, connectionId));
    const had = db.select({ channelId: incidentRooms.channelId }).from(incidentRooms).where(all).all();
    const rooms = new Set(had.map(({ channelId }) => channelId));
    carryOut(db, leadOn(cardsOf(db, number), { connectionId, rooms, to }, PRIORITY.thread, now));
  }
}

/** Inside a transaction: the app can post again in a channel that is, or was, an incident's own: its card there is as it is to be. */
export function redrawInRoom(db: Drizzle, connectionId: number, channelId: string, now: UtcMs): void {
  const its = and(eq(incidentRooms.connectionId, connectionId), eq(incidentRooms.channelId, channelId));
  for (const { number } of db.select({ number: incidentRooms.incidentNumber }).from(incidentRooms).where(its).all()) {
    const there = cardsOf(db, number).filter((card) => card.connectionId === connectionId && card.target === channelId);
    carryOut(db, redraw(there, [], now));
  }
}

/**
 * Inside a transaction: everybody can read a channel that was private. What is private is seen there no longer, also should the channel
 * become private again: whoever has come into it meanwhile was not let in.
 */
export function closeRooms(db: Drizzle, connectionId: number, channelId: string, now: UtcMs): void {
  const its = and(eq(incidentRooms.connectionId, connectionId), eq(incidentRooms.channelId, channelId));
  const closed = db
    .update(incidentRooms)
    .set({ givesSight: false })
    .where(and(its, eq(incidentRooms.givesSight, true)))
    .returning({ number: incidentRooms.incidentNumber })
    .all();
  for (const { number } of closed) {
    if (privateHomeOf(db, number, connectionId) === null) continue;
    for (const card of cardsOf(db, number)) {
      const isThere = card.connectionId === connectionId && card.target === channelId;
      if (isThere) carryOut(db, takeOutOfSight({ kind: 'card', place: card }, number, PRIORITY.human, now));
    }
    const row = db.select().from(incidentChannels).where(eq(incidentChannels.incidentNumber, number)).get();
    if (row?.channelId === channelId && row.error === null) carryOut(db, owedOwnChannel(row, PRIORITY.human, now));
  }
}
