import type { UtcMs } from '../../lib/clock.ts';
import { laneOf, type Owed, type Work } from '../plan/operations.ts';
import type { Priority } from '../priority.ts';
import { LINES_PER_MESSAGE } from '../renderer.ts';
import { idIn, type Job, type Storm } from '../types.ts';
import type { Kind } from './kind.ts';

interface StormLinesJob extends Job {
  place: Storm;
}

/** Says what waits to be said in the thread of a storm, as much as goes into one message. */
export const stormLines: Kind<StormLinesJob> = {
  isMessage: false,
  followers: [],
  linesAtMost: LINES_PER_MESSAGE,
  async load({ work }, disk) {
    const place = await disk.storm(idIn(work));
    const message = place && ({ kind: 'storm', place } as const);
    return message && { kind: 'storm_lines', place: message.place, about: message, message };
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
