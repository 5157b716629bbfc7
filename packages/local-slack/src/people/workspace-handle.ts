import type { ChangeFeed } from '../changes.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { OAuth } from '../oauth/oauth.ts';
import type { Channel } from '../workspace/channels.ts';
import type { MemberSeed } from '../workspace/seed.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ChannelHandle } from './channel-handle.ts';
import { Person } from './person.ts';
import type { Stage } from './stage.ts';

/** A workspace as tests and the demo use it: channels and people by name. */
export class WorkspaceHandle {
  readonly #stage: Stage;
  readonly #people = new Map<string, Person>();

  constructor(
    /** Everything that is in the workspace, for a page to show. */
    readonly model: Workspace,
    feed: ChangeFeed,
    /** Everything that people can do to the app, for a page to offer. */
    readonly interactions: Interactions,
    oauth: OAuth,
  ) {
    this.#stage = { workspace: model, feed, interactions, oauth };
  }

  get name(): string {
    return this.model.name;
  }

  get teamId(): string {
    return this.model.teamId;
  }

  get botToken(): string {
    const token = this.model.installation.tokens.current;
    if (!token) throw new Error(`The app is not installed in ${this.name}`);
    return token.value;
  }

  /** Whether the app is installed here. */
  get isInstalled(): boolean {
    return this.model.installation.isInstalled;
  }

  get botUserId(): string {
    return this.model.botUserId;
  }

  channel(name: string): ChannelHandle {
    const channel = this.model.channels.byName(name);
    if (channel) return new ChannelHandle(this.#stage, channel);
    const names = this.model.channels.all.filter(({ kind }) => kind !== 'im').map((one) => `#${one.name}`);
    throw new Error(`No channel is called ${name}; there are ${names.join(', ')}`);
  }

  /** A channel, or direct messages, of the model. */
  conversation(channel: Channel): ChannelHandle {
    return new ChannelHandle(this.#stage, channel);
  }

  /** Somebody by their handle. */
  member(name: string): Person {
    const member = this.model.members.byName(name);
    if (!member) {
      const names = this.model.members.all.map((one) => `@${one.name}`);
      throw new Error(`Nobody is called ${name}; there are ${names.join(', ')}`);
    }
    const person = this.#people.get(member.id) ?? new Person(this.#stage, member);
    this.#people.set(member.id, person);
    return person;
  }

  /** Somebody new joins: `team_join`. */
  join(seed: MemberSeed): Person {
    return this.member(this.model.members.join(seed).name);
  }

  /** Somebody creates a channel: `channel_created`. */
  createChannel(name: string, { by, private: isPrivate = false }: { by: Person; private?: boolean }): ChannelHandle {
    return new ChannelHandle(this.#stage, this.model.channels.create(name, isPrivate ? 'private' : 'public', by.id));
  }

  /** The bot token stops working: `tokens_revoked`. */
  revokeToken(state: 'token_revoked' | 'account_inactive' = 'token_revoked'): void {
    this.model.installation.revoke(state);
  }

  /** An admin removes the app from the workspace: `tokens_revoked` and `app_uninstalled`. */
  uninstall(): void {
    this.model.installation.uninstall('account_inactive');
  }

  /** The bot token works again. */
  restoreToken(): void {
    this.model.installation.restore();
  }
}
