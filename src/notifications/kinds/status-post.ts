import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Place } from '../types.ts';
import type { Kind } from './kind.ts';

/** What a channel hears of an incident as a stakeholder: its last update, and where that is. */
export interface StatusPost extends Place {
  id: number;
  incidentNumber: number;
  update: StoredTimelineEvent;
}

interface StatusPostJob extends Job {
  post: StatusPost;
}

/** Posts the last update of an incident, and keeps that message current: drawn from the rows when it is sent. */
export const statusPost: Kind<StatusPostJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const post = await disk.statusPost(idIn(work));
    return post && { kind: 'status_post', place: post, about: null, message: null, post };
  },
  draw: ({ post }, { renderer, channelId, lateBy }) => renderer.statusPost({ ...post, channelId }, lateBy),
  incidents: ({ post }) => [post.incidentNumber],
  callsTo: () => null,
};

export function owedStatusPost(id: number, lane: Lane, isPosted: boolean, since: UtcMs): NotificationPlan {
  const work = { kind: 'status_post', of: id } as const;
  const method = isPosted ? 'chat.update' : 'chat.postMessage';
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority: PRIORITY.human, since }];
}
