import type { UtcMs } from '../lib/clock.ts';
import type { AdminNotice } from './types.ts';

export interface CheckUpStore {
  /** When the last check-up was due that was looked at; null before the first. */
  lastDue(): Promise<UtcMs | null>;
  /**
   * Notes that the one of this time was looked at, and owes the admins what it has found, in one transaction.
   * @param notice null when there is nothing
   * @param scopes those that settings make use of now: they are remembered
   * @returns `nobody`: there is no admin whom Slack reaches, so nothing was noted
   */
  note(
    dueAt: UtcMs,
    notice: AdminNotice | null,
    scopes: readonly string[],
    now: UtcMs,
  ): Promise<'noted' | 'nobody' | 'noted_before'>;
  /** Scopes that settings made use of at some check-up. */
  scopesUsedBefore(): Promise<string[]>;
  /** Public channels of the organisation's workspace that the bot is in, and where it has not posted since. */
  quietChannels(since: UtcMs): Promise<{ id: string; name: string }[]>;
}
