import { parseIncidentKey } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Lane, NotificationPlan, Work } from '../plan/operations.ts';
import { PRIORITY } from '../priority.ts';
import type { Retracted } from '../queue/slack-port.ts';
import type { Job, Message, Place } from '../types.ts';
import type { Kind } from './kind.ts';

/**
 * A message that is no card's: what a step of a runbook says, or how far the run is; the last update to stakeholders; or that a
 * post-mortem is published.
 */
export interface RunbookPost {
  kind: 'runbook_message' | 'runbook_progress' | 'status_post' | 'post_mortem';
  place: Pick<Place, 'connectionId' | 'channelId' | 'ts'> & { id: number; incidentNumber: number };
}

/** What the app has said in a thread, and is to be seen there no more. */
export interface Retraction extends Retracted {
  connectionId: number;
  channelId: string;
  ts: string;
  /** The message in whose thread it is, wherever that is by now. */
  of: Message | RunbookPost;
}

interface RetractionJob extends Job {
  retraction: Retraction;
}

/** The incident that has become private; null where the whole of a storm is taken back. */
export function incidentOf({ of, about }: Retraction): number | null {
  return of.kind === 'storm' ? parseIncidentKey(about ?? '') : of.place.incidentNumber;
}

/** What a job is to take back. */
export function retractionOf(job: Job): Retraction | null {
  return 'retraction' in job ? (job as RetractionJob).retraction : null;
}

/** Takes back what the app has said in a thread. All of it is in the row. */
export const retraction: Kind<RetractionJob> = {
  isMessage: true,
  followers: [],
  async load({ detail }) {
    const retraction = detail as Retraction;
    const { connectionId, channelId, ts } = retraction;
    const place = { connectionId, target: channelId, channelId, ts, reroutedFrom: null };
    return { kind: 'retraction', place, about: null, message: null, retraction };
  },
  draw: async () => null,
  incidents: () => [],
  callsTo: () => null,
};

/**
 * Owes to a thread that what the app has said there is taken back; nothing, when its message isn't in Slack. It takes a while, so
 * that it has a lane of its own.
 */
export function owedRetraction(message: Retraction['of'], what: Retracted, since: UtcMs): NotificationPlan {
  const { kind, place } = message;
  const { connectionId, channelId, ts, id } = place;
  if (channelId === null || ts === null) return [];
  const detail: Retraction = { ...what, connectionId, channelId, ts, of: message };
  const work: Work = { kind: 'retraction', of: `${kind}:${id}:${ts}:${what.about ?? 'all'}` };
  const lane: Lane = { connectionId, target: `retraction:${channelId}` };
  return [{ do: 'owe', work, thread: null, detail, lane, method: 'chat.delete', priority: PRIORITY.human, since }];
}
