import { and, asc, count, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { RunbooksAround } from '../../incidents/change.ts';
import type { Fact, StoredTimelineEvent, TimelineEvent } from '../../incidents/timeline.ts';
import { type Incident, isOver } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { owedRunbookLine } from '../../notifications/kinds/runbook-line.ts';
import { owedRunbookMessage } from '../../notifications/kinds/runbook-message.ts';
import { owedRunbookProgress } from '../../notifications/kinds/runbook-progress.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import { runbooksBegunBy } from '../../runbooks/triggers.ts';
import type { DueStep, StepEnd } from '../../runbooks/types.ts';
import { connectionCalled } from '../../settings/connection-called.ts';
import { parseDuration } from '../../settings/duration.ts';
import { settingsFor } from '../../settings/rules.ts';
import type { Child } from '../../settings/schema/runbooks/effects.ts';
import type { Step } from '../../settings/schema/runbooks/operations.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import { actorName } from '../../words/plain-writer.ts';
import { connections, incidents, runbookRuns, runbookSteps } from '../schema/index.ts';
import { homeCardOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';
import { later, prepared } from './prepared.ts';
import { reference } from './reference.ts';
import { isInStorm, type Run, type StepRow } from './runbook-posts.ts';
import { takeBackMessage, takeBackProgress } from './runbook-privacy.ts';

/** Of one run, with all that is within others. */
const MAX_STEPS = 500;

const statements = prepared((db) => ({
  runsOf: later(() =>
    db
      .select()
      .from(runbookRuns)
      .where(eq(runbookRuns.incidentNumber, sql.placeholder('number')))
      .prepare(),
  ),
}));

export function runsOf(db: Drizzle, number: number): Run[] {
  return statements(db).runsOf().all({ number });
}

/** Inside the transaction of a change: what it begins, and what it means for what runs. */
export function followInRunbooks(
  db: Drizzle,
  incident: Incident,
  { events, said }: { events: readonly TimelineEvent[]; said: (connectionId: number) => number[] },
  now: UtcMs,
): void {
  for (const run of runsOf(db, incident.number)) {
    followRun(db, run, incident, events, now);
    tellThreads(db, run, said(run.connectionId), now);
  }
  for (const event of events) {
    if (event.fact.kind === 'runbook_step_resumed') resumeStep(db, event.fact, now);
    if (event.fact.kind === 'runbook_answered') answerStep(db, event.fact, event.actor, now);
  }
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
    if (row.step.action === 'slack.create_channel' && row.state === 'under_way') {
      if (made) finishStep(db, row, { state: 'done', outcome: null }, now);
      else if (failed || ends) {
        finishStep(db, row, { state: 'failed', outcome: failed?.code ?? 'incident_is_over' }, now);
      }
    }
    if (row.dueAt !== null && row.dueAt > now && isReached(row.step, incident)) setDue(db, row.id, now);
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
  const posted = and(eq(runbookSteps.runId, run.id), isNotNull(runbookSteps.ts), isNotNull(runbookSteps.message));
  for (const { id, step, target } of db.select().from(runbookSteps).where(posted).all()) {
    if (target === null || step.action !== 'slack.create_thread' || !step.thread_updates) continue;
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
  const again = { state: 'waiting', dueAt: now, outcome: null, attempts: 0 } as const;
  const set = how === 'retry' ? again : ({ state: 'skipped' } as const);
  const row = db.update(runbookSteps).set(set).where(failed).returning().get();
  if (!row) return;
  if (how === 'retry') {
    const over = and(eq(runbookRuns.id, row.runId), eq(runbookRuns.state, 'done'));
    db.update(runbookRuns).set({ state: 'running', endedAt: null }).where(over).run();
  }
  oweProgress(db, row.runId, now);
}

function answerStep(
  db: Drizzle,
  { stepId, answer }: Extract<Fact, { kind: 'runbook_answered' }>,
  actor: StoredTimelineEvent['actor'],
  now: UtcMs,
): void {
  const row = stepUnderWay(db, stepId);
  if (!row?.question) return;
  db.update(runbookSteps)
    .set({ question: { ...row.question, by: actorName(actor) } })
    .where(eq(runbookSteps.id, stepId))
    .run();
  finishStep(db, row, { state: 'done', outcome: null, result: { '': answer } }, now);
}

function beginRun(db: Drizzle, incident: Incident, entry: RunbookEntry, now: UtcMs): void {
  const connectionId = placeOf(db, incident, entry);
  if (connectionId === null) return; // the app has not been started yet
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
    .values(
      entry.steps.map((step, index) => ({
        runId: run.id,
        place: String(index + 1),
        step,
        state: 'waiting' as const,
      })),
    )
    .run();
  if (state === 'running') advance(db, run, now);
  else oweProgress(db, run.id, now);
}

/** The connection that it names, if the incident belongs there; else the incident's own. */
function placeOf(db: Drizzle, incident: Incident, { connection }: RunbookEntry): number | null {
  const ids = settingsFor(incident, reference(db)).workspaces.map(({ connectionId }) => connectionId);
  if (!connection) return ids[0] ?? null;
  const theirs = and(inArray(connections.id, ids), isNull(connections.endedAt));
  return connectionCalled(connection, db.select().from(connections).where(theirs).all())?.id ?? ids[0] ?? null;
}

/** All there are, and which of them run for an incident. */
export function runbooksFor(db: Drizzle, number: number | undefined): RunbooksAround {
  const known = reference(db).runbooks.map(({ name }) => name);
  if (number === undefined) return { known, running: [], failed: [], asking: [] };
  const runs = runsOf(db, number);
  const ofRun = (run: Run) => {
    const rows = db.select().from(runbookSteps).where(eq(runbookSteps.runId, run.id)).all();
    return rows.map((row) => ({ ...row, runbook: run.runbook }));
  };
  const steps = runs.filter(({ state }) => state !== 'cancelled').flatMap(ofRun);
  return {
    known,
    running: runs.filter(({ endedAt }) => endedAt === null).map(({ runbook }) => runbook),
    failed: steps.flatMap(({ id, state, place, runbook }) =>
      state === 'failed' ? [{ stepId: id, runbook, place }] : [],
    ),
    asking: steps.flatMap(({ id, state, place, runbook, question }) =>
      state === 'under_way' && question ? [{ stepId: id, runbook, place, ...question }] : [],
    ),
  };
}

/** One whose workspace is disconnected keeps nobody waiting. */
function runningOf(db: Drizzle, name: string): number {
  const running = and(eq(runbookRuns.runbook, name), eq(runbookRuns.state, 'running'), isNull(connections.endedAt));
  return (
    db
      .select({ count: count() })
      .from(runbookRuns)
      .innerJoin(connections, eq(connections.id, runbookRuns.connectionId))
      .where(running)
      .get()?.count ?? 0
  );
}

/** The next step's turn has come; after the last one the run is over, and the next that waits for it begins. */
function advance(db: Drizzle, run: Run, now: UtcMs): void {
  if (!goOn(db, run, null, false, now)) endRun(db, run, 'done', now);
  oweProgress(db, run.id, now);
}

/** Those beside each other go on: one after the other, or together. @returns whether any of them is left */
function goOn(db: Drizzle, run: Run, parentId: number | null, together: boolean, now: UtcMs): boolean {
  const left = openSteps(db, run.id).filter((row) => row.parentId === parentId);
  for (const row of together ? left : left.slice(0, 1)) {
    if (row.state === 'waiting' && row.dueAt === null) setDue(db, row.id, dueAt(db, run, row.step, now));
  }
  return left.length > 0;
}

function dueAt(db: Drizzle, { incidentNumber }: Run, step: Step, now: UtcMs): UtcMs {
  if (step.action !== 'wait') return now;
  const row = db.select().from(incidents).where(eq(incidents.number, incidentNumber)).get();
  return row && isReached(step, toIncident(row)) ? now : now + (parseDuration(step.at_most) ?? 0);
}

function endRun(db: Drizzle, { id, runbook }: Run, state: 'done' | 'cancelled', now: UtcMs): void {
  db.update(runbookRuns).set({ state, endedAt: now }).where(eq(runbookRuns.id, id)).run();
  beginNext(db, runbook, now);
}

/** Those of a runbook that wait for their turn, as far as there is room now. */
export function beginNext(db: Drizzle, runbook: string, now: UtcMs): void {
  const waits = and(eq(runbookRuns.runbook, runbook), eq(runbookRuns.state, 'waiting'));
  const next = db.select().from(runbookRuns).where(waits).orderBy(asc(runbookRuns.id)).limit(1).get();
  if (!next || runningOf(db, runbook) >= next.entry.max_concurrent) return;
  const run = { ...next, state: 'running' as const };
  db.update(runbookRuns).set({ state: 'running' }).where(eq(runbookRuns.id, next.id)).run();
  advance(db, run, now);
  beginNext(db, runbook, now);
}

/** What is with Slack already can't be taken back; it is only waited for no longer. */
function cancelRun(db: Drizzle, run: Run, now: UtcMs): void {
  const open = openSteps(db, run.id);
  const works = open.flatMap(({ id }) => [
    { kind: 'runbook_message', of: id } as const,
    { kind: 'runbook_call', of: id } as const,
  ]);
  carryOut(db, [{ do: 'withdraw', works }]);
  db.update(runbookSteps).set({ state: 'cancelled', dueAt: null }).where(isOpenOf(run.id)).run();
  for (const row of open) closeQuestion(db, row, now);
  endRun(db, run, 'cancelled', now);
  oweProgress(db, run.id, now);
}

export function openSteps(db: Drizzle, runId: number): StepRow[] {
  return db.select().from(runbookSteps).where(isOpenOf(runId)).orderBy(asc(runbookSteps.id)).all();
}

function isOpenOf(runId: number): SQL | undefined {
  return and(eq(runbookSteps.runId, runId), inArray(runbookSteps.state, ['waiting', 'under_way']));
}

function setDue(db: Drizzle, id: number, at: UtcMs): void {
  db.update(runbookSteps).set({ dueAt: at }).where(eq(runbookSteps.id, id)).run();
}

/** @returns false when it is no longer as it was when it was due. */
export function takeStep(db: Drizzle, { id, dueAt }: Pick<DueStep, 'id' | 'dueAt'>, set: Partial<StepRow>): boolean {
  const same = and(eq(runbookSteps.id, id), eq(runbookSteps.dueAt, dueAt));
  return db.update(runbookSteps).set(set).where(same).run().changes > 0;
}

/** Inside a transaction: the step's turn is over. @returns false when it is no longer as it was when it was due. */
export function endStep(db: Drizzle, step: Pick<DueStep, 'id' | 'dueAt'>, end: StepEnd, now: UtcMs): boolean {
  if (!takeStep(db, step, { dueAt: null })) return false;
  const row = stepById(db, step.id);
  if (row) finishStep(db, row, end, now);
  return true;
}

/** Inside a transaction: the step is at an end when those within it are. @returns false as `endStep` */
export function descend(
  db: Drizzle,
  step: Pick<DueStep, 'id' | 'dueAt' | 'runId'>,
  children: readonly Child[],
  together: boolean,
  now: UtcMs,
): boolean {
  if (!takeStep(db, step, { state: 'under_way', dueAt: null })) return false;
  const row = stepById(db, step.id);
  const run = runById(db, step.runId);
  if (!row || !run) return true;
  const all = db.select({ count: count() }).from(runbookSteps).where(eq(runbookSteps.runId, row.runId)).get();
  if (children.length + (all?.count ?? 0) > MAX_STEPS) {
    finishStep(db, row, { state: 'failed', outcome: 'too_many_steps' }, now);
    return true;
  }
  for (const [index, { step: inner, each }] of children.entries()) {
    const place = `${row.place}.${index + 1}`;
    const own = { parentId: row.id, place, step: inner, each: each ?? row.each };
    db.insert(runbookSteps)
      .values({ runId: row.runId, state: 'waiting', ...own })
      .run();
  }
  if (!goOn(db, run, row.id, together, now)) finishStep(db, row, { state: 'done', outcome: null }, now);
  else oweProgress(db, row.runId, now);
  return true;
}

export function finishStep(db: Drizzle, row: StepRow, { state, outcome, result }: StepEnd, now: UtcMs): void {
  const answer = result?.[''] ?? null;
  db.update(runbookSteps)
    .set({
      state,
      outcome,
      dueAt: null,
      result: result ?? null,
      ...(row.question && { question: answered(db, row, answer) }),
    })
    .where(eq(runbookSteps.id, row.id))
    .run();
  closeQuestion(db, row, now);
  const run = runById(db, row.runId);
  if (run?.state !== 'running') return;
  const parent = row.parentId === null ? undefined : stepById(db, row.parentId);
  const isLeft = parent && goOn(db, run, parent.id, parent.step.action === 'parallel', now);
  // The last one within it is the end of that as well.
  if (parent?.state === 'under_way' && !isLeft) finishStep(db, parent, { state: 'done', outcome: null }, now);
  else advance(db, run, now);
}

function answered(db: Drizzle, { id }: StepRow, answer: string | null): StepRow['question'] {
  const question = stepById(db, id)?.question ?? null;
  return question && { ...question, answer };
}

/** Nobody can answer any more. */
function closeQuestion(db: Drizzle, { id, question, ts, target, runId }: StepRow, now: UtcMs): void {
  const run = question && ts !== null ? runById(db, runId) : undefined;
  if (run && target !== null) {
    carryOut(db, owedRunbookMessage(id, { connectionId: run.connectionId, target }, now, 'chat.update'));
  }
}

export function stepById(db: Drizzle, id: number): StepRow | undefined {
  return db.select().from(runbookSteps).where(eq(runbookSteps.id, id)).get();
}

function runById(db: Drizzle, id: number): Run | undefined {
  return db.select().from(runbookRuns).where(eq(runbookRuns.id, id)).get();
}

function stepUnderWay(db: Drizzle, id: number): StepRow | undefined {
  const its = and(eq(runbookSteps.id, id), eq(runbookSteps.state, 'under_way'));
  return db.select().from(runbookSteps).where(its).get();
}

/** Inside a transaction: Slack has what a step says. A question is asked from then on. */
export function noteRunbookMessage(db: Drizzle, stepId: number, at: PostedAt, now: UtcMs): void {
  db.update(runbookSteps).set(at).where(eq(runbookSteps.id, stepId)).run();
  takeBackMessage(db, stepId, now); // it may have become private while this was on its way
  const row = stepUnderWay(db, stepId);
  if (row?.question) setDue(db, stepId, now + row.question.patience);
  else if (row) finishStep(db, row, { state: 'done', outcome: null }, now);
  // It was over before it was there.
  const late = row ? undefined : stepById(db, stepId);
  if (late) closeQuestion(db, late, now);
}

/** Inside a transaction: what a step asked of Slack is done, or it is not, and will not. */
export function noteRunbookEnd(db: Drizzle, stepId: number, end: StepEnd, now: UtcMs): void {
  const row = stepUnderWay(db, stepId);
  // The message of a question that is asked is only brought up to date.
  if (row && !(row.question && row.ts !== null)) finishStep(db, row, end, now);
}

export function noteRunbookProgress(db: Drizzle, runId: number, at: PostedAt, now: UtcMs): void {
  db.update(runbookRuns).set(at).where(eq(runbookRuns.id, runId)).run();
  takeBackProgress(db, runId, now);
}

/** Inside a transaction: somebody has deleted it. It is posted anew. */
export function repostRunbookProgress(db: Drizzle, runId: number, now: UtcMs): void {
  db.update(runbookRuns).set({ channelId: null, ts: null }).where(eq(runbookRuns.id, runId)).run();
  carryOut(db, [{ do: 'withdraw', works: [{ kind: 'runbook_progress', of: runId }] }]);
  oweProgress(db, runId, now);
}

export function oweProgress(db: Drizzle, runId: number, now: UtcMs): void {
  const run = runById(db, runId);
  if (!run?.target) return;
  const { connectionId, target, ts, incidentNumber } = run;
  if (ts === null && isInStorm(db, incidentNumber)) return;
  carryOut(db, owedRunbookProgress(runId, { connectionId, target }, ts !== null, now));
}

/** Inside a transaction: these connections are at an end, and what ran there holds no place of others. */
export function passOverEndedConnections(db: Drizzle, ids: readonly number[], now: UtcMs): void {
  const held = and(inArray(runbookRuns.connectionId, [...ids]), eq(runbookRuns.state, 'running'));
  const names = db.selectDistinct({ name: runbookRuns.runbook }).from(runbookRuns).where(held).all();
  for (const { name } of names) beginNext(db, name, now);
}
