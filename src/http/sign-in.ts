import { type Clock, MINUTE } from '../lib/clock.ts';
import type { Arrivals } from './arrivals.ts';
import type { SessionStore, SlackPerson } from './store.ts';
import { newToken } from './tokens.ts';

/** How long a sign-in link can be used; it is pressed seconds after it is asked for. */
export const LINK_LIFETIME = 10 * MINUTE;

/** Sign-in links, as Slack hands them out to the one person they are for. */
export class SignInLinks {
  constructor(
    private readonly sessions: SessionStore,
    private readonly arrivals: Arrivals,
    private readonly baseUrl: string,
    private readonly clock: Clock,
  ) {}

  /** A link that signs this person in, once, and leads to `path` (such as `/incidents/42`). */
  async create({ connectionId, slackUserId }: SlackPerson, path: string): Promise<string> {
    const now = this.clock.now();
    const { token, hash } = newToken();
    await this.sessions.createLink(hash, { connectionId, slackUserId, path, expiresAt: now + LINK_LIFETIME });
    return `${this.baseUrl}/sign-in/${token}`;
  }

  /**
   * Whether the person, who is just opening the page at `path`, needs a link to see it. Whoever is signed in somewhere may be
   * opening it somewhere else.
   */
  async isNeeded(person: SlackPerson, path: string): Promise<boolean> {
    const sessions = await this.sessions.sessionsOf(person, this.clock.now());
    return sessions.length === 0 || this.arrivals.isLockedOut(path, person);
  }
}
