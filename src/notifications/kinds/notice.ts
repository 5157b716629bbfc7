import type { Job, NoticeContent } from '../types.ts';
import type { Kind } from './kind.ts';

interface NoticeJob extends Job {
  notice: NoticeContent;
}

/** What a job tells, when it is to tell something. */
export function noticeOf(job: Job): NoticeContent | null {
  return 'notice' in job ? (job as NoticeJob).notice : null;
}

/** Tells somebody something in a direct message, once. All of it is in the row. */
export const notice: Kind<NoticeJob> = {
  isMessage: true,
  followers: [],
  async load({ detail }) {
    const { connectionId, to, notice } = detail as { connectionId: number; to: string; notice: NoticeContent }; // see `tell`
    const place = { connectionId, target: to, channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'notice', place, about: null, message: null, notice };
  },
  draw: ({ notice }, { renderer }) => renderer.notice(notice),
  incidents: () => [],
  callsTo: () => null,
};
