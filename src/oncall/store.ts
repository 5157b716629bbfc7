import type { UtcMs } from '../clock.ts';
import type { Actor, PersonActor } from '../incidents/types.ts';
import type { BookEntry, PhoneBook } from './call.ts';
import type { Override, UserId } from './types.ts';

export interface NewOverride extends Override {
  /** The schedule's name. */
  schedule: string;
  madeBy: Actor;
}

/** "Cover me": an override that is made when a colleague accepts. */
export interface CoverRequest {
  id: number;
  schedule: string;
  /** Who asks to be covered. */
  userId: number;
  from: UtcMs;
  to: UtcMs;
  askedBy: PersonActor;
  /** Null as long as nobody has. */
  acceptedBy: PersonActor | null;
}

export interface HandOff {
  schedule: string;
  /** Who was on call before, as `lastOnCall` said; undefined when the schedule was never looked at. */
  from: UserId | null | undefined;
  /** Whom to tell; null for nobody. */
  to: BookEntry | null;
  until: UtcMs | null;
}

export interface OnCallStore {
  /** Everybody who can be called, and the schedules as they stand at this moment. */
  phoneBook(): Promise<PhoneBook>;

  /** Who was on call when each schedule was last looked at, by its name; null for nobody. */
  lastOnCall(): Promise<Map<string, UserId | null>>;
  /** Notes that somebody else is on call now, and owes them the message that tells them. */
  handOver(handOff: HandOff): Promise<void>;

  addOverride(override: NewOverride): Promise<void>;

  /** Resolves with the request's id. */
  addCoverRequest(request: Omit<CoverRequest, 'id' | 'acceptedBy'>): Promise<number>;
  coverRequest(id: number): Promise<CoverRequest | null>;
  /** Makes the override that was asked for. Resolves to false when somebody else has accepted before. */
  acceptCover(id: number, userId: number, by: PersonActor): Promise<boolean>;
}
