import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { type Clock, SECOND } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { AccountMatch } from '../../people/accounts.ts';
import type { PeopleStore } from '../../people/store.ts';
import type { Person, SlackIdentity } from '../../people/types.ts';
import { toSlackFailure } from '../api/failures.ts';

const PAGE = 200;
/** `users.list` is a tier 2 method: 20 calls a minute. */
const BETWEEN_PAGES = 3 * SECOND;

/** The workspace's people, kept on disk so that a click needs no call to Slack. */
export class PeopleDirectory {
  private listing: Promise<void> | null = null;
  private readonly lookups = new Map<string, Promise<Person>>();

  constructor(
    private readonly connectionId: number,
    private readonly client: WebClient,
    private readonly store: PeopleStore,
    private readonly clock: Clock,
    private readonly stopping: AbortSignal,
    /** Null before Slack has first said which workspace it is. */
    private readonly ownTeam: () => string | null = () => null,
  ) {}

  /** Somebody already known; null for a Slack account never heard of. */
  known(slackUserId: string): Promise<Person | null> {
    return this.store.person(this.connectionId, slackUserId);
  }

  /** Whose account an address leads to, as far as Slack has told. */
  accountOf(email: string): Promise<AccountMatch> {
    return this.store.accountOf(this.connectionId, email);
  }

  /**
   * Somebody, asking Slack when not known yet.
   * @throws SlackFailure when Slack has to be asked and can't be.
   */
  async person(slackUserId: string): Promise<Person> {
    return (await this.known(slackUserId)) ?? (await this.lookUp(slackUserId));
  }

  /**
   * The Slack id of a user, asking Slack for the address when no account is known to have it; null when none has.
   * @throws SlackFailure when Slack has to be asked and can't be, and when the account is nobody's to be written to.
   */
  async idByEmail(email: string): Promise<string | null> {
    const known = await this.store.accountOf(this.connectionId, email);
    if (known.kind !== 'unknown') return idOf(known);
    try {
      const { user } = await this.client.users.lookupByEmail({ email: await this.store.slackAddress(email) });
      if (user) await this.learn([user]);
    } catch (error) {
      const failure = toSlackFailure(error);
      if (failure.code === 'users_not_found') return null;
      throw failure;
    }
    return idOf(await this.store.accountOf(this.connectionId, email));
  }

  /** Slack says who it is: an event, or a page of the list. */
  async learn(users: SlackUser[]): Promise<void> {
    const identities = users.flatMap((user) => this.toIdentity(user) ?? []);
    await this.store.saveIdentities(identities);
  }

  /**
   * Reads all people of the workspace; callers at the same time share one reading. Events keep them fresh; this catches what was
   * missed while none came.
   */
  refresh(): Promise<void> {
    this.listing ??= this.list().finally(() => {
      this.listing = null;
    });
    return this.listing;
  }

  /** Asks Slack anew. Several callers at the same time share one call. */
  lookUp(slackUserId: string): Promise<Person> {
    const running = this.lookups.get(slackUserId);
    if (running) return running;
    const lookup = this.ask(slackUserId).finally(() => this.lookups.delete(slackUserId));
    this.lookups.set(slackUserId, lookup);
    return lookup;
  }

  private async ask(slackUserId: string): Promise<Person> {
    try {
      const { user } = await this.client.users.info({ user: slackUserId });
      if (user) await this.learn([user]);
    } catch (error) {
      throw toSlackFailure(error);
    }
    const person = await this.known(slackUserId);
    if (!person) throw new SlackFailure('refused', 'user_not_found');
    return person;
  }

  private async list(): Promise<void> {
    let cursor: string | undefined;
    try {
      do {
        const page = await this.client.users.list({ limit: PAGE, cursor });
        await this.learn(page.members ?? []);
        cursor = page.response_metadata?.next_cursor || undefined;
        if (cursor) await sleep(BETWEEN_PAGES, undefined, { signal: this.stopping });
      } while (cursor);
    } catch (error) {
      throw toSlackFailure(error);
    }
    await this.store.markListed(this.connectionId, this.clock.now());
  }

  /** Whoever is of an organisation is of every workspace that it says, whichever their account was made in. */
  private teamOf({ enterprise_user }: SlackUser): string | null {
    const ours = this.ownTeam();
    return ours !== null && enterprise_user?.teams?.includes(ours) ? ours : null;
  }

  private toIdentity(user: SlackUser): SlackIdentity | null {
    if (!user.id || !user.team_id) return null;
    const { profile } = user;
    return {
      connectionId: this.connectionId,
      slackUserId: user.id,
      teamId: this.teamOf(user) ?? user.team_id,
      displayName: profile?.display_name || profile?.real_name || user.real_name || user.name || user.id,
      email: profile?.email?.toLowerCase() ?? null,
      timezone: user.tz ?? null,
      isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
      isBot: user.is_bot === true,
      isDeactivated: user.deleted === true,
      isWorkspaceAdmin: user.is_admin === true || user.is_owner === true,
      refreshedAt: this.clock.now(),
    };
  }
}

/** Only whoever is surely meant: a message that reaches the wrong person can't be taken back. */
function idOf(match: AccountMatch): string | null {
  switch (match.kind) {
    case 'found':
      return match.account.slackUserId;
    case 'unknown':
      return null;
    case 'unfit':
      throw new SlackFailure('refused', `account_${match.flaw}`);
    case 'ambiguous':
      throw new SlackFailure('refused', 'account_ambiguous');
    case 'too_early':
      throw new SlackFailure('unreachable', 'own_workspace_unknown');
  }
}

/** What we read of Slack's user object (https://docs.slack.dev/reference/objects/user-object). */
export interface SlackUser {
  id?: string;
  team_id?: string;
  name?: string;
  real_name?: string;
  deleted?: boolean;
  tz?: string;
  is_admin?: boolean;
  is_owner?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  enterprise_user?: { teams?: string[] };
  profile?: { display_name?: string; real_name?: string; email?: string };
}
