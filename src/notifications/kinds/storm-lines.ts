import { SECOND, type UtcMs } from '../../lib/clock.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { laneOf, type Owed, type Work } from '../plan/operations.ts';
import type { Priority } from '../priority.ts';
import { LINES_PER_MESSAGE } from '../renderer.ts';
import { idIn, type Job, type Storm } from '../types.ts';
import type { Kind, WaitingLines } from './kind.ts';

interface StormLinesJob extends Job {
  place: Storm;
  waiting: WaitingLines | null;
}

/**
 * What happens to many incidents happens in a burst: until nothing has come for a while, or for so long at most, it is held
 * back, to be one sentence. Whoever is called waits less. What somebody has asked for many is held back until it is done to all.
 */
const HELD_BACK = {
  channel: { quiet: 2 * SECOND, atMost: 15 * SECOND },
  person: { quiet: SECOND, atMost: 3 * SECOND },
};

/** Says what waits to be said in the thread of a storm, as much as goes into one message. */
export const stormLines: Kind<StormLinesJob> = {
  isMessage: false,
  followers: [],
  linesAtMost: LINES_PER_MESSAGE,
  async load({ work }, disk) {
    const place = await disk.storm(idIn(work));
    const message = place && ({ kind: 'storm', place } as const);
    if (!message) return null;
    const waiting = await disk.waitingLines(message.place.id);
    return { kind: 'storm_lines', place: message.place, about: message, message, waiting };
  },
  isGrowing({ place, waiting }, now) {
    if (!waiting) return false;
    if (waiting.isUnderWay) return true;
    const { quiet, atMost } = HELD_BACK[isPersonTarget(place.target) ? 'person' : 'channel'];
    // By a clock that was put back nothing is held for long.
    return Math.abs(now - waiting.last) < quiet && Math.abs(now - waiting.first) < atMost;
  },
  draw: ({ place }, { renderer, channelId, lines }) => renderer.stormLines({ ...place, channelId }, lines),
  incidents: () => [],
  callsTo: () => null,
  async *unheard({ place }, delivery, { takeLines }) {
    const lines = await takeLines(delivery);
    yield lines.map(({ event }) => ({ number: event.incidentNumber, by: `storm:${place.id}:event:${event.id}` }));
  },
};

/** The message that says what waits for a storm's thread. */
export function threadMessage(storm: Storm, priority: Priority, since: UtcMs): Owed {
  const thread = { kind: 'storm', id: storm.id } as const;
  const work: Work = { kind: 'storm_lines', of: storm.id };
  return { work, thread, detail: null, lane: laneOf(storm), method: 'chat.postMessage', priority, since };
}
