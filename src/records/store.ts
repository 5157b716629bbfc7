import type { AlertRepeats } from '../incidents/repeats.ts';
import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import type { Incident } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Actor, PersonActor } from '../people/actor.ts';
import type { Pseudonym, Subject } from './erasure.ts';

/** One incident with all that was merged into it, or those opened at or after a moment. */
export type RecordQuery = { incident: number } | { since: UtcMs };

/** Everything that is kept about an incident, as it was at one moment. */
export interface IncidentRecord {
  incident: Incident;
  /** The name of its service. */
  service: string | null;
  /** In the order in which they came. `afterId`: of one that stands further up, the event after which it does. */
  events: readonly (StoredTimelineEvent & { afterId: number | null })[];
  alerts: readonly { dedupKey: string; at: UtcMs; title: string; resolvedAt: UtcMs | null; from: number | null }[];
  tasks: readonly {
    id: number;
    text: string;
    owner: PersonActor | null;
    dueAt: UtcMs | null;
    doneBy: Actor | null;
    doneAt: UtcMs | null;
  }[];
  repeats: AlertRepeats | null;
  /** Its messages in Slack: cards in channels, and pages to people. */
  messages: readonly { connectionId: number; target: string; channelId: string; ts: string }[];
  /** Its own channel, once there is one. */
  channel: { connectionId: number; channelId: string } | null;
  runs: readonly {
    id: number;
    runbook: string;
    state: string;
    startedAt: UtcMs;
    endedAt: UtcMs | null;
    steps: readonly {
      /** As people count: 3, or 3.2 for the second within the third. */
      place: string;
      /** What later steps know of it, by name. */
      result: unknown;
      action: string;
      state: string;
      outcome: string | null;
      target: string | null;
      message: unknown;
    }[];
  }[];
}

export interface RecordStore {
  /** One after the other, by number, with only one of them in memory. */
  incidents(query: RecordQuery): AsyncIterable<IncidentRecord>;
  /** The e-mail addresses of all users, by id. */
  emails(): Promise<ReadonlyMap<number, string>>;
  /** What records are signed with, as it is kept; null before it is first needed. */
  signingSeed(): Promise<string | null>;
  /** Keeps it in the place of what was read. @returns false when that is another by now. */
  keepSigningSeed(seed: string, instead: string | null): Promise<boolean>;
}

/** What is written about incidents that are over, and its end. Numbers stay: times, counts, urgencies, services. */
export interface RetentionStore {
  /** Of how many incidents the texts are there still, and would be deleted. */
  countTexts(endedBefore: UtcMs): Promise<number>;
  /** Of how many incidents they are deleted. */
  countDeleted(): Promise<number>;
  /**
   * Deletes the texts of the next incidents that have been over since before a moment, in one transaction. What goes on as another
   * incident is over when that one is.
   * @returns the number to go on after; null when there are no more
   */
  deleteTexts(
    which: { endedBefore: UtcMs; after: number; limit: number },
    now: UtcMs,
  ): Promise<{ deleted: number; last: number | null }>;
}

export interface ErasureStore {
  /** Whom an e-mail address means; null for nobody. `isActive`: they are a user of opsknight.yml, and may act. */
  subject(email: string): Promise<(Subject & { isActive: boolean }) | null>;
  /** Incidents that go on and name them. */
  liveIncidents(subject: Subject, limit: number): Promise<number[]>;
  /**
   * Puts the pseudonym in their place in the next incidents after a number, in one transaction.
   * @param isDryRun only counts
   * @returns how many have named them, and the number to go on after; null when there are no more
   */
  eraseIncidents(
    subject: Subject,
    pseudonym: Pseudonym,
    after: number,
    isDryRun: boolean,
  ): Promise<{ erased: number; last: number | null }>;
  /** And what is kept of themselves: their user gets the pseudonym; contact methods, sessions and what Slack has told go. */
  erasePerson(subject: Subject, pseudonym: Pseudonym): Promise<void>;
}
