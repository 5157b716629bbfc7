import type { UtcMs } from '../../lib/clock.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Place } from '../types.ts';
import type { Kind } from './kind.ts';

/** The message that a post-mortem is published with, and where that is. */
export interface PostMortemPost extends Place {
  incidentNumber: number;
  by: PersonActor;
}

interface PostMortemJob extends Job {
  post: PostMortemPost;
}

/** Says in a channel that the post-mortem of an incident is there to be read, once for each time that it is published. */
export const postMortem: Kind<PostMortemJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const post = await disk.postMortem(idIn(work));
    return post && { kind: 'post_mortem', place: { ...post, ts: null }, about: null, message: null, post };
  },
  draw: ({ post }, { renderer, channelId, lateBy }) => renderer.postMortem({ ...post, channelId }, lateBy),
  incidents: ({ post }) => [post.incidentNumber],
  callsTo: () => null,
};

/** @param publicationId its own, so that a publication is one message */
export function owedPostMortem(publicationId: number, lane: Lane, since: UtcMs): NotificationPlan {
  const work = { kind: 'post_mortem', of: publicationId } as const;
  const priority = PRIORITY.rest;
  return [{ do: 'owe', work, thread: null, detail: null, lane, method: 'chat.postMessage', priority, since }];
}
