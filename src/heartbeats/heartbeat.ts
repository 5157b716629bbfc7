import type { UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';

/** Something that is to be heard of again and again, as the operator has settled it, and what has been heard of it. */
export interface Heartbeat {
  id: number;
  name: string;
  /** How often it beats, and how late it may be; in milliseconds. */
  every: number;
  grace: number;
  /** What an incident about it belongs to. */
  serviceId: number | null;
  urgency: Urgency;
  /** Null before its first beat: until then nothing counts. */
  heard: Heard | null;
}

export interface Heard {
  beatAt: UtcMs;
  /** How many milliseconds since the last beat do not count, because nobody could have heard one. */
  allowed: number;
  /** Whether a beat may have come in that time, so that the sender was given time for another one. */
  isExcused: boolean;
  /** An incident was opened for it, and it has not beaten since. */
  isMissed: boolean;
}

/** A time in which no beat could be heard: the app did not run, or could write nothing down. */
export interface Absence {
  from: UtcMs;
  to: UtcMs;
}

/** A sender may beat a little more often than it says: a job that runs each night, and is expected every 25 hours. */
const EARLY = 0.1;

/** When it is missed, unless it beats before. */
export function missedAt({ every, grace }: Pick<Heartbeat, 'every' | 'grace'>, { beatAt, allowed }: Heard): UtcMs {
  return beatAt + every + grace + allowed;
}

/**
 * What has been heard of it, after an absence: that time does not count. Where a beat may have come meanwhile, the sender
 * also has time for the next one; once between two beats, or restarts at the wrong hour would hide for ever that it is dead.
 */
export function afterAbsence(
  heartbeat: Pick<Heartbeat, 'every' | 'grace'>,
  heard: Heard,
  { from, to }: Absence,
): Heard {
  const { every, grace } = heartbeat;
  const began = Math.max(from, heard.beatAt);
  const due = missedAt(heartbeat, heard);
  if (heard.isMissed || to <= began || began > due) return heard;
  const allowed = heard.allowed + (to - began);
  const awaitedFrom = due - grace - Math.max(grace, every * EARLY);
  if (heard.isExcused || to < awaitedFrom) return { ...heard, allowed };
  return { ...heard, allowed: Math.max(allowed, to - heard.beatAt), isExcused: true };
}
