import type { UtcMs } from '../clock.ts';
import type { Incident, PersonActor, Status, Urgency } from '../incidents/types.ts';

/** A storm in numbers. */
export interface StormSummary {
  total: number;
  byStatus: Record<Status, number>;
  /** Of the incidents that aren't resolved. */
  byUrgency: Record<Urgency, number>;
  /** Of the incidents that aren't resolved, most first; `name` is null for those of no service. */
  byService: { name: string | null; count: number }[];
}

/** Somebody's wish that all open incidents of a storm be acknowledged. */
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
  summary(stormId: number): Promise<StormSummary>;
  members(stormId: number, page: MembersPage): Promise<Incident[]>;
  /**
   * Puts the wish on disk, once per request.
   * @returns how many open incidents it is about; null when it was there before.
   */
  acknowledgeAll(stormId: number, actor: PersonActor, requestKey: string, at: UtcMs): Promise<number | null>;
  /** The oldest wish that isn't fulfilled. */
  nextAcknowledgement(): Promise<StormAcknowledgement | null>;
  /** Numbers of incidents that a wish is about and that are still open, from `after` on. */
  toAcknowledge(wish: StormAcknowledgement, after: number, limit: number): Promise<number[]>;
  acknowledged(id: number): Promise<void>;
}
