import type { UtcMs } from '../clock.ts';
import type { Person, SlackIdentity, User } from './types.ts';

export interface PeopleStore {
  /** The Slack account, mapped by e-mail (exactly, case-insensitively) to an ACTIVE user; null when not known yet. */
  person(connectionId: number, slackUserId: string): Promise<Person | null>;
  /** The Slack account with an e-mail address, in lower case; null when Slack has shown none. */
  accountOf(connectionId: number, email: string): Promise<SlackIdentity | null>;
  saveIdentities(identities: SlackIdentity[]): Promise<void>;
  /** When all of a workspace's people were last read; null for never. */
  listedAt(connectionId: number): Promise<UtcMs | null>;
  markListed(connectionId: number, at: UtcMs): Promise<void>;
  /** Active users, by name. */
  users(): Promise<User[]>;
  hasAdmin(): Promise<boolean>;
}
