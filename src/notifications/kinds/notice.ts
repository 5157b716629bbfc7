import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan, Work } from '../plan/operations.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Job, NoticeContent } from '../types.ts';
import type { Kind } from './kind.ts';

interface NoticeJob extends Job {
  notice: NoticeContent;
}

/** All of it is in the row. */
interface NoticeDetail {
  connectionId: number;
  to: string;
  notice: NoticeContent;
}

/** What a job tells, when it is to tell something. */
export function noticeOf(job: Job): NoticeContent | null {
  return 'notice' in job ? (job as NoticeJob).notice : null;
}

/** Tells somebody something in a direct message, once. */
export const notice: Kind<NoticeJob> = {
  isMessage: true,
  followers: [],
  async load({ detail }) {
    const { connectionId, to, notice } = detail as NoticeDetail;
    const place = { connectionId, target: to, channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'notice', place, about: null, message: null, notice };
  },
  draw: ({ notice, place }, { renderer }) => renderer.notice(notice, place),
  incidents: () => [],
  callsTo: () => null,
};

/**
 * Owes somebody a direct message.
 * @param key Nobody else's.
 * @param to Their Slack account, or whom a card's target names where that isn't known yet.
 */
export function tell(
  key: string,
  to: Lane,
  notice: NoticeContent,
  since: UtcMs,
  priority: Priority = PRIORITY.rest,
): NotificationPlan {
  const work: Work = { kind: 'notice', of: key };
  const detail: NoticeDetail = { connectionId: to.connectionId, to: to.target, notice };
  return [{ do: 'owe', work, thread: null, detail, lane: to, method: 'chat.postMessage', priority, since }];
}
