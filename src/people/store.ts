import type { UtcMs } from '../lib/clock.ts';
import type { AccountMatch } from './accounts.ts';
import type { Person, SlackIdentity, User } from './types.ts';

export interface AmbiguousUser {
  user: User;
  accounts: SlackIdentity[];
}

export interface PeopleStore {
  /**
   * The Slack account, mapped by e-mail (exactly, case-insensitively) to an ACTIVE user, if it is that user's
   * (`matchAccount`); null when not known yet.
   */
  person(connectionId: number, slackUserId: string): Promise<Person | null>;
  /** The address of the Slack account of whoever is known by an e-mail address; that one itself where opsknight.yml says no other. */
  slackAddress(email: string): Promise<string>;
  /** Whose account an e-mail address leads to, in any case, as far as Slack has told. */
  accountOf(connectionId: number, email: string): Promise<AccountMatch>;
  /** Active users whose address several accounts of the workspace carry. */
  ambiguous(connectionId: number): Promise<AmbiguousUser[]>;
  saveIdentities(identities: SlackIdentity[]): Promise<void>;
  /** All of a workspace's people have been read. */
  markListed(connectionId: number, at: UtcMs): Promise<void>;
  /** Active users, by name. */
  users(): Promise<User[]>;
  hasAdmin(): Promise<boolean>;
}
