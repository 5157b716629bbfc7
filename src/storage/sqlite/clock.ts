import { eq, gt, inArray, isNotNull, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { isAtWallTime, TIMER_KINDS } from '../../incidents/timers.ts';
import type { ClockStore } from '../../timekeeping/store.ts';
import type { WallClockSet } from '../../timekeeping/timekeeper.ts';
import {
  alertEnds,
  apiKeys,
  appClock,
  cards,
  channels,
  connections,
  contactChecks,
  contacts,
  deliveries,
  heartbeatAttendance,
  heartbeats,
  incidentAlerts,
  incidents,
  installations,
  notifications,
  outgoingWebhookNotices,
  pendingRequests,
  personalContacts,
  runbookRuns,
  runbookSteps,
  seenRequests,
  sessions,
  signInLinks,
  slackIdentities,
  stormLines,
  storms,
  timers,
  usedOauthStates,
} from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { isLive } from './incident-row.ts';

const ONLY = 1;

export function sqliteClockStore({ db, write }: Database): ClockStore {
  const keep = (values: Omit<typeof appClock.$inferInsert, 'id'>) =>
    db
      .insert(appClock)
      .values({ id: ONLY, ...values })
      .onConflictDoUpdate({ target: appClock.id, set: values })
      .run();

  return {
    async last() {
      return db.select().from(appClock).where(eq(appClock.id, ONLY)).get() ?? null;
    },
    async record(record) {
      await write(() => keep(record));
    },
    async moveAlong(set) {
      await write(() => {
        moveTimers(db, set);
        moveIncidents(db, set);
        moveTheRest(db, set);
        keep(set.adopt());
      });
    },
  };
}

type Move = Pick<WallClockSet, 'by' | 'at'>;

/** What is due stays due; what waits for a time on the wall goes on waiting for it. */
function moveTimers(db: Drizzle, { by, at }: Move): void {
  db.update(timers)
    .set({ dueAt: later(timers.dueAt, by) })
    .where(or(notInArray(timers.kind, TIMER_KINDS.filter(isAtWallTime)), lte(timers.dueAt, at)))
    .run();
}

/**
 * All times of an incident that is not over, since its SLA clock and its durations are what lies between them; and of one that goes
 * on as such a one, and may be one of its own again. One that is over is history and stays as it is, unless it would be resolved in the future.
 */
function moveIncidents(db: Drizzle, { by, at }: Move): void {
  const { openedAt, lastAlertAt, firstAcknowledgedAt, raisedAt, statusAt, mergedFrom } = incidents;
  db.update(incidents)
    .set({
      openedAt: later(openedAt, by),
      lastAlertAt: later(lastAlertAt, by),
      firstAcknowledgedAt: later(firstAcknowledgedAt, by),
      raisedAt: later(raisedAt, by),
      statusAt: later(statusAt, by),
      snoozedUntil: snoozedUntil({ by, at }),
      pauses: pauses(by),
      mergedFrom: sql`case when json_type(${mergedFrom}, '$.at') = 'integer'
        then json_set(${mergedFrom}, '$.at', json_extract(${mergedFrom}, '$.at') + cast(${by} as integer)) else ${mergedFrom} end`,
    })
    .where(or(goesOn(db), gt(statusAt, at + by)))
    .run();
  const live = db.select({ number: incidents.number }).from(incidents).where(goesOn(db));
  db.update(incidentAlerts)
    .set({ at: later(incidentAlerts.at, by), resolvedAt: later(incidentAlerts.resolvedAt, by) })
    .where(inArray(incidentAlerts.incidentNumber, live))
    .run();
}

/** It is not over; or it was merged, and what it goes on as is not. */
function goesOn(db: Drizzle): SQL | undefined {
  const live = db.select({ number: incidents.number }).from(incidents).where(isLive);
  return or(isLive, inArray(incidents.mergedInto, live));
}

/** The end of a snooze is a time on the wall. One that is skipped has come; one that had come before stays as long ago. */
function snoozedUntil({ by, at }: Move): SQL<number> {
  const { snoozedUntil: until } = incidents;
  return sql`case when ${until} <= ${at} then ${later(until, by)} else max(${until}, ${at + by}) end`;
}

function pauses(by: number): SQL<never> {
  return sql`(select json_group_array(json_object(
    'from', json_extract(pause.value, '$.from') + cast(${by} as integer),
    'to', json_extract(pause.value, '$.to') + cast(${by} as integer)
  )) from json_each(${incidents.pauses}) as pause)`;
}

/** What is kept, or believed, for a while; what is late after a while; and storms, which are over after a while. */
function moveTheRest(db: Drizzle, { by }: Move): void {
  db.update(deliveries)
    .set({ createdAt: later(deliveries.createdAt, by), failedAt: later(deliveries.failedAt, by) })
    .run();
  db.update(alertEnds)
    .set({ at: later(alertEnds.at, by) })
    .run();
  db.update(contacts)
    .set({ dueAt: later(contacts.dueAt, by), createdAt: later(contacts.createdAt, by) })
    .run();
  db.update(personalContacts)
    .set({ codeSentAt: later(personalContacts.codeSentAt, by) })
    .run();
  db.update(contactChecks)
    .set({ at: later(contactChecks.at, by) })
    .run();
  db.update(runbookRuns)
    .set({ startedAt: later(runbookRuns.startedAt, by), endedAt: later(runbookRuns.endedAt, by) })
    .run();
  db.update(runbookSteps)
    .set({ dueAt: later(runbookSteps.dueAt, by) })
    .run();
  db.update(notifications)
    .set({ createdAt: later(notifications.createdAt, by) })
    .run();
  db.update(outgoingWebhookNotices)
    .set({ toldAt: later(outgoingWebhookNotices.toldAt, by) })
    .run();
  db.update(cards)
    .set({ calledAt: later(cards.calledAt, by) })
    .where(isNotNull(cards.calledAt))
    .run();
  db.update(stormLines)
    .set({ createdAt: later(stormLines.createdAt, by) })
    .run();
  db.update(storms)
    .set({ startedAt: later(storms.startedAt, by), lastJoinedAt: later(storms.lastJoinedAt, by) })
    .where(eq(storms.isOver, false))
    .run();
  db.update(heartbeats)
    .set({ beatAt: later(heartbeats.beatAt, by) })
    .run();
  db.update(heartbeatAttendance)
    .set({ at: later(heartbeatAttendance.at, by) })
    .run();
  db.update(seenRequests)
    .set({ at: later(seenRequests.at, by) })
    .run();
  db.update(pendingRequests)
    .set({ createdAt: later(pendingRequests.createdAt, by) })
    .run();
  db.update(signInLinks)
    .set({ expiresAt: later(signInLinks.expiresAt, by) })
    .run();
  db.update(apiKeys)
    .set({ expiresAt: later(apiKeys.expiresAt, by) })
    .run();
  db.update(sessions)
    .set({ lastSeenAt: later(sessions.lastSeenAt, by), expiresAt: later(sessions.expiresAt, by) })
    .run();
  db.update(connections)
    .set({
      channelsListedAt: later(connections.channelsListedAt, by),
      peopleListedAt: later(connections.peopleListedAt, by),
    })
    .run();
  db.update(installations)
    .set({ refreshAt: later(installations.refreshAt, by), expiresAt: later(installations.expiresAt, by) })
    .run();
  db.update(usedOauthStates)
    .set({ expiresAt: later(usedOauthStates.expiresAt, by) })
    .run();
  db.update(channels)
    .set({ membersReadAt: later(channels.membersReadAt, by) })
    .run();
  db.update(slackIdentities)
    .set({ refreshedAt: later(slackIdentities.refreshedAt, by) })
    .run();
}

function later(column: SQLiteColumn, by: number): SQL<number> {
  return sql`${column} + cast(${by} as integer)`;
}
