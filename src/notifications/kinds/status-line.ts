import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';
import type { StatusPost } from './status-post.ts';

interface StatusLineJob extends Job {
  post: StatusPost;
  event: StoredTimelineEvent;
}

interface StatusLineDetail {
  postId: number;
  eventId: number;
}

/** Says one update in the thread of the message that shows the last one. It is owed only once that is posted. */
export const statusLine: Kind<StatusLineJob> = {
  isMessage: false,
  followers: [],
  async load({ detail }, disk) {
    const { postId, eventId } = detail as StatusLineDetail;
    const [post, event] = await Promise.all([disk.statusPost(postId), disk.event(eventId)]);
    // Without its message there is no thread.
    if (!post?.ts || !event) return null;
    return { kind: 'status_line', place: post, about: null, message: null, post, event };
  },
  draw: ({ post, event }, { renderer, channelId, lateBy }) =>
    renderer.statusLine({ ...post, channelId }, event, lateBy),
  incidents: ({ post }) => [post.incidentNumber],
  callsTo: () => null,
};

export function owedStatusLine(postId: number, lane: Lane, eventId: number, since: UtcMs): NotificationPlan {
  const work = { kind: 'status_line', of: postId } as const;
  const detail: StatusLineDetail = { postId, eventId };
  return [
    { do: 'owe', work, thread: null, detail, lane, method: 'chat.postMessage', priority: PRIORITY.thread, since },
  ];
}
