import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Place } from '../types.ts';
import type { Kind } from './kind.ts';

/** How far a runbook is, and where that is shown. */
export interface ShownProgress extends Place {
  incidentNumber: number;
  runbook: string;
  /** `waiting`: as many of the same runbook run as may at once. */
  state: 'waiting' | 'running' | 'done' | 'cancelled';
  /** The incident is one of many in a message by now. */
  isInStorm: boolean;
  /** In their order. */
  steps: { id: number; place: string; action: string; state: string; outcome: string | null; answer: string | null }[];
}

interface ProgressJob extends Job {
  progress: ShownProgress;
}

/** Posts how far a runbook is, and keeps that message up to date: drawn from the rows when it is sent. */
export const runbookProgress: Kind<ProgressJob> = {
  isMessage: true,
  isReadAnew: true,
  followers: [],
  async load({ work }, disk) {
    const progress = await disk.runbookProgress(idIn(work));
    return progress && { kind: 'runbook_progress', place: progress, about: null, message: null, progress };
  },
  async draw({ progress }, { renderer, channelId }) {
    return progress.isInStorm && progress.ts === null ? null : renderer.runbookProgress({ ...progress, channelId });
  },
  incidents: ({ progress }) => [progress.incidentNumber],
  callsTo: () => null,
};

export function owedRunbookProgress(runId: number, lane: Lane, isPosted: boolean, since: UtcMs): NotificationPlan {
  const work = { kind: 'runbook_progress', of: runId } as const;
  const method = isPosted ? 'chat.update' : 'chat.postMessage';
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority: PRIORITY.rest, since }];
}
