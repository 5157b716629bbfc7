import { isDeepStrictEqual } from 'node:util';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Change, Opening, TimerChange } from '../../incidents/change.ts';
import type { PastIncident } from '../../incidents/past.ts';
import type { CommitGuards, CommitResult } from '../../incidents/store.ts';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import { type Incident, isOver } from '../../incidents/types.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ChangeNotification } from '../../notifications/plan/change-notification.ts';
import { planChange } from '../../notifications/plan/plan-change.ts';
import { keepingHomes } from '../../notifications/plan/route.ts';
import { incidents, timelineEvents, timers } from '../schema/index.ts';
import { noteOver } from './alert-ends.ts';
import { countRepeat } from './alert-repeats.ts';
import { carryOut } from './carry-out.ts';
import { followInContacts, noteReached, noteRefused } from './contacts.ts';
import type { Drizzle } from './database.ts';
import { failDelivery } from './failed-delivery.ts';
import { noteBeat, noteMissed } from './heartbeats.ts';
import { dropAlertsFrom, holdAlerts, holdersOfKey, setAlerts } from './incident-alerts.ts';
import { followInOwnChannel } from './incident-channels.ts';
import { settleConnections } from './incident-connections.ts';
import { settleHomes } from './incident-homes.ts';
import { toRow } from './incident-row.ts';
import { hidePostMortem } from './post-mortems.ts';
import { later, slotsFor, statementsBySet } from './prepared.ts';
import { reportChange } from './reports.ts';
import { leadToRoom, settleRooms } from './rooms.ts';
import { endStep, followInRunbooks } from './runbook-engine.ts';
import { hideWhatRunbooksSaid } from './runbook-privacy.ts';

import { effectOf, isFirst } from './seen-requests.ts';
import { shownOf } from './shown.ts';
import { followInUpdates, hideStatusPosts } from './status-updates.ts';
import { setTasks } from './tasks.ts';
import { changeMessage } from './timeline-messages.ts';
import { removeTimer } from './timers.ts';

/** Undoes the savepoint of a commit that may not happen, and carries the reason out of it. */
export class Refused extends Error {
  constructor(readonly result: Extract<CommitResult, { ok: false }>) {
    super('refused');
  }
}

/** Writes changes of incidents, with everything that belongs to them, inside a transaction of the caller's. */
export function incidentChanges(db: Drizzle, clock: Clock) {
  const { number: numberColumn, ...columns } = getTableColumns(incidents);
  const slots = slotsFor(columns);
  const addIncident = later(() => db.insert(incidents).values(slots).returning({ number: numberColumn }).prepare());
  const writeColumns = statementsBySet((names) =>
    db
      .update(incidents)
      .set(Object.fromEntries(Object.entries(slots).filter(([name]) => names.includes(name))))
      .where(
        and(eq(incidents.number, sql.placeholder('number')), eq(incidents.version, sql.placeholder('readVersion'))),
      )
      .prepare(),
  );
  const { id: _id, afterId: _afterId, ...eventColumns } = getTableColumns(timelineEvents);
  const timersOf = later(() =>
    db
      .select({ kind: timers.kind, dueAt: timers.dueAt })
      .from(timers)
      .where(eq(timers.incidentNumber, sql.placeholder('incidentNumber')))
      .prepare(),
  );
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

  /** Throws `Refused` for a request that has had its effect, and for a timer that is no longer as it fired. */
  const passGuards = ({
    requestKey,
    firedTimer,
    failedDelivery,
    reachedContact,
    refusedContact,
    missedHeartbeat,
    heartbeatBack,
    runbookStep,
  }: CommitGuards) => {
    if (requestKey !== undefined) {
      if (!isFirst(db, requestKey, clock.now())) {
        throw new Refused({ ok: false, reason: 'request_repeated', effect: effectOf(db, requestKey) });
      }
    }
    if (firedTimer !== undefined) {
      if (!removeTimer(db, firedTimer)) throw new Refused({ ok: false, reason: 'timer_gone' });
    }
    if (failedDelivery !== undefined) {
      const { id, code } = failedDelivery;
      if (!failDelivery(db, id, code, clock.now())) throw new Refused({ ok: false, reason: 'delivery_gone' });
    }
    if (reachedContact !== undefined) {
      if (!noteReached(db, reachedContact)) throw new Refused({ ok: false, reason: 'delivery_gone' });
    }
    if (refusedContact !== undefined) {
      if (!noteRefused(db, refusedContact, clock.now())) throw new Refused({ ok: false, reason: 'delivery_gone' });
    }
    if (missedHeartbeat !== undefined) {
      if (!noteMissed(db, missedHeartbeat)) throw new Refused({ ok: false, reason: 'heartbeat_gone' });
    }
    if (runbookStep !== undefined) {
      if (!endStep(db, runbookStep, { state: 'done', outcome: null }, clock.now())) {
        throw new Refused({ ok: false, reason: 'timer_gone' });
      }
    }
    if (heartbeatBack !== undefined) noteBeat(db, heartbeatBack.id, clock.now());
  };

  /** Most changes ask for what is there already. */
  const settleTimers = (incidentNumber: number, { set, cancel }: TimerChange, isNew: boolean) => {
    if (set.length + cancel.length === 0) return;
    const there = new Map(
      (isNew ? [] : timersOf().all({ incidentNumber })).map(({ kind, dueAt }) => [kind, dueAt] as const),
    );
    for (const kind of cancel) if (there.has(kind)) cancelTimer().run({ incidentNumber, kind });
    for (const { kind, dueAt } of set) {
      if (there.get(kind) !== dueAt) setTimer().run({ incidentNumber, kind, dueAt });
    }
  };

  /** @returns their ids, where the timeline lists them. */
  const addEvents = (number: number, events: readonly TimelineEvent[]) =>
    events.map(({ at, actor, fact }) => {
      if (fact.kind === 'alert_resolved') return undefined;
      if (fact.kind === 'alert_repeated') {
        countRepeat(db, number, { at, actor, title: fact.title });
        return undefined;
      }
      const added = addEvent().run({ incidentNumber: number, at, actor, kind: fact.kind, fact });
      return Number(added.lastInsertRowid);
    });

  const record = (
    incident: Incident,
    { events, timers: change, message, together }: Pick<Change, 'events' | 'timers' | 'message' | 'together'>,
    notification: ChangeNotification,
    isNew: boolean,
  ) => {
    const { number } = incident;
    const eventIds = addEvents(number, events);
    if (message) changeMessage(db, number, message, eventIds.at(-1));
    settleTimers(number, change, isNew);
    settleConnections(db, number, notification.belongsTo, isNew);
    const { kept, closed } = settleHomes(db, number, notification.homes);
    settleRooms(db, number, events, closed);
    const newCards = keepingHomes(notification.newCards, kept);
    const connectionIds = newCards.map(({ connectionId }) => connectionId);
    const shown = { ...shownOf(db, number, connectionIds), closed };
    carryOut(db, planChange({ ...notification, newCards }, shown, eventIds, clock.now(), together));
    leadToRoom(db, number, events, clock.now());
    followInContacts(db, number, events, clock.now());
    followInOwnChannel(db, number, events, clock.now());
    const said = (connectionId: number) =>
      (notification.lines.find((one) => one.connectionId === connectionId)?.events ?? []).flatMap(
        (index) => eventIds[index] ?? [],
      );
    followInRunbooks(db, incident, { events, said }, clock.now());
    followInUpdates(db, incident, { events, eventIds }, clock.now());
    hideStatusPosts(db, number, closed, clock.now());
    hideWhatRunbooksSaid(db, number, closed, clock.now());
    hidePostMortem(db, number, closed, clock.now());
    reportChange(db, incident, { events, eventIds }, clock.now());
  };

  return {
    passGuards,

    open(opening: Opening, notification: ChangeNotification): Incident {
      const { number } = addIncident().get(toRow(opening.incident, 1));
      const incident = { ...opening.incident, number, version: 1 };
      record(incident, opening, notification, true);
      return incident;
    },

    /** Nothing waits, and nobody is told; but it belongs where it would have. */
    addPast({ incident, events }: PastIncident, { belongsTo, homes }: ChangeNotification): void {
      const { number } = addIncident().get(toRow(incident, 1));
      addEvents(number, events);
      settleConnections(db, number, belongsTo, true);
      settleHomes(db, number, homes);
    },

    /**
     * @param before as it was read in this transaction
     * @throws Refused when another incident has the dedup key.
     */
    commit(before: Incident, change: Change, notification: ChangeNotification): Incident {
      const { incident } = change;
      const { number, version, dedupKey, alertServiceId } = incident;
      if (isOver(before.state) && !isOver(incident.state)) {
        const holder = holdersOfKey(db, dedupKey).find(
          ({ scope, row }) => scope === (alertServiceId ?? 0) && row.number !== number,
        );
        if (holder) throw new Refused({ ok: false, reason: 'dedup_key_taken', incident, number: holder.row.number });
      }
      const row = changedColumns(toRow(before, before.version), toRow(incident, version));
      const updated = writeColumns(Object.keys(row)).run({ ...row, number, readVersion: before.version });
      if (updated.changes === 0) throw new Error(`INC-${number} is no longer at version ${before.version}`);
      if (change.tasks) setTasks(db, change.tasks);
      if (change.alerts) setAlerts(db, number, change.alerts);
      if (change.partsFrom !== undefined) dropAlertsFrom(db, number, change.partsFrom);
      const ends = isOver(incident.state);
      if (ends !== isOver(before.state) && incident.joinedAlerts > 0) holdAlerts(db, number, !ends);
      if (change.over) noteOver(db, change.over, clock.now());
      record(incident, change, notification, false);
      return incident;
    },
  };
}

type Columns = ReturnType<typeof toRow>;

/** An index whose columns are not written is not touched either. */
function changedColumns(before: Columns, after: Columns): Partial<Columns> {
  const is = Object.entries(after);
  return Object.fromEntries(is.filter(([name, value]) => !isDeepStrictEqual(before[name as keyof Columns], value)));
}
