import type { UtcMs } from '../lib/clock.ts';

/** Whose browser it is: Slack is the identity. */
export interface SlackPerson {
  connectionId: number;
  slackUserId: string;
}

export interface SignInLink extends SlackPerson {
  /** Where the link leads after signing in: a path of ours. */
  path: string;
  expiresAt: UtcMs;
}

export interface Session extends SlackPerson {
  id: number;
  createdAt: UtcMs;
  lastSeenAt: UtcMs;
  expiresAt: UtcMs;
  /** The browser, as it names itself. */
  userAgent: string;
}

/** Tokens are stored as SHA-256 hashes only. */
export interface SessionStore {
  createLink(hash: string, link: SignInLink): Promise<void>;
  /** A link that can still be used; looking at it changes nothing. */
  link(hash: string, now: UtcMs): Promise<SignInLink | null>;
  /** Uses a link up; null when it is unknown, used or expired. Of two at once, one wins. */
  redeemLink(hash: string, now: UtcMs): Promise<SignInLink | null>;
  createSession(hash: string, session: Omit<Session, 'id'>): Promise<Session>;
  session(hash: string, now: UtcMs): Promise<Session | null>;
  /** The person's sessions that still hold, newest first. */
  sessionsOf(person: SlackPerson, now: UtcMs): Promise<Session[]>;
  /** Ends one session of the person. */
  endSession(person: SlackPerson, id: number): Promise<void>;
  endAllSessions(person: SlackPerson): Promise<void>;
  /** Forgets what has expired. */
  purge(now: UtcMs): Promise<void>;
}
