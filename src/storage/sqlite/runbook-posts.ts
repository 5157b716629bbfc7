import { eq } from 'drizzle-orm';
import type { RunbookCall } from '../../notifications/kinds/runbook-call.ts';
import type { RunbookMessage } from '../../notifications/kinds/runbook-message.ts';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import type { ShownStep } from '../../runbooks/types.ts';
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
  const { question: asked, state } = found.step;
  const question = asked && { ...asked, isOpen: state === 'under_way' };
  return { connectionId, target, channelId, ts, reroutedFrom: null, stepId, incidentNumber, message, question };
}

/** What a step does in a channel; null while it does nothing. */
export function runbookCallOf(db: Drizzle, stepId: number): RunbookCall | null {
  const found = stepOfRun(db, stepId);
  if (!found?.step.target || !found.step.call) return null;
  const { target, call } = found.step;
  const { connectionId, incidentNumber } = found.run;
  return { ...call, connectionId, target, channelId: null, ts: null, reroutedFrom: null, incidentNumber };
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
    state,
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

/** In the order in which they stand in the runbook. */
export function stepsOf(db: Drizzle, { id }: Pick<Run, 'id'>): ShownStep[] {
  const rows = db.select().from(runbookSteps).where(eq(runbookSteps.runId, id)).all();
  return rows
    .sort((one, other) => byPlace(one.place, other.place))
    .map(({ id: stepId, place, step, state, outcome, question }) => ({
      id: stepId,
      place,
      action: step.action,
      state,
      outcome,
      answer: question?.answer ?? null,
    }));
}

/** 3, 3.2, 3.10, 4 */
export function byPlace(one: string, other: string): number {
  const [own, others] = [one.split('.').map(Number), other.split('.').map(Number)];
  const differs = own.findIndex((part, index) => part !== others[index]);
  return differs < 0 ? own.length - others.length : (own[differs] ?? 0) - (others[differs] ?? -1);
}

/** Many incidents at once are one message; what runs for each of them is on its own. */
export function isInStorm(db: Drizzle, incidentNumber: number): boolean {
  return cardsOf(db, incidentNumber).some((card) => card.isHome && card.stormId !== null);
}
