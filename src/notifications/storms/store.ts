import type { Command } from '../../incidents/commands.ts';
import type { Viewer } from '../../incidents/store.ts';
import type { Incident, Status } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';

/** Who looks at a storm: a person, or everybody who sees a channel. */
export type StormEyes = { viewer: Viewer } | { connectionId: number; channelId: string | null; target: string };

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

/** Some of a storm's incidents. */
export interface StormFilter {
  /** `none`: those of no service. */
  serviceId?: number | 'none';
  urgency?: Urgency;
}

/** What can be done to many incidents at once: to those that are open, or to all that are not over. */
export type StormCommand = Extract<Command, { type: 'acknowledge' | 'resolve' }>;

/** Somebody asks for something to be done to many incidents of a storm. */
export interface NewStormRequest {
  stormId: number;
  command: StormCommand;
  filter: StormFilter;
  actor: PersonActor;
  requestKey: string;
}

export interface StormRequest extends NewStormRequest {
  id: number;
  /** The newest incident that was there to be seen; later ones are not meant. */
  throughNumber: number;
}

export interface StormEnding {
  startedAt: UtcMs;
  endedAt: UtcMs;
  by: { actor: Actor; count: number }[];
}

/** A service that incidents of a storm are of; null for none. */
export type StormService = { id: number; name: string } | null;

export interface MembersPage {
  filter?: StormFilter;
  /** `needed`: what needs somebody first (not resolved, most urgent, nobody's, oldest). `opened`: rows keep their place. */
  order: 'needed' | 'opened';
  limit: number;
  offset: number;
}

/** Storms as people look at them and work on them; how they form is the deliveries' business. */
export interface StormStore {
  /** @param eyes left out: all of it is seen */
  summary(stormId: number, eyes?: StormEyes, filter?: StormFilter): Promise<StormSummary>;
  /** At most `limit`, by their names. */
  services(stormId: number, eyes: StormEyes, limit: number): Promise<StormService[]>;
  /** From when until when it lasted, and who has resolved its incidents, most first, as far as it may be seen. */
  ending(stormId: number, eyes?: StormEyes): Promise<StormEnding | null>;
  members(stormId: number, page: MembersPage, eyes?: StormEyes): Promise<Incident[]>;
  /** What is open and nobody was mentioned for yet: which urgencies of which services. */
  mentioning(stormId: number, eyes?: StormEyes): Promise<Pick<Incident, 'urgency' | 'serviceId'>[]>;
  /** The event that has called somebody last to an incident of it; null for none. */
  lastCall(stormId: number): Promise<number | null>;
  /**
   * Puts the request on disk, once per request.
   * @param viewer whose eyes: it is about what they may see
   * @returns how many incidents it is about; null when it was there before.
   */
  ask(request: NewStormRequest, viewer: Viewer, at: UtcMs): Promise<number | null>;
  /** The oldest request that isn't fulfilled. */
  nextRequest(): Promise<StormRequest | null>;
  /** Numbers of incidents that a request is about and to which it is still to be done, from `after` on. */
  stillToDo(request: StormRequest, after: number, limit: number): Promise<number[]>;
  fulfilled(id: number): Promise<void>;
  /** Whether a request waits to be fulfilled. */
  isAsked(requestKey: string): Promise<boolean>;
}
