import type { UtcMs } from '../lib/clock.ts';

/** A key with which a system inside the firewall may send alerts. */
export interface ApiKey {
  id: number;
  name: string;
  /** The key's first characters, enough to recognise it. */
  prefix: string;
  /** Alerts sent with it belong to this service, and touch its incidents only; null: they name any. */
  serviceId: number | null;
  createdAt: UtcMs;
  lastUsedAt: UtcMs | null;
  revokedAt: UtcMs | null;
}

export interface KeyStore {
  /** `hash`: SHA-256 of the key, hex. */
  create(key: { name: string; prefix: string; hash: string; serviceId: number | null; at: UtcMs }): Promise<ApiKey>;
  /** A key in use, by its hash. */
  byHash(hash: string): Promise<ApiKey | null>;
  list(): Promise<ApiKey[]>;
  /** By name or prefix; null when no key in use is called that. */
  revoke(nameOrPrefix: string, at: UtcMs): Promise<ApiKey | null>;
  touch(id: number, at: UtcMs): Promise<void>;
}

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
