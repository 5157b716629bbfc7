import type { UtcMs } from '../lib/clock.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { DirectoryEntry, OnCallDirectory, Page } from './call.ts';
import type { Interval, Override, UserId } from './types.ts';

export interface NewOverride extends Override {
  /** The schedule's name. */
  schedule: string;
  madeBy: Actor;
}

/** An override that was made in Slack. */
export interface MadeOverride extends NewOverride {
  id: number;
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
  /** Who has said no. */
  declinedBy: PersonActor[];
}

export interface HandOff {
  schedule: string;
  /** Who was on call before, as `lastOnCall` said; undefined when the schedule was never looked at. */
  from: UserId | null | undefined;
  /** Whom to tell; null for nobody. */
  to: DirectoryEntry | null;
  until: UtcMs | null;
}

export interface OnCallStore {
  /** Everybody who can be called, and the schedules as they stand at this moment. */
  directory(): Promise<OnCallDirectory>;

  /** Who was on call when each schedule was last looked at, by its name; null for nobody. */
  lastOnCall(): Promise<Map<string, UserId | null>>;
  /** Notes that somebody else is on call now, and owes them the message that tells them. */
  handOver(handOff: HandOff): Promise<void>;

  /** Whether a request has already taken effect. */
  hasSeen(requestKey: string): Promise<boolean>;
  /**
   * Notes the override, and owes the message that tells of it to whoever is to be told.
   * @returns false when the request has already taken effect.
   */
  addOverride(override: NewOverride, told: Page | null, requestKey: string): Promise<boolean>;
  override(id: number): Promise<MadeOverride | null>;
  /** Those of a schedule that are not over, the first to begin first. */
  overridesIn(schedule: string): Promise<MadeOverride[]>;
  /**
   * An admin takes it away: it goes, or ends now, and whoever it had put on call is owed the message.
   * @returns false when it was gone or over before.
   */
  endOverride(id: number, by: PersonActor): Promise<boolean>;
  /**
   * Whom it has put on call doesn't want that: it goes, or ends now, and whoever made it is owed the message.
   * @returns false when it was gone or over before.
   */
  declineOverride(id: number, by: PersonActor): Promise<boolean>;

  /** Notes the request and owes the question to all who are asked. @returns its id; null when it has already taken effect. */
  addCoverRequest(
    request: Omit<CoverRequest, 'id' | 'acceptedBy' | 'declinedBy'>,
    asked: readonly Page[],
    requestKey: string,
  ): Promise<CoverRequest['id'] | null>;
  coverRequest(id: number): Promise<CoverRequest | null>;
  /**
   * Makes the override that was asked for, unless somebody else has accepted before or it would change nothing any more, and
   * owes the asker the message.
   */
  acceptCover(id: number, userId: number, by: PersonActor): Promise<Acceptance>;
  /** Notes a no. When nobody is left who was asked, the asker is owed the message. @returns what has become of the request. */
  declineCover(id: number, by: PersonActor): Promise<Acceptance['kind'] | 'declined'>;
}

/** What came of a yes. `by`: who covers now, and when. */
export type Acceptance =
  | ({ kind: 'accepted' | 'taken'; by: PersonActor } & Interval)
  /** The time is over, or nobody asks any more. */
  | { kind: 'over' }
  /** Nobody else would be on call by it. */
  | { kind: 'no_effect' };
