import { SECOND, type UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

/** What such a delivery says: the events, one for each incident at least, and when the first and the last of them came. */
export interface SummaryDetail {
  lane: Lane;
  eventIds: number[];
  first: UtcMs;
  last: UtcMs;
  /** By what it was asked for; none for what the clock did. */
  request?: string;
}

interface SummaryJob extends Job {
  detail: SummaryDetail;
  isUnderWay: boolean;
}

/** More are another summary. */
export const MOST_SUMMED_UP = 1_000;

/** It is said once it is done to all for whom it was asked, and nothing has come for so long; so long after the first at most. */
const QUIET = SECOND;
const AT_MOST = 15 * SECOND;

/**
 * Says as one line what has happened at once to incidents that have cards of their own: in a channel by one request, there and in
 * somebody's direct messages by the clock.
 */
export const summary: Kind<SummaryJob> = {
  isMessage: true,
  followers: [],
  saysEvents: true,
  async load({ detail: written }, disk) {
    const detail = written as SummaryDetail;
    const place = { ...detail.lane, channelId: null, ts: null, reroutedFrom: null };
    const isUnderWay = detail.request !== undefined && (await disk.isUnderWay(detail.request));
    return { kind: 'summary', place, about: null, message: null, detail, isUnderWay };
  },
  // By a clock that was put back nothing is held for long.
  isGrowing: ({ detail: { first, last }, isUnderWay }, now) =>
    isUnderWay || (Math.abs(now - last) < QUIET && Math.abs(now - first) < AT_MOST),
  draw: ({ place }, { renderer, channelId, lines }) => renderer.summary({ ...place, channelId }, lines),
  incidents: () => [],
  callsTo: () => null,
  async *unheard(_job, delivery, { takeLines }) {
    const lines = await takeLines(delivery);
    yield lines.map(({ event }) => ({ number: event.incidentNumber, by: `summary:${delivery.id}:event:${event.id}` }));
  },
};

/** @param request what it was asked for by, together with others of the same line */
export function sumUp(request: string, lane: Lane, eventId: number, at: UtcMs): NotificationPlan {
  return summaryOf({ by: request, request }, lane, [eventId], PRIORITY.thread, at);
}

/** What the clock has done to them: whatever it was, it is said together. */
export function sumUpByClock(lane: Lane, eventIds: number[], priority: Priority, at: UtcMs): NotificationPlan {
  return [
    ...summaryOf({ by: BY_CLOCK }, lane, eventIds, priority, at),
    { do: 'hurry', work: { kind: 'summary', of: clockSummaryIn(lane) }, priority },
  ];
}

/** What says in a lane what the clock has done to many. */
export function clockSummaryIn({ connectionId, target }: Lane): string {
  return `${connectionId}:${target}:${BY_CLOCK}`;
}

/** No request is called so. */
const BY_CLOCK = 'clock';

function summaryOf(
  { by, request }: { by: string; request?: string },
  { connectionId, target }: Lane,
  eventIds: number[],
  priority: Priority,
  at: UtcMs,
): NotificationPlan {
  const asked = request === undefined ? {} : { request };
  const detail: SummaryDetail = { lane: { connectionId, target }, eventIds, first: at, last: at, ...asked };
  const work = { kind: 'summary', of: `${connectionId}:${target}:${by}` } as const;
  return [
    {
      do: 'sum_up',
      work,
      thread: null,
      detail,
      lane: detail.lane,
      method: 'chat.postMessage',
      priority,
      since: at,
    },
  ];
}
