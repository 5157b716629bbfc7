import { and, asc, count, desc, eq, getTableColumns, inArray, lt, ne, not, sql } from 'drizzle-orm';
import type { Clock } from '../../clock.ts';
import type { TimerChange } from '../../incidents/change.ts';
import type { CommitGuards, CommitResult, IncidentStore } from '../../incidents/store.ts';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { Announcement } from '../../routing/announcement.ts';
import { cards, incidents, seenRequests, timelineEvents, timers } from '../schema.ts';
import { countRepeat, repeatsOf } from './alert-repeats.ts';
import { queueDeliveries } from './announce.ts';
import type { Database } from './database.ts';
import { failDelivery } from './failed-delivery.ts';
import { countLive, isVisible, listIncidents } from './incident-queries.ts';
import { toIncident, toRow } from './incident-row.ts';
import { slotsFor } from './prepared.ts';
import { isPage } from './summons.ts';
import { removeTimer } from './timers.ts';

/** Undoes the savepoint of a commit that may not happen, and carries the reason out of it. */
class Refused extends Error {
  constructor(readonly result: CommitResult) {
    super('refused');
  }
}

export function sqliteIncidentStore({ db, write }: Database, clock: Clock): IncidentStore {
  const byNumber = db
    .select()
    .from(incidents)
    .where(eq(incidents.number, sql.placeholder('number')))
    .prepare();
  const liveByDedupKey = db
    .select()
    .from(incidents)
    .where(and(eq(incidents.dedupKey, sql.placeholder('dedupKey')), ne(incidents.status, sql`'RESOLVED'`)))
    .orderBy(desc(incidents.number))
    .prepare();
  const anyCard = db
    .select({ id: cards.id })
    .from(cards)
    .where(and(eq(cards.incidentNumber, sql.placeholder('number')), not(isPage)))
    .limit(1)
    .prepare();
  const seenRequest = db
    .select({ key: seenRequests.key })
    .from(seenRequests)
    .where(eq(seenRequests.key, sql.placeholder('key')))
    .prepare();

  const wholeTimeline = db
    .select()
    .from(timelineEvents)
    .where(eq(timelineEvents.incidentNumber, sql.placeholder('number')))
    .orderBy(asc(timelineEvents.id))
    .prepare();

  const { number: numberColumn, ...columns } = getTableColumns(incidents);
  const slots = slotsFor(columns);
  const addIncident = db.insert(incidents).values(slots).returning({ number: numberColumn }).prepare();
  const changeIncident = db
    .update(incidents)
    .set(slots)
    .where(and(eq(incidents.number, sql.placeholder('number')), eq(incidents.version, sql.placeholder('readVersion'))))
    .prepare();
  const { id: _, ...eventColumns } = getTableColumns(timelineEvents);
  const addEvent = db.insert(timelineEvents).values(slotsFor(eventColumns)).prepare();

  const holders = (dedupKey: string) => liveByDedupKey.all({ dedupKey });

  const passGuards = ({ requestKey, firedTimer, failedDelivery }: CommitGuards) => {
    if (requestKey !== undefined) {
      const added = db.insert(seenRequests).values({ key: requestKey, at: clock.now() }).onConflictDoNothing().run();
      if (added.changes === 0) throw new Refused({ ok: false, reason: 'request_repeated' });
    }
    if (firedTimer !== undefined) {
      if (!removeTimer(db, firedTimer)) throw new Refused({ ok: false, reason: 'timer_gone' });
    }
    if (failedDelivery !== undefined) {
      const { id, code } = failedDelivery;
      if (!failDelivery(db, id, code, clock.now())) throw new Refused({ ok: false, reason: 'delivery_gone' });
    }
  };

  const record = (number: number, events: TimelineEvent[], change: TimerChange, announcement: Announcement) => {
    const eventIds = events.map(({ at, actor, fact }) => {
      if (fact.kind === 'alert_repeated') {
        countRepeat(db, number, { at, actor, title: fact.title });
        return undefined;
      }
      const added = addEvent.run({ incidentNumber: number, at, actor, kind: fact.kind, fact });
      return Number(added.lastInsertRowid);
    });
    if (change.cancel.length > 0) {
      db.delete(timers)
        .where(and(eq(timers.incidentNumber, number), inArray(timers.kind, change.cancel)))
        .run();
    }
    for (const { kind, dueAt } of change.set) {
      db.insert(timers)
        .values({ incidentNumber: number, kind, dueAt })
        .onConflictDoUpdate({ target: [timers.incidentNumber, timers.kind], set: { dueAt } })
        .run();
    }
    queueDeliveries(db, number, eventIds, announcement, clock.now());
  };

  /** In one transaction; a refusal leaves nothing behind. */
  const commit = (operation: () => CommitResult): Promise<CommitResult> =>
    write(operation).catch((error: unknown) => {
      if (error instanceof Refused) return error.result;
      throw error;
    });

  return {
    async get(number) {
      const row = byNumber.get({ number });
      return row ? toIncident(row) : null;
    },
    async hasCards(number) {
      return anyCard.get({ number }) !== undefined;
    },
    async findByDedupKey(dedupKey, serviceId) {
      const rows = holders(dedupKey);
      const row =
        serviceId === null
          ? rows[0]
          : (rows.find((held) => held.serviceId === serviceId) ?? rows.find((held) => held.serviceId === null));
      return row ? toIncident(row) : null;
    },
    async list(query) {
      return listIncidents(db, query);
    },
    async countLive(viewer) {
      return countLive(db, viewer);
    },
    async isVisible(number, viewer) {
      return isVisible(db, number, viewer);
    },
    async timeline(number, part) {
      if (!part) return wholeTimeline.all({ number });
      const newestFirst = db
        .select()
        .from(timelineEvents)
        .where(isBefore(number, part.before))
        .orderBy(desc(timelineEvents.id))
        .limit(part.limit)
        .all();
      return newestFirst.reverse();
    },
    async beginning(number) {
      const oldestFirst = db.select().from(timelineEvents).where(isBefore(number)).orderBy(asc(timelineEvents.id));
      return oldestFirst.limit(1).get() ?? null;
    },
    async countTimelineBefore(number, id) {
      const row = db.select({ events: count() }).from(timelineEvents).where(isBefore(number, id)).get();
      return row?.events ?? 0;
    },
    async repeats(number) {
      return repeatsOf(db, number);
    },
    async hasSeen(requestKey) {
      return seenRequest.get({ key: requestKey }) !== undefined;
    },
    async forgetRequests(before) {
      await write(() => {
        db.delete(seenRequests).where(lt(seenRequests.at, before)).run();
      });
    },

    open(opening, announcement, guards) {
      return commit(() => {
        const { dedupKey, serviceId } = opening.incident;
        passGuards(guards);
        const holder = holders(dedupKey).find((held) => held.serviceId === serviceId);
        if (holder) throw new Refused({ ok: false, reason: 'dedup_key_taken', number: holder.number });
        const { number } = addIncident.get(toRow(opening.incident, 1));
        record(number, opening.events, opening.timers, announcement);
        return { ok: true, incident: { ...opening.incident, number, version: 1 } };
      });
    },

    commit({ incident, events, timers: timerChange }, announcement, guards) {
      return commit(() => {
        passGuards(guards);
        if (incident.state.status !== 'RESOLVED') {
          const holder = holders(incident.dedupKey).find(
            (held) => held.serviceId === incident.serviceId && held.number !== incident.number,
          );
          if (holder) throw new Refused({ ok: false, reason: 'dedup_key_taken', number: holder.number });
        }
        const { number, version } = incident;
        const updated = changeIncident.run({ ...toRow(incident, version), number, readVersion: version - 1 });
        if (updated.changes === 0) throw new Refused({ ok: false, reason: 'stale' });
        record(incident.number, events, timerChange, announcement);
        return { ok: true, incident };
      });
    },
  };
}

/** The events of an incident; with an id, only those before that event. */
function isBefore(number: number, id?: number) {
  return and(eq(timelineEvents.incidentNumber, number), id === undefined ? undefined : lt(timelineEvents.id, id));
}
