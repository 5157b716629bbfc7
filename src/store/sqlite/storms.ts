import { and, asc, count, desc, eq, gt, lte, max, ne, type SQL, sql } from 'drizzle-orm';
import type { StormStore } from '../../courier/storms.ts';
import { cards, incidents, services, stormAcknowledgements } from '../schema.ts';
import type { Database, Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';

export function sqliteStormStore({ db, write }: Database): StormStore {
  const membersBy = (order: SQL[]) =>
    db
      .select({ incident: incidents })
      .from(cards)
      .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
      .where(eq(cards.stormId, sql.placeholder('stormId')))
      .orderBy(...order, asc(incidents.number))
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare();
  const membersIn = { needed: membersBy(NEEDED_FIRST), opened: membersBy([]) };

  return {
    async summary(stormId) {
      return {
        total: countMembers(db, stormId),
        byStatus: { OPEN: 0, ACKNOWLEDGED: 0, SNOOZED: 0, RESOLVED: 0, ...countBy(db, stormId, 'status') },
        byUrgency: { HIGH: 0, MEDIUM: 0, LOW: 0, ...countBy(db, stormId, 'urgency') },
        byService: db
          .select({ name: services.name, count: count() })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .leftJoin(services, eq(services.id, incidents.serviceId))
          .where(and(eq(cards.stormId, stormId), ne(incidents.status, 'RESOLVED')))
          .groupBy(incidents.serviceId)
          .orderBy(desc(count()), asc(services.name))
          .all(),
      };
    },
    async members(stormId, { order, limit, offset }) {
      return membersIn[order].all({ stormId, limit, offset }).map(({ incident }) => toIncident(incident));
    },
    async acknowledgeAll(stormId, actor, requestKey, at) {
      return write(() => {
        const open = db
          .select({ count: count(), throughNumber: max(incidents.number) })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .where(and(eq(cards.stormId, stormId), eq(incidents.status, 'OPEN')))
          .get();
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

function countMembers(db: Drizzle, stormId: number): number {
  return db.select({ count: count() }).from(cards).where(eq(cards.stormId, stormId)).get()?.count ?? 0;
}

/** Statuses are counted over all members, the rest over those that aren't resolved. */
function countBy(db: Drizzle, stormId: number, column: 'status' | 'urgency'): Record<string, number> {
  const counted = incidents[column];
  const rows = db
    .select({ value: counted, count: count() })
    .from(cards)
    .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
    .where(and(eq(cards.stormId, stormId), column === 'status' ? undefined : ne(incidents.status, 'RESOLVED')))
    .groupBy(counted)
    .all();
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}
