import type { StoredTimelineEvent, TimelineFact } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { laneOf, type Owed } from '../plan/operations.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import { type Card, idIn, type Job } from '../types.ts';
import { type Kind, messageOf } from './kind.ts';

interface LineJob extends Job {
  /** The card, where the message is in whose thread it is. */
  place: Card;
  event: StoredTimelineEvent;
  isAlone: boolean;
  isRecap: boolean;
}

/** What such a delivery says of its own. */
interface LineDetail {
  eventId: number;
  /** It could not be said together with others. */
  isAlone?: true;
  /** It says what the incident comes to, which was resolved by the event. */
  isRecap?: true;
}

/** The event that a job is to tell of, when it is one line. */
export function lineOf(job: Job): StoredTimelineEvent | null {
  return 'event' in job ? (job as LineJob).event : null;
}

/** Says one event of the timeline in the thread of a card; for a card in a storm, in the storm's thread. */
export const line: Kind<LineJob> = {
  isMessage: false,
  followers: [],
  async load({ work, detail }, disk) {
    const { eventId, isAlone = false, isRecap = false } = detail as LineDetail;
    const card = await disk.card(idIn(work));
    const [event, message] = await Promise.all([disk.event(eventId), card && messageOf(card, disk)]);
    if (!card || !event || !message) return null;
    const { channelId, ts } = message.place;
    return {
      kind: 'line',
      place: { ...card, channelId, ts },
      about: { kind: 'card', place: card },
      message,
      event,
      isAlone,
      isRecap,
    };
  },
  maySumUp: ({ message, place, event, isAlone }) =>
    !isAlone && message?.kind === 'card' && place.ts !== null && happensToMany(event),
  draw({ message, place, event, isRecap }, { renderer, channelId, lateBy }) {
    const card = { ...place, channelId };
    if (!isRecap) return renderer.line(card, event, lateBy);
    // The thread of a storm is of many.
    return message?.kind === 'storm' ? Promise.resolve(null) : renderer.recap(card, event, lateBy);
  },
  incidents: ({ place }) => [place.incidentNumber],
  callsTo: ({ place }) => place.incidentNumber,
};

/** What the clock does, it often does to many at the same moment. */
function happensToMany({ actor, fact }: StoredTimelineEvent): boolean {
  return actor.kind === 'clock' && CLOCK_DOES.has(fact.kind);
}

export const CLOCK_DOES: ReadonlySet<TimelineFact['kind']> = new Set(['escalated', 'sla_breached']);

export function owedLine(card: Card, eventId: number, priority: Priority, since: UtcMs, isAlone = false): Owed {
  return owed(card, { eventId, ...(isAlone && { isAlone }) }, priority, since);
}

/** What the incident comes to follows the line that it was resolved. */
export function owedRecap(card: Card, eventId: number, since: UtcMs): Owed {
  return owed(card, { eventId, isRecap: true }, PRIORITY.thread, since);
}

function owed(card: Card, detail: LineDetail, priority: Priority, since: UtcMs): Owed {
  const { id, stormId } = card;
  return {
    work: { kind: 'line', of: id },
    thread: stormId === null ? { kind: 'card', id } : { kind: 'storm', id: stormId },
    detail,
    lane: laneOf(card),
    method: 'chat.postMessage',
    priority,
    since,
  };
}
