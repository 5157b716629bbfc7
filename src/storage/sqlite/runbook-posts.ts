import { asc, eq } from 'drizzle-orm';
import type { RunbookMessage } from '../../notifications/kinds/runbook-message.ts';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import { runbookRuns, runbookSteps } from '../schema/index.ts';
import { cardsOf } from './cards.ts';
import type { Drizzle } from './database.ts';

export type Run = typeof runbookRuns.$inferSelect;
export type StepRow = typeof runbookSteps.$inferSelect;

/** What a step says in Slack, and where; null while it says nothing. */
export function runbookMessageOf(db: Drizzle, stepId: number): RunbookMessage | null {
  const found = stepOfRun(db, stepId);
  if (!found?.step.target || !found.step.message) return null;
  const { target, message, channelId, ts } = found.step;
  const { connectionId, incidentNumber } = found.run;
  return { connectionId, target, channelId, ts, reroutedFrom: null, stepId, incidentNumber, message };
}

/** How far a run is, and where that is shown; null while it is shown nowhere. */
export function runbookProgressOf(db: Drizzle, runId: number): ShownProgress | null {
  const run = db.select().from(runbookRuns).where(eq(runbookRuns.id, runId)).get();
  if (!run?.target) return null;
  const { connectionId, target, channelId, ts, incidentNumber, runbook, state } = run;
  return {
    connectionId,
    target,
    channelId,
    ts,
    reroutedFrom: null,
    incidentNumber,
    runbook,
    isOver: run.endedAt !== null,
    isCancelled: state === 'cancelled',
    isInStorm: isInStorm(db, incidentNumber),
    steps: stepsOf(db, run),
  };
}

export function stepOfRun(db: Drizzle, stepId: number): { step: StepRow; run: Run } | undefined {
  return db
    .select({ step: runbookSteps, run: runbookRuns })
    .from(runbookSteps)
    .innerJoin(runbookRuns, eq(runbookRuns.id, runbookSteps.runId))
    .where(eq(runbookSteps.id, stepId))
    .get();
}

export function stepsOf(db: Drizzle, { id, entry }: Run) {
  const rows = db.select().from(runbookSteps).where(eq(runbookSteps.runId, id)).orderBy(asc(runbookSteps.position));
  return rows.all().flatMap(({ id: stepId, position, state, outcome }) => {
    const step = entry.steps[position];
    return step ? [{ id: stepId, action: step.action, state, outcome }] : [];
  });
}

/** Many incidents at once are one message; what runs for each of them is on its own. */
export function isInStorm(db: Drizzle, incidentNumber: number): boolean {
  return cardsOf(db, incidentNumber).some((card) => card.isHome && card.stormId !== null);
}
