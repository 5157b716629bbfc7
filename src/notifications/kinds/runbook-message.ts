import type { RunbookQuestion } from '../../incidents/change.ts';
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
  /** What it asks; null for a message alone. */
  question: ShownQuestion | null;
}

export interface ShownQuestion extends Pick<RunbookQuestion, 'choices'> {
  /** Whom it is put to, as cards name them; nobody in particular, when empty. */
  to: readonly string[];
  isOpen: boolean;
  answer: string | null;
  /** Who gave it; null for the default. */
  by: string | null;
}

interface RunbookMessageJob extends Job {
  said: RunbookMessage;
}

/** Posts what a step of a runbook says, once; that ends the step. One that asks is drawn anew when its question is over. */
export const runbookMessage: Kind<RunbookMessageJob> = {
  isMessage: true,
  isReadAnew: true,
  followers: [],
  async load({ work }, disk) {
    const said = await disk.runbookMessage(idIn(work));
    return said && { kind: 'runbook_message', place: said, about: null, message: null, said };
  },
  draw: ({ said }, { renderer, channelId, lateBy }) => renderer.runbookMessage({ ...said, channelId }, lateBy),
  incidents: ({ said }) => [said.incidentNumber],
  callsTo: () => null,
};

export function owedRunbookMessage(
  stepId: number,
  lane: Lane,
  since: UtcMs,
  method: 'chat.postMessage' | 'chat.update',
): NotificationPlan {
  const work = { kind: 'runbook_message', of: stepId } as const;
  const priority = method === 'chat.update' ? PRIORITY.rest : PRIORITY.MEDIUM;
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority, since }];
}
