import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import { laneOf } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Job, Place } from '../types.ts';
import type { Kind } from './kind.ts';
import type { RunbookMessage } from './runbook-message.ts';

interface RunbookLineJob extends Job {
  said: RunbookMessage;
  event: StoredTimelineEvent;
}

interface RunbookLineDetail {
  stepId: number;
  eventId: number;
}

/** Says one event of the timeline in the thread that a runbook has begun. */
export const runbookLine: Kind<RunbookLineJob> = {
  isMessage: false,
  followers: [],
  async load({ detail }, disk) {
    const { stepId, eventId } = detail as RunbookLineDetail;
    const [said, event] = await Promise.all([disk.runbookMessage(stepId), disk.event(eventId)]);
    return said && event && { kind: 'runbook_line', place: said, about: null, message: null, said, event };
  },
  draw: ({ said, event }, { renderer, channelId, lateBy }) =>
    renderer.runbookLine({ ...said, channelId }, event, lateBy),
  incidents: ({ said }) => [said.incidentNumber],
  callsTo: () => null,
};

export function owedRunbookLine(
  stepId: number,
  thread: Pick<Place, 'connectionId' | 'target'>,
  eventId: number,
  since: UtcMs,
): NotificationPlan {
  const work = { kind: 'runbook_line', of: stepId } as const;
  const detail: RunbookLineDetail = { stepId, eventId };
  const lane = laneOf(thread);
  const priority = PRIORITY.thread;
  return [{ do: 'owe', work, thread: null, detail, lane, method: 'chat.postMessage', priority, since }];
}
