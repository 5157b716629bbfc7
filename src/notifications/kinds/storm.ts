import { SECOND } from '../../lib/clock.ts';
import { idIn, type Job, type Storm } from '../types.ts';
import type { Kind } from './kind.ts';

interface StormJob extends Job {
  place: Storm;
}

/** So many incidents are told of at a time. */
const PORTION = 100;

/** Posts the message of a storm, or brings it up to date. */
export const storm: Kind<StormJob> = {
  isMessage: true,
  followers: ['storm_lines', 'storm_end'],
  // In a storm something changes many times a second; its message must not eat the budget of the other cards.
  redrawEvery: { calm: 2 * SECOND, forPeople: SECOND },
  async load({ work }, disk) {
    const place = await disk.storm(idIn(work));
    const message = place && ({ kind: 'storm', place } as const);
    return message && { kind: 'storm', place: message.place, about: message, message };
  },
  draw: ({ place }, { renderer, channelId, lateBy }) => renderer.storm({ ...place, channelId }, lateBy),
  mayGather: () => true,
  incidents: () => [],
  callsTo: () => null,
  async *unheard({ place }, _delivery, { storms }) {
    if (place.ts !== null) return;
    for (let offset = 0; ; offset += PORTION) {
      const members = await storms.members(place.id, { order: 'opened', limit: PORTION, offset });
      yield members.map(({ number }) => ({ number, by: `storm:${place.id}:${number}` }));
      if (members.length < PORTION) return;
    }
  },
};
