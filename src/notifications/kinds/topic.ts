import type { UtcMs } from '../../lib/clock.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { TopicPart } from '../team-channels/plan.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

interface TopicJob extends Job {
  part: TopicPart;
}

/** What of a topic is to change by a job, when it is to change one. */
export function topicOf(job: Job): TopicPart | null {
  return 'part' in job ? (job as TopicJob).part : null;
}

/** Keeps our part of a channel's topic true: as it is to be when its turn has come. */
export const topic: Kind<TopicJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const [connectionId, channel] = placeIn(work);
    const part = await disk.topic(connectionId, channel);
    const place = { connectionId, target: channel, channelId: null, ts: null, reroutedFrom: null };
    return part && { kind: 'topic', place, about: null, message: null, part };
  },
  draw: async () => null,
  incidents: () => [],
  callsTo: () => null,
};

/** The connection and the channel, as configured, that such work is of. */
export function placeIn(work: string): [connectionId: number, channel: string] {
  const [, connectionId = '', ...channel] = work.split(':');
  return [Number(connectionId), channel.join(':')];
}

/** A lane of its own: no card waits for a topic. */
export function owedTopic(connectionId: number, channel: string, since: UtcMs): NotificationPlan {
  const work = { kind: 'topic', of: `${connectionId}:${channel}` } as const;
  const lane = { connectionId, target: `topic:${channel}` };
  const method = 'conversations.setTopic';
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority: PRIORITY.rest, since }];
}
