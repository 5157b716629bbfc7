import type { UtcMs } from '../lib/clock.ts';
import type { AuditEntry } from './entry.ts';

export interface AuditQuery {
  /** Words that are all in what was changed, or in who did it; in any case. Never looked for in the values. */
  text?: string;
  since?: UtcMs;
  /** Only entries with a lower id: what comes after the last one that was shown. */
  before?: number;
  limit: number;
}

/** All changes of settings. They are written in the transaction of the change itself, by the stores that make it. */
export interface AuditStore {
  /** The newest first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
  entry(id: number): Promise<AuditEntry | null>;
  /** The last change of the same thing. */
  latest(entry: Pick<AuditEntry, 'section' | 'name'>): Promise<AuditEntry | null>;
}
