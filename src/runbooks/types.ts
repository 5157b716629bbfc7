import type { UtcMs } from '../lib/clock.ts';
import type { ChannelCall } from '../settings/schema/runbooks/effects.ts';
import type { Each } from '../settings/schema/runbooks/operation.ts';
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
  /** How often it was begun past Slack. */
  attempts: number;
  step: Step;
  each: Each | null;
  entry: RunbookEntry;
  incidentNumber: number;
  connectionId: number;
}

/** What later steps know of a step: by itself (''), or by names. */
export type StepResult = Readonly<Record<string, string>>;

/** How a step ended. `outcome`: why, where that is not plain. */
export type StepEnd = { state: 'done' | 'failed' | 'skipped'; outcome: string | null; result?: StepResult };

/** A question as it was asked. */
export interface AskedQuestion {
  text: string;
  choices: readonly string[];
  /** Who may answer; null for everybody who may act. */
  answerers: { userIds: readonly number[]; slackUserIds: readonly string[] } | null;
  /** Milliseconds, from when it is in Slack. */
  patience: number;
  /** Whom it is put to, as cards name them. */
  to: readonly string[];
  answer: string | null;
  /** Who gave it, as people know them; null for the default. */
  by: string | null;
}

/** A call about a channel, with what it is about there. */
export interface ChannelCallAt {
  call: ChannelCall;
  /** The message that is pinned. */
  message: { channelId: string; ts: string } | null;
}

/** How far a run is, for people. */
export interface RunProgress {
  runId: number;
  runbook: string;
  incidentNumber: number;
  state: RunState;
  startedAt: UtcMs;
  steps: ShownStep[];
}

export interface ShownStep {
  id: number;
  /** As people count: 3, or 3.2 for the second within the third. */
  place: string;
  action: Step['action'];
  state: StepState;
  outcome: string | null;
  /** The answer to a question; null for none. */
  answer: string | null;
}
