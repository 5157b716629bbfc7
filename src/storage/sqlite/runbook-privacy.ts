import { and, eq, isNotNull } from 'drizzle-orm';
import { isShownIn } from '../../incidents/privacy.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { owedRetraction, type RunbookPost } from '../../notifications/kinds/retraction.ts';
import { runbookRuns, runbookSteps } from '../schema/index.ts';
import { homeCardOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { stepOfRun } from './runbook-posts.ts';

/** Inside the transaction of a change: an incident has become private in these connections, and what its runbooks have said elsewhere goes. */
export function hideWhatRunbooksSaid(db: Drizzle, number: number, closed: ReadonlySet<number>, now: UtcMs): void {
  if (closed.size === 0) return;
  for (const run of db.select().from(runbookRuns).where(eq(runbookRuns.incidentNumber, number)).all()) {
    if (!closed.has(run.connectionId)) continue;
    const said = and(eq(runbookSteps.runId, run.id), isNotNull(runbookSteps.ts));
    for (const step of db.select().from(runbookSteps).where(said).all()) takeBackMessage(db, step.id, now);
    takeBackProgress(db, run.id, now);
  }
}

/** Inside a transaction: what a step has said goes, where the incident is not to be seen. */
export function takeBackMessage(db: Drizzle, stepId: number, now: UtcMs): void {
  const found = stepOfRun(db, stepId);
  if (!found) return;
  const { channelId, ts } = found.step;
  const { connectionId, incidentNumber } = found.run;
  takeBack(db, { kind: 'runbook_message', place: { id: stepId, connectionId, incidentNumber, channelId, ts } }, now);
}

/** Inside a transaction: how far a run is, is shown where the incident belongs from now on. */
export function takeBackProgress(db: Drizzle, runId: number, now: UtcMs): void {
  const run = db.select().from(runbookRuns).where(eq(runbookRuns.id, runId)).get();
  if (!run) return;
  const { connectionId, incidentNumber, channelId, ts } = run;
  const isElsewhere = takeBack(
    db,
    { kind: 'runbook_progress', place: { id: runId, connectionId, incidentNumber, channelId, ts } },
    now,
  );
  if (!isElsewhere) return;
  const home = homeCardOf(db, incidentNumber, connectionId);
  db.update(runbookRuns)
    .set({ target: home?.target ?? null, channelId: null, ts: null })
    .where(eq(runbookRuns.id, runId))
    .run();
  carryOut(db, [{ do: 'withdraw', works: [{ kind: 'runbook_progress', of: runId }] }]);
}

/** @returns whether there is something to take back. */
function takeBack(db: Drizzle, post: RunbookPost, now: UtcMs): boolean {
  const { connectionId, incidentNumber, channelId, ts } = post.place;
  const home = privateHomeOf(db, incidentNumber, connectionId);
  if (!home || ts === null || isShownIn(home, channelId)) return false;
  carryOut(db, owedRetraction(post, { about: null, withMessage: true }, now));
  return true;
}
