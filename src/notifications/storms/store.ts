import type { Viewer } from '../../incidents/store.ts';
import type { Incident, Status } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { PersonActor } from '../../people/actor.ts';

/** Who looks at a storm: a person, or everybody who sees a channel. */
export type StormEyes = { viewer: Viewer } | { connectionId: number; channelId: string | null };

/** A storm in numbers, as far as it may be seen. */
export interface StormSummary {
  total: number;
  /** Incidents that belong to private channels whose members alone may see them. */
  hidden: number;
  byStatus: Record<Status, number>;
  /** Of the incidents that aren't resolved. */
  byUrgency: Record<Urgency, number>;
  /** Of the incidents that aren't resolved, most first; `name` is null for those of no service. */
  byService: { name: string | null; count: number }[];
}

/** Somebody has asked for all open incidents of a storm to be acknowledged. */
export interface StormAcknowledgement {
  id: number;
  stormId: number;
  /** The newest incident that was there to be seen; later ones are not meant. */
  throughNumber: number;
  actor: PersonActor;
  requestKey: string;
}

export interface MembersPage {
  /** `needed`: what needs somebody first (not resolved, most urgent, nobody's, oldest). `opened`: rows keep their place. */
  order: 'needed' | 'opened';
  limit: number;
  offset: number;
}

/** Storms as people look at them and work on them; how they form is the deliveries' business. */
export interface StormStore {
  /** @param eyes left out: all of it is seen */
  summary(stormId: number, eyes?: StormEyes): Promise<StormSummary>;
  members(stormId: number, page: MembersPage, eyes?: StormEyes): Promise<Incident[]>;
  /**
   * Puts the request on disk, once per request.
   * @param viewer whose eyes: it is about what they may see
   * @returns how many open incidents it is about; null when it was there before.
   */
  acknowledgeAll(
    stormId: number,
    viewer: Viewer,
    actor: PersonActor,
    requestKey: string,
    at: UtcMs,
  ): Promise<number | null>;
  /** The oldest request that isn't fulfilled. */
  nextAcknowledgement(): Promise<StormAcknowledgement | null>;
  /** Numbers of incidents that a request is about and that are still open, from `after` on. */
  toAcknowledge(request: StormAcknowledgement, after: number, limit: number): Promise<number[]>;
  acknowledged(id: number): Promise<void>;
}
