import { and, desc, eq, getTableColumns, ne, sql } from 'drizzle-orm';
import type { Change, Opening, TimerChange } from '../../incidents/change.ts';
import type { CommitGuards, CommitResult } from '../../incidents/store.ts';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ChangeNotification } from '../../notifications/plan/change-notification.ts';
import { planChange } from '../../notifications/plan/plan-change.ts';
import { incidents, timelineEvents, timers } from '../schema/index.ts';
import { countRepeat } from './alert-repeats.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { failDelivery } from './failed-delivery.ts';
import { noteBeat, noteMissed } from './heartbeats.ts';
import { settleHomes } from './incident-homes.ts';
import { toRow } from './incident-row.ts';
import { later, slotsFor } from './prepared.ts';
import { isFirst } from './seen-requests.ts';
import { shownOf } from './shown.ts';
import { removeTimer } from './timers.ts';

/** Undoes the savepoint of a commit that may not happen, and carries the reason out of it. */
export class Refused extends Error {
  constructor(readonly result: Extract<CommitResult, { ok: false }>) {
    super('refused');
  }
}

/** Writes changes of incidents, with everything that belongs to them, inside a transaction of the caller's. */
export function incidentChanges(db: Drizzle, clock: Clock) {
  const liveByDedupKey = later(() =>
    db
      .select()
      .from(incidents)
      .where(and(eq(incidents.dedupKey, sql.placeholder('dedupKey')), ne(incidents.status, sql`'RESOLVED'`)))
      .orderBy(desc(incidents.number))
      .prepare(),
  );
  const { number: numberColumn, ...columns } = getTableColumns(incidents);
  const slots = slotsFor(columns);
  const addIncident = later(() => db.insert(incidents).values(slots).returning({ number: numberColumn }).prepare());
  const changeIncident = later(() =>
    db
      .update(incidents)
      .set(slots)
      .where(
        and(eq(incidents.number, sql.placeholder('number')), eq(incidents.version, sql.placeholder('readVersion'))),
      )
      .prepare(),
  );
  const { id: _, ...eventColumns } = getTableColumns(timelineEvents);
  const setTimer = later(() =>
    db
      .insert(timers)
      .values(slotsFor({ incidentNumber: timers.incidentNumber, kind: timers.kind, dueAt: timers.dueAt }))
      .onConflictDoUpdate({ target: [timers.incidentNumber, timers.kind], set: { dueAt: sql`excluded.due_at` } })
      .prepare(),
  );
  const cancelTimer = later(() =>
    db
      .delete(timers)
      .where(
        and(eq(timers.incidentNumber, sql.placeholder('incidentNumber')), eq(timers.kind, sql.placeholder('kind'))),
      )
      .prepare(),
  );
  const addEvent = later(() => db.insert(timelineEvents).values(slotsFor(eventColumns)).prepare());

  const holders = (dedupKey: string) => liveByDedupKey().all({ dedupKey });

  /** Throws `Refused` for a request that has had its effect, and for a timer that is no longer as it fired. */
  const passGuards = ({ requestKey, firedTimer, failedDelivery, missedHeartbeat, heartbeatBack }: CommitGuards) => {
    if (requestKey !== undefined) {
      if (!isFirst(db, requestKey, clock.now())) throw new Refused({ ok: false, reason: 'request_repeated' });
    }
    if (firedTimer !== undefined) {
      if (!removeTimer(db, firedTimer)) throw new Refused({ ok: false, reason: 'timer_gone' });
    }
    if (failedDelivery !== undefined) {
      const { id, code } = failedDelivery;
      if (!failDelivery(db, id, code, clock.now())) throw new Refused({ ok: false, reason: 'delivery_gone' });
    }
    if (missedHeartbeat !== undefined) {
      if (!noteMissed(db, missedHeartbeat)) throw new Refused({ ok: false, reason: 'heartbeat_gone' });
    }
    if (heartbeatBack !== undefined) noteBeat(db, heartbeatBack.id, clock.now());
  };

  const record = (number: number, events: TimelineEvent[], change: TimerChange, notification: ChangeNotification) => {
    const eventIds = events.map(({ at, actor, fact }) => {
      if (fact.kind === 'alert_repeated') {
        countRepeat(db, number, { at, actor, title: fact.title });
        return undefined;
      }
      const added = addEvent().run({ incidentNumber: number, at, actor, kind: fact.kind, fact });
      return Number(added.lastInsertRowid);
    });
    for (const kind of change.cancel) cancelTimer().run({ incidentNumber: number, kind });
    for (const { kind, dueAt } of change.set) setTimer().run({ incidentNumber: number, kind, dueAt });
    settleHomes(db, number, notification.homes);
    const connectionIds = notification.newCards.map(({ connectionId }) => connectionId);
    carryOut(db, planChange(notification, shownOf(db, number, connectionIds), eventIds, clock.now()));
  };

  return {
    /** The incidents, not resolved, that have a dedup key, the latest first. */
    holders,
    passGuards,

    open(opening: Opening, notification: ChangeNotification): Incident {
      const { number } = addIncident().get(toRow(opening.incident, 1));
      record(number, opening.events, opening.timers, notification);
      return { ...opening.incident, number, version: 1 };
    },

    /** @throws Refused when another incident has the dedup key. */
    commit({ incident, events, timers: timerChange }: Change, notification: ChangeNotification): Incident {
      if (incident.state.status !== 'RESOLVED') {
        const holder = holders(incident.dedupKey).find(
          (held) => held.serviceId === incident.serviceId && held.number !== incident.number,
        );
        if (holder) throw new Refused({ ok: false, reason: 'dedup_key_taken', incident, number: holder.number });
      }
      const { number, version } = incident;
      const updated = changeIncident().run({ ...toRow(incident, version), number, readVersion: version - 1 });
      if (updated.changes === 0) throw new Error(`INC-${number} is no longer at version ${version - 1}`);
      record(incident.number, events, timerChange, notification);
      return incident;
    },
  };
}
