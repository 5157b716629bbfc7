import { and, asc, count, desc, eq, gt, lte, max, ne, type SQL, sql } from 'drizzle-orm';
import type { StormEyes, StormStore } from '../../notifications/storms/store.ts';
import { cards, incidents, services, stormAcknowledgements } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { isHidden } from './incident-homes.ts';
import { visibleTo } from './incident-queries.ts';
import { toIncident } from './incident-row.ts';
import { isFirst } from './seen-requests.ts';

export function sqliteStormStore({ db, write }: Database): StormStore {
  return {
    async summary(stormId, eyes) {
      const seen = isSeenBy(eyes);
      const total = countMembers(db, stormId, seen);
      return {
        total,
        hidden: seen === undefined ? 0 : countMembers(db, stormId) - total,
        byStatus: { OPEN: 0, ACKNOWLEDGED: 0, SNOOZED: 0, RESOLVED: 0, ...countBy(db, stormId, seen, 'status') },
        byUrgency: { HIGH: 0, MEDIUM: 0, LOW: 0, ...countBy(db, stormId, seen, 'urgency') },
        byService: db
          .select({ name: services.name, count: count() })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .leftJoin(services, eq(services.id, incidents.serviceId))
          .where(and(eq(cards.stormId, stormId), ne(incidents.status, 'RESOLVED'), seen))
          .groupBy(incidents.serviceId)
          .orderBy(desc(count()), asc(services.name))
          .all(),
      };
    },
    async members(stormId, { order, limit, offset }, eyes) {
      return db
        .select({ incident: incidents })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(and(eq(cards.stormId, stormId), isSeenBy(eyes)))
        .orderBy(...(order === 'needed' ? NEEDED_FIRST : []), asc(incidents.number))
        .limit(limit)
        .offset(offset)
        .all()
        .map(({ incident }) => toIncident(incident));
    },
    async acknowledgeAll(stormId, viewer, actor, requestKey, at) {
      return write(() => {
        const open = db
          .select({ count: count(), throughNumber: max(incidents.number) })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .where(and(eq(cards.stormId, stormId), eq(incidents.status, 'OPEN'), visibleTo(viewer)))
          .get();
        if (!isFirst(db, requestKey, at)) return null;
        if (!open?.throughNumber) return 0;
        const { throughNumber } = open;
        db.insert(stormAcknowledgements)
          .values({ stormId, actor, requestKey, throughNumber, createdAt: at })
          .onConflictDoNothing()
          .run();
        return open.count;
      });
    },
    async nextAcknowledgement() {
      return db.select().from(stormAcknowledgements).orderBy(asc(stormAcknowledgements.id)).limit(1).get() ?? null;
    },
    async toAcknowledge({ stormId, throughNumber }, after, limit) {
      return db
        .select({ number: incidents.number })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(
          and(
            eq(cards.stormId, stormId),
            eq(incidents.status, 'OPEN'),
            gt(incidents.number, after),
            lte(incidents.number, throughNumber),
          ),
        )
        .orderBy(asc(incidents.number))
        .limit(limit)
        .all()
        .map(({ number }) => number);
    },
    async acknowledged(id) {
      await write(() => {
        db.delete(stormAcknowledgements).where(eq(stormAcknowledgements.id, id)).run();
      });
    },
  };
}

const NEEDED_FIRST = [
  sql`${incidents.status} = 'RESOLVED'`,
  asc(incidents.urgencyRank),
  sql`case ${incidents.status} when 'OPEN' then 0 when 'ACKNOWLEDGED' then 1 else 2 end`,
];

/** The incident of a row may be seen: by the person, or by everybody who sees the channel. */
function isSeenBy(eyes: StormEyes | undefined): SQL | undefined {
  if (!eyes) return undefined;
  if ('viewer' in eyes) return visibleTo(eyes.viewer);
  const { connectionId, channelId } = eyes;
  return sql`not ${isHidden(connectionId, JSON.stringify(channelId === null ? [] : [channelId]), false)}`;
}

function countMembers(db: Drizzle, stormId: number, seen?: SQL): number {
  const members = db
    .select({ count: count() })
    .from(cards)
    .innerJoin(incidents, eq(incidents.number, cards.incidentNumber));
  return members.where(and(eq(cards.stormId, stormId), seen)).get()?.count ?? 0;
}

/** Statuses are counted over all members, the rest over those that aren't resolved. */
function countBy(
  db: Drizzle,
  stormId: number,
  seen: SQL | undefined,
  column: 'status' | 'urgency',
): Record<string, number> {
  const counted = incidents[column];
  const rows = db
    .select({ value: counted, count: count() })
    .from(cards)
    .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
    .where(and(eq(cards.stormId, stormId), column === 'status' ? undefined : ne(incidents.status, 'RESOLVED'), seen))
    .groupBy(counted)
    .all();
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}
