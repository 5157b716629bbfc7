import { type Card, idIn, type Job } from '../types.ts';
import { type Kind, messageOf } from './kind.ts';

interface CardJob extends Job {
  place: Card;
}

/** Posts the card of an incident, or brings it up to date: drawn from the row when it is sent. */
export const card: Kind<CardJob> = {
  isMessage: true,
  followers: ['line'],
  async load({ work }, disk) {
    const place = await disk.card(idIn(work));
    return place && { kind: 'card', place, about: { kind: 'card', place }, message: await messageOf(place, disk) };
  },
  draw: ({ place }, { renderer, channelId, lateBy }) => renderer.card({ ...place, channelId }, lateBy),
  mayGather: ({ place }) => place.ts === null,
  isCalledOff: ({ place }) => place.isCalledOff && place.ts === null,
  incidents: ({ place }) => [place.incidentNumber],
  // To bring a message up to date calls nobody.
  callsTo: ({ place }) => (place.ts === null ? place.incidentNumber : null),
};
