import type { UtcMs } from '../../lib/clock.ts';
import type { ChannelCall } from '../../settings/schema/runbooks/effects.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Place } from '../types.ts';
import type { Kind } from './kind.ts';

/** What a step of a runbook does in a channel besides posting. */
export interface RunbookCall extends Place {
  incidentNumber: number;
  call: ChannelCall;
  /** The message that it is about. */
  message: { channelId: string; ts: string } | null;
}

interface RunbookCallJob extends Job {
  runbookCall: RunbookCall;
}

/** What a job does in a channel, when it is of this kind. */
export function runbookCallOf(job: Job): RunbookCall | null {
  return 'runbookCall' in job ? (job as RunbookCallJob).runbookCall : null;
}

/** Sets a topic, pins, or adds a bookmark; that ends the step. */
export const runbookCall: Kind<RunbookCallJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const runbookCall = await disk.runbookCall(idIn(work));
    return runbookCall && { kind: 'runbook_call', place: runbookCall, about: null, message: null, runbookCall };
  },
  draw: async () => null,
  incidents: ({ runbookCall }) => [runbookCall.incidentNumber],
  callsTo: () => null,
};

/** In a lane of its own: no card waits for a topic. */
export function owedRunbookCall(stepId: number, { connectionId, target }: Lane, since: UtcMs): NotificationPlan {
  const work = { kind: 'runbook_call', of: stepId } as const;
  const lane = { connectionId, target: `runbook:${target}` };
  const method = 'conversations.setTopic';
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority: PRIORITY.rest, since }];
}
