import { and, asc, count, eq, gt, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import type { RunbooksAround } from '../../incidents/change.ts';
import type { Fact, TimelineEvent } from '../../incidents/timeline.ts';
import { type Incident, isOver } from '../../incidents/types.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import { owedOwnChannel } from '../../notifications/kinds/incident-channel.ts';
import { owedRunbookLine } from '../../notifications/kinds/runbook-line.ts';
import { owedRunbookMessage } from '../../notifications/kinds/runbook-message.ts';
import { owedRunbookProgress } from '../../notifications/kinds/runbook-progress.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import type { RunbookStore } from '../../runbooks/store.ts';
import { runbooksBegunBy } from '../../runbooks/triggers.ts';
import type { DueStep, StepEnd } from '../../runbooks/types.ts';
import { parseDuration } from '../../settings/duration.ts';
import { settingsFor } from '../../settings/rules.ts';
import type { Step } from '../../settings/schema/runbooks/operations.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import { channels, incidentChannels, incidents, runbookRuns, runbookSteps } from '../schema/index.ts';
import { homeCardOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';
import { later, prepared } from './prepared.ts';
import { reference } from './reference.ts';
import { isInStorm, type Run, type StepRow, stepsOf } from './runbook-posts.ts';
import { takeBackMessage, takeBackProgress } from './runbook-privacy.ts';

/** For so long the incident's own channel may take: Slack may be away, or there may never be one. */
const CHANNEL_PATIENCE = 30 * MINUTE;

const statements = prepared((db) => ({
  runsOf: later(() =>
    db
      .select()
      .from(runbookRuns)
      .where(eq(runbookRuns.incidentNumber, sql.placeholder('number')))
      .prepare(),
  ),
}));

export function sqliteRunbookStore({ db, write }: Database): RunbookStore {
  return {
    async runbooks() {
      return reference(db).runbooks;
    },
    async due(now, limit) {
      const rows = db
        .select()
        .from(runbookSteps)
        .innerJoin(runbookRuns, eq(runbookRuns.id, runbookSteps.runId))
        .where(lte(runbookSteps.dueAt, now))
        .orderBy(asc(runbookSteps.dueAt), asc(runbookSteps.id))
        .limit(limit)
        .all();
      return rows.flatMap(({ runbook_steps: row, runbook_runs: run }) => toDueStep(row, run));
    },
    async nextDueAt(after) {
      const next = db
        .select({ dueAt: runbookSteps.dueAt })
        .from(runbookSteps)
        .where(gt(runbookSteps.dueAt, after))
        .orderBy(asc(runbookSteps.dueAt))
        .limit(1);
      return next.get()?.dueAt ?? null;
    },
    async discard({ id, dueAt }) {
      await write(() => {
        const same = and(eq(runbookSteps.id, id), eq(runbookSteps.dueAt, dueAt));
        db.update(runbookSteps).set({ dueAt: null }).where(same).run();
      });
    },
    async workChannel(incidentNumber, connectionId) {
      const own = db.select().from(incidentChannels).where(eq(incidentChannels.incidentNumber, incidentNumber)).get();
      const home = homeCardOf(db, incidentNumber, connectionId);
      const isOwn = own?.connectionId === connectionId && own.channelId !== null && own.error === null;
      const target = isOwn ? own.channelId : (home?.channelId ?? home?.target ?? null);
      if (target === null) return null;
      const its = and(eq(channels.connectionId, connectionId), eq(channels.id, target));
      const name = db.select({ name: channels.name }).from(channels).where(its).get()?.name;
      return { target, name: name ?? (home?.target ?? target).replace(/^#/, '') };
    },
    async send(step, target, message, now) {
      return write(() => {
        if (!takeStep(db, step, { state: 'under_way', dueAt: null, target, message })) return false;
        carryOut(db, owedRunbookMessage(step.id, { connectionId: step.connectionId, target }, now));
        return true;
      });
    },
    async awaitChannel(step, people, purpose, now) {
      return write(() => {
        const its = eq(incidentChannels.incidentNumber, step.incidentNumber);
        const row = db.select().from(incidentChannels).where(its).get();
        if (!row || row.error !== null) {
          return endStep(db, step, { state: 'failed', outcome: row?.error ?? 'no_channel' }, now);
        }
        if (!takeStep(db, step, { state: 'under_way', dueAt: now + CHANNEL_PATIENCE })) return false;
        const all = [...new Set([...(row.people ?? []), ...people])];
        db.update(incidentChannels)
          .set({ people: all, ...(row.channelId === null && { purpose }) })
          .where(its)
          .run();
        if (row.channelId === null) return true;
        if (people.length > 0) carryOut(db, owedOwnChannel(row, PRIORITY.thread, now));
        finishStep(db, step.id, step.runId, { state: 'done', outcome: null }, now);
        return true;
      });
    },
    async end(step, end, now) {
      return write(() => endStep(db, step, end, now));
    },
    async progress(incidentNumber) {
      const runs = statements(db).runsOf().all({ number: incidentNumber });
      return runs.map((run) => ({
        runId: run.id,
        runbook: run.runbook,
        incidentNumber,
        state: run.state,
        steps: stepsOf(db, run),
      }));
    },
  };
}

function toDueStep(row: StepRow, run: Run): DueStep[] {
  const step = run.entry.steps[row.position];
  if (!step || row.dueAt === null) return [];
  const { id, dueAt, position, state } = row;
  const { entry, incidentNumber, connectionId } = run;
  return [{ id, dueAt, state, runId: run.id, position, step, entry, incidentNumber, connectionId }];
}

/** Inside the transaction of a change: what it begins, and what it means for what runs. */
export function followInRunbooks(
  db: Drizzle,
  incident: Incident,
  { events, said }: { events: readonly TimelineEvent[]; said: (connectionId: number) => number[] },
  now: UtcMs,
): void {
  for (const run of statements(db).runsOf().all({ number: incident.number })) {
    followRun(db, run, incident, events, now);
    tellThreads(db, run, said(run.connectionId), now);
  }
  for (const { fact } of events) if (fact.kind === 'runbook_step_resumed') resumeStep(db, fact, now);
  const { runbooks, ...rulebook } = reference(db);
  if (runbooks.length === 0) return;
  const service = settingsFor(incident, rulebook).service?.name ?? null;
  const byHand = events.flatMap(({ fact }) => (fact.kind === 'runbook_begun' ? [fact.name] : []));
  const begun = new Set([
    ...runbooksBegunBy({ incident, service, events }, runbooks),
    ...runbooks.filter(({ name }) => byHand.includes(name)),
  ]);
  if (begun.size === 0) return;
  const { running } = runbooksFor(db, incident.number);
  for (const entry of begun) if (!running.includes(entry.name)) beginRun(db, incident, entry, now);
}

function followRun(db: Drizzle, run: Run, incident: Incident, events: readonly TimelineEvent[], now: UtcMs): void {
  if (run.endedAt !== null) return;
  const ends = events.some(({ fact }) => fact.kind === 'resolved' || fact.kind === 'merged');
  if (ends && run.entry.when_resolved === 'cancel') {
    cancelRun(db, run, now);
    return;
  }
  const made = events.some(({ fact }) => fact.kind === 'channel_made');
  const failed = events.map(({ fact }) => fact).find((fact) => fact.kind === 'channel_failed');
  for (const row of openSteps(db, run.id)) {
    const step = run.entry.steps[row.position];
    if (!step) continue;
    if (step.action === 'slack.create_channel' && row.state === 'under_way') {
      if (made) finishStep(db, row.id, run.id, { state: 'done', outcome: null }, now);
      else if (failed || ends) {
        finishStep(db, row.id, run.id, { state: 'failed', outcome: failed?.code ?? 'incident_is_over' }, now);
      }
    }
    if (row.dueAt !== null && row.dueAt > now && isReached(step, incident)) setDue(db, row.id, now);
  }
}

/** What a step waits for is so. */
function isReached(step: Step, { state }: Pick<Incident, 'state'>): boolean {
  if (step.action !== 'wait' || step.until === null) return false;
  return isOver(state) || (step.until === 'acknowledged' && state.status === 'ACKNOWLEDGED');
}

/** Threads that follow the incident hear what is said of it. */
function tellThreads(db: Drizzle, run: Run, eventIds: readonly number[], now: UtcMs): void {
  if (eventIds.length === 0) return;
  const positions = run.entry.steps.flatMap((step, position) =>
    step.action === 'slack.create_thread' && step.thread_updates ? [position] : [],
  );
  if (positions.length === 0) return;
  const posted = and(
    eq(runbookSteps.runId, run.id),
    inArray(runbookSteps.position, positions),
    isNotNull(runbookSteps.ts),
  );
  for (const { id, target } of db.select().from(runbookSteps).where(posted).all()) {
    if (target === null) continue;
    const place = { connectionId: run.connectionId, target };
    carryOut(
      db,
      eventIds.flatMap((eventId) => owedRunbookLine(id, place, eventId, now)),
    );
  }
}

/** A step that failed is done again, whatever has been done since; or it is left. */
function resumeStep(db: Drizzle, { stepId, how }: Extract<Fact, { kind: 'runbook_step_resumed' }>, now: UtcMs): void {
  const failed = and(eq(runbookSteps.id, stepId), eq(runbookSteps.state, 'failed'));
  const again = { state: 'waiting', dueAt: now, outcome: null } as const;
  const set = how === 'retry' ? again : ({ state: 'skipped' } as const);
  const row = db.update(runbookSteps).set(set).where(failed).returning().get();
  if (!row) return;
  if (how === 'retry') {
    const over = and(eq(runbookRuns.id, row.runId), eq(runbookRuns.state, 'done'));
    db.update(runbookRuns).set({ state: 'running', endedAt: null }).where(over).run();
  }
  oweProgress(db, row.runId, now);
}

function beginRun(db: Drizzle, incident: Incident, entry: RunbookEntry, now: UtcMs): void {
  const connectionId = settingsFor(incident, reference(db)).workspaces[0]?.connectionId;
  if (connectionId === undefined) return; // the app has not been started yet
  const home = homeCardOf(db, incident.number, connectionId);
  const state = runningOf(db, entry.name) < entry.max_concurrent ? 'running' : 'waiting';
  const run = db
    .insert(runbookRuns)
    .values({
      runbook: entry.name,
      entry,
      incidentNumber: incident.number,
      connectionId,
      state,
      target: home?.target ?? null,
      startedAt: now,
    })
    .returning()
    .get();
  db.insert(runbookSteps)
    .values(entry.steps.map((_, position) => ({ runId: run.id, position, state: 'waiting' as const })))
    .run();
  if (state === 'running') advance(db, run, now);
}

/** All there are, and which of them run for an incident. */
export function runbooksFor(db: Drizzle, number: number | undefined): RunbooksAround {
  const known = reference(db).runbooks.map(({ name }) => name);
  if (number === undefined) return { known, running: [], failed: [] };
  const runs = statements(db).runsOf().all({ number });
  const failed = runs
    .filter(({ state }) => state !== 'cancelled')
    .flatMap((run) =>
      stepsOf(db, run).flatMap(({ id: stepId, state }, index) =>
        state === 'failed' ? [{ stepId, runbook: run.runbook, place: index + 1 }] : [],
      ),
    );
  return {
    known,
    running: runs.filter(({ endedAt }) => endedAt === null).map(({ runbook }) => runbook),
    failed,
  };
}

function runningOf(db: Drizzle, name: string): number {
  const running = and(eq(runbookRuns.runbook, name), eq(runbookRuns.state, 'running'));
  return db.select({ count: count() }).from(runbookRuns).where(running).get()?.count ?? 0;
}

/** The next step's turn has come; after the last one the run is over, and the next that waits for it begins. */
function advance(db: Drizzle, run: Run, now: UtcMs): void {
  const [next] = openSteps(db, run.id);
  if (!next) endRun(db, run, 'done', now);
  else if (next.state === 'waiting' && next.dueAt === null) setDue(db, next.id, dueAt(db, run, next, now));
  oweProgress(db, run.id, now);
}

function dueAt(db: Drizzle, { entry, incidentNumber }: Run, { position }: StepRow, now: UtcMs): UtcMs {
  const step = entry.steps[position];
  if (step?.action !== 'wait') return now;
  const row = db.select().from(incidents).where(eq(incidents.number, incidentNumber)).get();
  return row && isReached(step, toIncident(row)) ? now : now + (parseDuration(step.at_most) ?? 0);
}

function endRun(db: Drizzle, { id, runbook }: Run, state: 'done' | 'cancelled', now: UtcMs): void {
  db.update(runbookRuns).set({ state, endedAt: now }).where(eq(runbookRuns.id, id)).run();
  const waits = and(eq(runbookRuns.runbook, runbook), eq(runbookRuns.state, 'waiting'));
  const next = db.select().from(runbookRuns).where(waits).orderBy(asc(runbookRuns.id)).limit(1).get();
  if (!next || runningOf(db, runbook) >= next.entry.max_concurrent) return;
  db.update(runbookRuns).set({ state: 'running' }).where(eq(runbookRuns.id, next.id)).run();
  advance(db, next, now);
}

/** What is with Slack already can't be taken back; it is only waited for no longer. */
function cancelRun(db: Drizzle, run: Run, now: UtcMs): void {
  const works = openSteps(db, run.id).map(({ id }) => ({ kind: 'runbook_message', of: id }) as const);
  carryOut(db, [{ do: 'withdraw', works }]);
  db.update(runbookSteps).set({ state: 'cancelled', dueAt: null }).where(isOpenOf(run.id)).run();
  endRun(db, run, 'cancelled', now);
  if (run.state === 'running') oweProgress(db, run.id, now);
}

function openSteps(db: Drizzle, runId: number): StepRow[] {
  return db.select().from(runbookSteps).where(isOpenOf(runId)).orderBy(asc(runbookSteps.position)).all();
}

function isOpenOf(runId: number): SQL | undefined {
  return and(eq(runbookSteps.runId, runId), inArray(runbookSteps.state, ['waiting', 'under_way']));
}

function setDue(db: Drizzle, id: number, at: UtcMs): void {
  db.update(runbookSteps).set({ dueAt: at }).where(eq(runbookSteps.id, id)).run();
}

/** @returns false when it is no longer as it was when it was due. */
function takeStep(db: Drizzle, { id, dueAt }: Pick<DueStep, 'id' | 'dueAt'>, set: Partial<StepRow>): boolean {
  const same = and(eq(runbookSteps.id, id), eq(runbookSteps.dueAt, dueAt));
  return db.update(runbookSteps).set(set).where(same).run().changes > 0;
}

/** Inside a transaction: the step's turn is over. @returns false when it is no longer as it was when it was due. */
export function endStep(db: Drizzle, step: Pick<DueStep, 'id' | 'dueAt' | 'runId'>, end: StepEnd, now: UtcMs): boolean {
  if (!takeStep(db, step, { dueAt: null })) return false;
  finishStep(db, step.id, step.runId, end, now);
  return true;
}

function finishStep(db: Drizzle, id: number, runId: number, { state, outcome }: StepEnd, now: UtcMs): void {
  db.update(runbookSteps).set({ state, outcome, dueAt: null }).where(eq(runbookSteps.id, id)).run();
  const run = db.select().from(runbookRuns).where(eq(runbookRuns.id, runId)).get();
  if (run?.state === 'running') advance(db, run, now);
}

function stepUnderWay(db: Drizzle, id: number): StepRow | undefined {
  const its = and(eq(runbookSteps.id, id), eq(runbookSteps.state, 'under_way'));
  return db.select().from(runbookSteps).where(its).get();
}

/** Inside a transaction: Slack has what a step says. */
export function noteRunbookMessage(db: Drizzle, stepId: number, at: PostedAt, now: UtcMs): void {
  db.update(runbookSteps).set(at).where(eq(runbookSteps.id, stepId)).run();
  takeBackMessage(db, stepId, now); // it may have become private while this was on its way
  const row = stepUnderWay(db, stepId);
  if (row) finishStep(db, stepId, row.runId, { state: 'done', outcome: null }, now);
}

/** Inside a transaction: it has not, and will not. */
export function noteRunbookRefusal(db: Drizzle, stepId: number, end: StepEnd, now: UtcMs): void {
  const row = stepUnderWay(db, stepId);
  if (row) finishStep(db, stepId, row.runId, end, now);
}

export function noteRunbookProgress(db: Drizzle, runId: number, at: PostedAt, now: UtcMs): void {
  db.update(runbookRuns).set(at).where(eq(runbookRuns.id, runId)).run();
  takeBackProgress(db, runId, now);
}

function oweProgress(db: Drizzle, runId: number, now: UtcMs): void {
  const run = db.select().from(runbookRuns).where(eq(runbookRuns.id, runId)).get();
  if (!run?.target) return;
  const { connectionId, target, ts, incidentNumber } = run;
  if (ts === null && isInStorm(db, incidentNumber)) return;
  carryOut(db, owedRunbookProgress(runId, { connectionId, target }, ts !== null, now));
}
