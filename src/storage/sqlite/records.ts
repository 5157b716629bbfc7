import { setImmediate as others } from 'node:timers/promises';
import { and, asc, eq, gt, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { IncidentRecord, RecordQuery, RecordStore } from '../../records/store.ts';
import {
  cards,
  incidentAlerts,
  incidentChannels,
  incidents,
  incidentTasks,
  runbookRuns,
  runbookSteps,
  secrets,
  services,
  timelineEvents,
  users,
} from '../schema/index.ts';
import { repeatsOf } from './alert-repeats.ts';
import type { Database, Drizzle } from './database.ts';
import { type IncidentRow, toIncident } from './incident-row.ts';
import { byPlace } from './runbook-posts.ts';

/** What records are signed with, among the secrets. */
const SIGNING = 'records';

export function sqliteRecordStore({ db, write }: Database): RecordStore {
  const seed = () => db.select().from(secrets).where(eq(secrets.name, SIGNING)).get()?.value ?? null;
  return {
    async *incidents(query) {
      let last = 0;
      for (;;) {
        // In one go, so that nothing changes between its parts.
        const record = nextRecord(db, query, last);
        if (!record) return;
        last = record.incident.number;
        yield record;
        await others();
      }
    },
    async emails() {
      return new Map(
        db
          .select({ id: users.id, email: users.email })
          .from(users)
          .all()
          .map(({ id, email }) => [id, email]),
      );
    },
    async signingSeed() {
      return seed();
    },
    async keepSigningSeed(value, instead) {
      return write(() => {
        if (seed() !== instead) return false;
        db.insert(secrets)
          .values({ name: SIGNING, value })
          .onConflictDoUpdate({ target: secrets.name, set: { value } })
          .run();
        return true;
      });
    },
  };
}

function nextRecord(db: Drizzle, query: RecordQuery, after: number): IncidentRecord | null {
  const asked =
    'incident' in query
      ? or(eq(incidents.number, query.incident), eq(incidents.mergedInto, query.incident))
      : // Without an index: in the order of their numbers, each is looked at once.
        sql`+${incidents.openedAt} >= ${query.since}`;
  const row = db
    .select({ incident: incidents, service: services.name })
    .from(incidents)
    .leftJoin(services, eq(services.id, incidents.serviceId))
    .where(and(gt(incidents.number, after), asked))
    .orderBy(asc(incidents.number))
    .limit(1)
    .get();
  return row ? recordOf(db, row.incident, row.service) : null;
}

function recordOf(db: Drizzle, row: IncidentRow, service: string | null): IncidentRecord {
  const { number } = row;
  return {
    incident: toIncident(row),
    service,
    events: db
      .select()
      .from(timelineEvents)
      // What was taken back has left an empty event.
      .where(and(eq(timelineEvents.incidentNumber, number), ne(timelineEvents.kind, 'message_withdrawn')))
      .orderBy(asc(timelineEvents.id))
      .all(),
    alerts: db
      .select()
      .from(incidentAlerts)
      .where(eq(incidentAlerts.incidentNumber, number))
      .orderBy(asc(incidentAlerts.at), asc(incidentAlerts.dedupKey), asc(incidentAlerts.dedupScope))
      .all(),
    tasks: db
      .select()
      .from(incidentTasks)
      .where(eq(incidentTasks.incidentNumber, number))
      .orderBy(asc(incidentTasks.id))
      .all(),
    repeats: repeatsOf(db, number),
    messages: messagesOf(db, number),
    channel: channelOf(db, number),
    runs: db
      .select()
      .from(runbookRuns)
      .where(eq(runbookRuns.incidentNumber, number))
      .orderBy(asc(runbookRuns.id))
      .all()
      .map(({ id, runbook, state, startedAt, endedAt }) => ({
        id,
        runbook,
        state,
        startedAt,
        endedAt,
        steps: db
          .select()
          .from(runbookSteps)
          .where(eq(runbookSteps.runId, id))
          .all()
          .sort((one, other) => byPlace(one.place, other.place))
          .map(({ place, step, state, outcome, target, message, result }) => ({
            place,
            action: step.action,
            result,
            state,
            outcome,
            target,
            message,
          })),
      })),
  };
}

function messagesOf(db: Drizzle, number: number): IncidentRecord['messages'] {
  const { connectionId, target } = cards;
  return db
    .select({
      connectionId,
      target,
      channelId: sql<string>`${cards.channelId}`,
      ts: sql<string>`${cards.ts}`,
    })
    .from(cards)
    .where(and(eq(cards.incidentNumber, number), isNotNull(cards.ts), isNotNull(cards.channelId)))
    .orderBy(asc(cards.id))
    .all();
}

function channelOf(db: Drizzle, number: number): IncidentRecord['channel'] {
  const row = db.select().from(incidentChannels).where(eq(incidentChannels.incidentNumber, number)).get();
  return row?.channelId ? { connectionId: row.connectionId, channelId: row.channelId } : null;
}
