import { and, asc, count, desc, eq, gt, isNull, lte, max, type SQL, sql } from 'drizzle-orm';
import type { StormCommand, StormEyes, StormFilter, StormStore } from '../../notifications/storms/store.ts';
import { cards, incidents, services, stormCommands, storms } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { isHidden } from './incident-homes.ts';
import { visibleTo } from './incident-queries.ts';
import { isLive, toIncident } from './incident-row.ts';
import { isShownIn } from './projects.ts';
import { isFirst } from './seen-requests.ts';

/** So many kinds of incidents decide who is mentioned. */
const MAX_MENTIONING = 100;

export function sqliteStormStore({ db, write }: Database): StormStore {
  return {
    async summary(stormId, eyes, filter = {}) {
      const chosen = matches(filter);
      const seen = and(isSeenBy(db, eyes), chosen);
      const total = countMembers(db, stormId, seen);
      return {
        total,
        hidden: eyes === undefined ? 0 : countMembers(db, stormId, chosen) - total,
        byStatus: {
          OPEN: 0,
          ACKNOWLEDGED: 0,
          SNOOZED: 0,
          RESOLVED: 0,
          MERGED: 0,
          ...countBy(db, stormId, seen, 'status'),
        },
        byUrgency: { HIGH: 0, MEDIUM: 0, LOW: 0, ...countBy(db, stormId, seen, 'urgency') },
        byService: db
          .select({ name: services.name, count: count() })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .leftJoin(services, eq(services.id, incidents.serviceId))
          .where(and(eq(cards.stormId, stormId), isLive, seen))
          .groupBy(incidents.serviceId)
          .orderBy(desc(count()), asc(services.name))
          .all(),
      };
    },
    async services(stormId, eyes, limit) {
      return db
        .selectDistinct({ id: services.id, name: services.name })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .leftJoin(services, eq(services.id, incidents.serviceId))
        .where(and(eq(cards.stormId, stormId), isSeenBy(db, eyes)))
        .orderBy(asc(services.name))
        .limit(limit)
        .all()
        .map(({ id, name }) => (id === null || name === null ? null : { id, name }));
    },
    async ending(stormId, eyes) {
      const by = db
        .select({ actor: incidents.statusBy, count: count(), endedAt: max(incidents.statusAt) })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(and(eq(cards.stormId, stormId), eq(incidents.status, 'RESOLVED'), isSeenBy(db, eyes)))
        .groupBy(incidents.statusBy)
        .orderBy(desc(count()))
        .all();
      const storm = db.select({ startedAt: storms.startedAt }).from(storms).where(eq(storms.id, stormId)).get();
      if (!storm || by.length === 0) return null;
      const endedAt = Math.max(...by.map((one) => one.endedAt ?? storm.startedAt));
      const actors = by.flatMap(({ actor, count }) => (actor === null ? [] : [{ actor, count }]));
      return { ...storm, endedAt, by: actors };
    },
    async members(stormId, { order, limit, offset, filter = {} }, eyes) {
      return db
        .select({ incident: incidents })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(and(eq(cards.stormId, stormId), isSeenBy(db, eyes), matches(filter)))
        .orderBy(...(order === 'needed' ? NEEDED_FIRST : []), asc(incidents.number))
        .limit(limit)
        .offset(offset)
        .all()
        .map(({ incident }) => toIncident(incident));
    },
    async mentioning(stormId, eyes) {
      const { urgency, serviceId } = incidents;
      return db
        .selectDistinct({ urgency, serviceId })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(
          and(eq(cards.stormId, stormId), eq(cards.mentions, true), eq(incidents.status, 'OPEN'), isSeenBy(db, eyes)),
        )
        .limit(MAX_MENTIONING)
        .all();
    },
    async ask({ stormId, command, filter, actor, requestKey }, viewer, at) {
      return write(() => {
        const meant = db
          .select({ count: count(), throughNumber: max(incidents.number) })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .where(and(eq(cards.stormId, stormId), isDoneTo(command), matches(filter), visibleTo(db, viewer)))
          .get();
        if (!isFirst(db, requestKey, at)) return null;
        if (!meant?.throughNumber) return 0;
        const { throughNumber } = meant;
        db.insert(stormCommands)
          .values({ stormId, actor, requestKey, throughNumber, createdAt: at, command, filter })
          .onConflictDoNothing()
          .run();
        return meant.count;
      });
    },
    async nextRequest() {
      const row = db.select().from(stormCommands).orderBy(asc(stormCommands.id)).limit(1).get();
      return row ? { ...row, command: row.command ?? { type: 'acknowledge' }, filter: row.filter ?? {} } : null;
    },
    async stillToDo({ stormId, throughNumber, command, filter }, after, limit) {
      return db
        .select({ number: incidents.number })
        .from(cards)
        .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
        .where(
          and(
            eq(cards.stormId, stormId),
            isDoneTo(command),
            matches(filter),
            gt(incidents.number, after),
            lte(incidents.number, throughNumber),
          ),
        )
        .orderBy(asc(incidents.number))
        .limit(limit)
        .all()
        .map(({ number }) => number);
    },
    async lastCall(stormId) {
      const last = db
        .select({ id: max(cards.calledBy) })
        .from(cards)
        .where(eq(cards.stormId, stormId))
        .get();
      return last?.id ?? null;
    },
    isAsked: async (requestKey) => isAsked(db, requestKey),
    async fulfilled(id) {
      await write(() => {
        db.delete(stormCommands).where(eq(stormCommands.id, id)).run();
      });
    },
  };
}

/** Whether a request waits to be fulfilled. */
export function isAsked(db: Drizzle, requestKey: string): boolean {
  const its = eq(stormCommands.requestKey, requestKey);
  return db.select({ id: stormCommands.id }).from(stormCommands).where(its).get() !== undefined;
}

const NEEDED_FIRST = [
  sql`not ${isLive}`,
  asc(incidents.urgencyRank),
  sql`case ${incidents.status} when 'OPEN' then 0 when 'ACKNOWLEDGED' then 1 else 2 end`,
];

/** The incidents to which something can be done that is asked for many at once. */
function isDoneTo({ type }: StormCommand): SQL {
  return type === 'acknowledge' ? eq(incidents.status, 'OPEN') : isLive;
}

function matches({ serviceId, urgency }: StormFilter): SQL | undefined {
  const isOfService = serviceId === 'none' ? isNull(incidents.serviceId) : eq(incidents.serviceId, serviceId ?? 0);
  return and(serviceId === undefined ? undefined : isOfService, urgency && eq(incidents.urgency, urgency));
}

/** The incident of a row may be seen: by the person, or by everybody who sees the channel. */
function isSeenBy(db: Drizzle, eyes: StormEyes | undefined): SQL | undefined {
  if (!eyes) return undefined;
  if ('viewer' in eyes) return visibleTo(db, eyes.viewer);
  const { connectionId, channelId } = eyes;
  const openIds = JSON.stringify(channelId === null ? [] : [channelId]);
  return and(sql`not ${isHidden(connectionId, openIds, false)}`, isShownIn(db, eyes));
}

function countMembers(db: Drizzle, stormId: number, seen?: SQL): number {
  const members = db
    .select({ count: count() })
    .from(cards)
    .innerJoin(incidents, eq(incidents.number, cards.incidentNumber));
  return members.where(and(eq(cards.stormId, stormId), seen)).get()?.count ?? 0;
}

/** Statuses are counted over all members, the rest over those that aren't over. */
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
    .where(and(eq(cards.stormId, stormId), column === 'status' ? undefined : isLive, seen))
    .groupBy(counted)
    .all();
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}
