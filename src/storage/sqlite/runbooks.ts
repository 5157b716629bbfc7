import { and, asc, desc, eq, gt, isNotNull, isNull, lte } from 'drizzle-orm';
import { MINUTE } from '../../lib/clock.ts';
import { owedOwnChannel } from '../../notifications/kinds/incident-channel.ts';
import { owedRunbookCall } from '../../notifications/kinds/runbook-call.ts';
import { owedRunbookMessage } from '../../notifications/kinds/runbook-message.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { RunbookStore } from '../../runbooks/store.ts';
import type { DueStep } from '../../runbooks/types.ts';
import type { ResultPlace } from '../../settings/schema/runbooks/placeholders.ts';
import { channels, connections, incidentChannels, runbookRuns, runbookSteps } from '../schema/index.ts';
import { homeCardOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Database } from './database.ts';
import { reference } from './reference.ts';
import { descend, endStep, finishStep, runsOf, stepById, takeStep } from './runbook-engine.ts';
import { type Run, type StepRow, stepsOf } from './runbook-posts.ts';

/** For so long the incident's own channel may take: Slack may be away, or there may never be one. */
const CHANNEL_PATIENCE = 30 * MINUTE;

export function sqliteRunbookStore({ db, write }: Database): RunbookStore {
  const ownChannel = (incidentNumber: number) =>
    db.select().from(incidentChannels).where(eq(incidentChannels.incidentNumber, incidentNumber)).get();
  const addPeople = (row: NonNullable<ReturnType<typeof ownChannel>>, people: readonly string[]) => {
    const all = [...new Set([...(row.people ?? []), ...people])];
    db.update(incidentChannels)
      .set({ people: all })
      .where(eq(incidentChannels.incidentNumber, row.incidentNumber))
      .run();
  };

  return {
    async runbooks() {
      return reference(db).runbooks;
    },
    async due(now, limit) {
      const rows = db
        .select()
        .from(runbookSteps)
        .innerJoin(runbookRuns, eq(runbookRuns.id, runbookSteps.runId))
        .innerJoin(connections, eq(connections.id, runbookRuns.connectionId))
        .where(and(lte(runbookSteps.dueAt, now), isNull(connections.endedAt)))
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
      const own = ownChannel(incidentNumber);
      const home = homeCardOf(db, incidentNumber, connectionId);
      const isOwn = own?.connectionId === connectionId && own.channelId !== null && own.error === null;
      const target = isOwn ? own.channelId : (home?.channelId ?? home?.target ?? null);
      if (target === null) return null;
      const its = and(eq(channels.connectionId, connectionId), eq(channels.id, target));
      const name = db.select({ name: channels.name }).from(channels).where(its).get()?.name;
      return { target, name: name ?? (home?.target ?? target).replace(/^#/, '') };
    },
    async results(runId) {
      const known = and(eq(runbookSteps.runId, runId), isNotNull(runbookSteps.result));
      const rows = db.select().from(runbookSteps).where(known).orderBy(asc(runbookSteps.id)).all();
      const entries = rows.flatMap(({ step, result }) => {
        const as = 'as' in step ? step.as : null;
        if (as === null) return [];
        return Object.entries(result ?? {}).map(([key, value]): [ResultPlace, string] => [
          key === '' ? `result.${as}` : `result.${as}.${key}`,
          value,
        ]);
      });
      return Object.fromEntries(entries);
    },
    async posted(runId, as) {
      const its = and(eq(runbookSteps.runId, runId), isNotNull(runbookSteps.ts));
      const rows = db.select().from(runbookSteps).where(its).orderBy(desc(runbookSteps.id)).all();
      const row = rows.find(({ step }) => 'as' in step && step.as === as);
      return row?.channelId && row.ts ? { channelId: row.channelId, ts: row.ts } : null;
    },
    async send(step, { target, message, question }, now) {
      return write(() => {
        const anew = { channelId: null, ts: null };
        if (!takeStep(db, step, { state: 'under_way', dueAt: null, target, message, question, ...anew })) return false;
        const lane = { connectionId: step.connectionId, target };
        carryOut(db, owedRunbookMessage(step.id, lane, now, 'chat.postMessage'));
        return true;
      });
    },
    async call(step, target, call, now) {
      return write(() => {
        if (!takeStep(db, step, { state: 'under_way', dueAt: null, target, call })) return false;
        carryOut(db, owedRunbookCall(step.id, { connectionId: step.connectionId, target }, now));
        return true;
      });
    },
    async awaitChannel(step, people, purpose, now) {
      return write(() => {
        const row = ownChannel(step.incidentNumber);
        if (!row || row.error !== null) {
          return endStep(db, step, { state: 'failed', outcome: row?.error ?? 'no_channel' }, now);
        }
        if (!takeStep(db, step, { state: 'under_way', dueAt: now + CHANNEL_PATIENCE })) return false;
        addPeople(row, people);
        if (row.channelId === null) {
          const its = eq(incidentChannels.incidentNumber, step.incidentNumber);
          db.update(incidentChannels).set({ purpose }).where(its).run();
          return true;
        }
        if (people.length > 0) carryOut(db, owedOwnChannel(row, PRIORITY.thread, now));
        const its = stepById(db, step.id);
        if (its) finishStep(db, its, { state: 'done', outcome: null }, now);
        return true;
      });
    },
    async invite(step, people, now) {
      return write(() => {
        const row = ownChannel(step.incidentNumber);
        const isThere = row !== undefined && row.error === null;
        const end = people.length === 0 ? 'reaches_nobody' : isThere ? null : 'no_own_channel';
        if (!endStep(db, step, { state: end === null ? 'done' : 'skipped', outcome: end }, now)) return false;
        if (end !== null || !row) return true;
        addPeople(row, people);
        if (row.channelId !== null) carryOut(db, owedOwnChannel(row, PRIORITY.thread, now));
        return true;
      });
    },
    async begin(step, until) {
      return write(() => {
        const attempts = step.attempts + 1;
        const begun = takeStep(db, step, { state: 'under_way', dueAt: until, attempts });
        return begun ? { ...step, state: 'under_way' as const, dueAt: until, attempts } : null;
      });
    },
    async postpone(step, until) {
      return write(() => takeStep(db, step, { state: 'waiting', dueAt: until }));
    },
    async descend(step, children, together, now) {
      return write(() => descend(db, step, children, together, now));
    },
    async end(step, end, now) {
      return write(() => endStep(db, step, end, now));
    },
    async progress(incidentNumber) {
      return runsOf(db, incidentNumber).map((run) => ({
        runId: run.id,
        runbook: run.runbook,
        incidentNumber,
        state: run.state,
        startedAt: run.startedAt,
        steps: stepsOf(db, run),
      }));
    },
  };
}

function toDueStep(row: StepRow, run: Run): DueStep[] {
  if (row.dueAt === null) return [];
  const { id, dueAt, step, each, state, attempts } = row;
  const { entry, incidentNumber, connectionId } = run;
  return [{ id, dueAt, state, runId: run.id, attempts, step, each, entry, incidentNumber, connectionId }];
}
