import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../message.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Place } from '../types.ts';
import type { Kind } from './kind.ts';

/** What a step of a runbook says, and where. */
export interface RunbookMessage extends Place {
  stepId: number;
  incidentNumber: number;
  message: SlackMessage;
}

interface RunbookMessageJob extends Job {
  said: RunbookMessage;
}

/** Posts what a step of a runbook says, once; that ends the step. */
export const runbookMessage: Kind<RunbookMessageJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const said = await disk.runbookMessage(idIn(work));
    return said && { kind: 'runbook_message', place: { ...said, ts: null }, about: null, message: null, said };
  },
  draw: ({ said }, { renderer, channelId, lateBy }) => renderer.runbookMessage({ ...said, channelId }, lateBy),
  incidents: ({ said }) => [said.incidentNumber],
  callsTo: () => null,
};

export function owedRunbookMessage(stepId: number, lane: Lane, since: UtcMs): NotificationPlan {
  const work = { kind: 'runbook_message', of: stepId } as const;
  const priority = PRIORITY.MEDIUM;
  return [{ do: 'owe', work, thread: null, detail: null, lane, method: 'chat.postMessage', priority, since }];
}
