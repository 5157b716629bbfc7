import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { AuditEntry } from './entry.ts';

export interface AuditQuery {
  /** Words that are all in what was changed, or in who did it; in any case. Never looked for in the values. */
  text?: string;
  since?: UtcMs;
  /** Only entries with a lower id: what comes after the last one that was shown. */
  before?: number;
  limit: number;
}

export type OverrideTakenBack =
  | 'taken_back'
  /** It is not any more as that change left it. */
  | 'changed_since'
  /** Its time is over. */
  | 'over'
  /** The schedule, or somebody that it names. */
  | 'gone';

/** All changes of settings. They are written in the transaction of the change itself, by the stores that make it. */
export interface AuditStore {
  /** The newest first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
  entry(id: number): Promise<AuditEntry | null>;
  /** The last change of the same thing. */
  latest(entry: Pick<AuditEntry, 'section' | 'name'>): Promise<AuditEntry | null>;
  /** An override that was made in Slack ends, or one that was ended there comes again; whom it puts on call, or not any more, is owed the message. */
  takeBackOverride(entry: AuditEntry, by: Author, now: UtcMs): Promise<OverrideTakenBack>;
}
