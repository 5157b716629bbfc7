import type { ChangeFeed } from '../changes.ts';
import { type BotToken, BotTokens, type TokenState } from './bot-tokens.ts';
import type { EventSink } from './events.ts';
import type { Member } from './members.ts';
import type { Workspace } from './workspace.ts';

/** The app in one workspace: whether it is there, what it may do, and by which tokens it comes. */
export class Installation {
  readonly tokens = new BotTokens();
  readonly scopes = new Set<string>();
  /** The workspaces that one token is good for; several of an organization with an org-wide installation. */
  #reach: readonly Workspace[] = [];
  #isOrgWide = false;
  /** What every token of the workspace answers, whatever each of them would. */
  state: Exclude<TokenState, 'token_expired'> = 'account_inactive';

  constructor(
    private readonly bot: Member,
    private readonly feed: ChangeFeed,
    private readonly events: EventSink,
  ) {
    bot.deleted = true;
  }

  get isInstalled(): boolean {
    return this.state === 'good';
  }

  get isOrgWide(): boolean {
    return this.#isOrgWide;
  }

  get reach(): readonly Workspace[] {
    return this.#reach;
  }

  /** Scopes add up: a second installation that asks for less takes nothing away. */
  install(token: BotToken, scopes: Iterable<string>, reach: readonly Workspace[], isOrgWide: boolean): void {
    if (!this.isInstalled) this.tokens.revoke();
    if (this.tokens.current !== token) this.tokens.add(token);
    for (const scope of scopes) this.scopes.add(scope);
    this.#reach = reach;
    this.#isOrgWide = isOrgWide;
    this.state = 'good';
    this.bot.deleted = false;
    this.feed.notify();
  }

  /** The tokens stop working: `tokens_revoked`. */
  revoke(state: 'token_revoked' | 'account_inactive'): void {
    this.state = state;
    this.feed.notify();
    this.events.emit({ type: 'tokens_revoked', body: () => ({ tokens: { oauth: [], bot: [this.bot.id] } }) });
  }

  /** The app goes: `tokens_revoked` and `app_uninstalled`; its bot user is deactivated. */
  uninstall(state: 'token_revoked' | 'account_inactive'): void {
    this.revoke(state);
    this.bot.deleted = true;
    this.events.emit({ type: 'app_uninstalled', body: () => ({}) });
  }

  /** As if nothing had been revoked. */
  restore(): void {
    this.state = 'good';
    this.bot.deleted = false;
    this.feed.notify();
  }

  /** `undefined`: no token of this workspace. */
  stateOf(token: string): TokenState | undefined {
    const own = this.tokens.stateOf(token);
    return own !== undefined && this.state !== 'good' ? this.state : own;
  }
}
