import type { UtcMs } from '../../lib/clock.ts';
import { laneOf, type Owed } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import { idIn, type Job, type Storm } from '../types.ts';
import type { Kind } from './kind.ts';

interface StormEndJob extends Job {
  place: Storm;
  /** Something is still to be said in the thread. */
  isFollowing: boolean;
}

/** Says in the thread of a storm, after all else, that it is over, and what it came to. */
export const stormEnd: Kind<StormEndJob> = {
  isMessage: false,
  followers: [],
  async load({ work }, disk) {
    const place = await disk.storm(idIn(work));
    const message = place && ({ kind: 'storm', place } as const);
    if (!message) return null;
    const isFollowing = (await disk.waitingLines(message.place.id)) !== null;
    return { kind: 'storm_end', place: message.place, about: message, message, isFollowing };
  },
  isGrowing: ({ isFollowing }) => isFollowing,
  draw: ({ place }, { renderer, channelId }) => renderer.stormEnd({ ...place, channelId }),
  incidents: () => [],
  callsTo: () => null,
};

export function owedEnd(storm: Storm, since: UtcMs): Owed {
  const thread = { kind: 'storm', id: storm.id } as const;
  return {
    work: { kind: 'storm_end', of: storm.id },
    thread,
    detail: null,
    lane: laneOf(storm),
    method: 'chat.postMessage',
    priority: PRIORITY.thread,
    since,
  };
}
