import { SECOND, type UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Job } from '../types.ts';
import type { Kind } from './kind.ts';

/** What such a delivery says: the events, one for each incident at least, and when the first and the last of them came. */
export interface SummaryDetail {
  lane: Lane;
  eventIds: number[];
  first: UtcMs;
  last: UtcMs;
}

interface SummaryJob extends Job {
  detail: SummaryDetail;
}

/** More are another summary. */
export const MOST_SUMMED_UP = 1_000;

/** It is said once nothing has come for so long; so long after the first at most. */
const QUIET = SECOND;
const AT_MOST = 15 * SECOND;

/** Says in a channel, as one line, what one request has done to incidents that have cards of their own there. */
export const summary: Kind<SummaryJob> = {
  isMessage: true,
  followers: [],
  saysEvents: true,
  async load({ detail: written }) {
    const detail = written as SummaryDetail;
    const place = { ...detail.lane, channelId: null, ts: null, reroutedFrom: null };
    return { kind: 'summary', place, about: null, message: null, detail };
  },
  // By a clock that was put back nothing is held for long.
  isGrowing: ({ detail: { first, last } }, now) => Math.abs(now - last) < QUIET && Math.abs(now - first) < AT_MOST,
  draw: ({ place }, { renderer, channelId, lines }) => renderer.summary({ ...place, channelId }, lines),
  incidents: () => [],
  callsTo: () => null,
};

/** @param request what it was asked for by, together with others of the same line */
export function sumUp(request: string, lane: Lane, eventId: number, at: UtcMs): NotificationPlan {
  const { connectionId, target } = lane;
  const detail: SummaryDetail = { lane: { connectionId, target }, eventIds: [eventId], first: at, last: at };
  const work = { kind: 'summary', of: `${connectionId}:${target}:${request}` } as const;
  return [
    {
      do: 'sum_up',
      work,
      thread: null,
      detail,
      lane: detail.lane,
      method: 'chat.postMessage',
      priority: PRIORITY.thread,
      since: at,
    },
  ];
}
