import type { UtcMs } from '../lib/clock.ts';
import type { Step } from '../settings/schema/runbooks/operations.ts';
import type { RunbookEntry } from '../settings/schema/runbooks/runbook.ts';

/** `waiting`: as many of the same runbook run as may at once. */
export type RunState = 'waiting' | 'running' | 'done' | 'cancelled';

/** `under_way`: handed over to Slack, or to somebody, and its outcome is still to come. */
export type StepState = 'waiting' | 'under_way' | 'done' | 'failed' | 'skipped' | 'cancelled';

/** A step whose turn has come. */
export interface DueStep {
  id: number;
  dueAt: UtcMs;
  state: StepState;
  runId: number;
  position: number;
  step: Step;
  entry: RunbookEntry;
  incidentNumber: number;
  connectionId: number;
}

/** How a step ended. `outcome`: why, where that is not plain. */
export type StepEnd = { state: 'done' | 'failed' | 'skipped'; outcome: string | null };

/** How far a run is, for people. */
export interface RunProgress {
  runId: number;
  runbook: string;
  incidentNumber: number;
  state: RunState;
  steps: { id: number; action: Step['action']; state: StepState; outcome: string | null }[];
}
