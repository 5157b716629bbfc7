import type { Channel, Channels } from '../workspace/channels.ts';
import { MessageHandle } from './message-handle.ts';
import type { Person } from './person.ts';
import { matches, renderMrkdwn } from './rendered-text.ts';
import type { Stage, Waiting } from './stage.ts';

/** A channel or direct messages, and what happens there. */
export class ChannelHandle {
  constructor(
    private readonly stage: Stage,
    /** The model's channel. */
    readonly channel: Channel,
  ) {}

  get id(): string {
    return this.channel.id;
  }

  get name(): string {
    return this.channel.name;
  }

  get hasBot(): boolean {
    return this.stage.workspace.channels.hasBot(this.channel);
  }

  get topic(): string {
    return this.channel.topic.value;
  }

  get isArchived(): boolean {
    return this.channel.archived;
  }

  /** The handles of everybody in it, the bot included. */
  get memberNames(): string[] {
    return [...this.channel.members].map((id) => this.stage.workspace.members.byId(id)?.name ?? id);
  }

  /** What is pinned, newest first. */
  get pins(): MessageHandle[] {
    const { pins, messages } = this.stage.workspace;
    return pins.of(this.id).flatMap(({ ts }) => {
      const message = messages.find(this.id, ts);
      return message ? [new MessageHandle(this.stage, message)] : [];
    });
  }

  /** The links in its header: titles and where they lead. */
  get bookmarks(): Record<string, string> {
    const bookmarks = this.stage.workspace.bookmarks.of(this.id);
    return Object.fromEntries(bookmarks.map(({ title, link }) => [title, link]));
  }

  /** What people and apps said in the channel itself, oldest first: no thread replies, nothing ephemeral. */
  messages(): MessageHandle[] {
    return this.stage.workspace.messages
      .inChannel(this.id)
      .filter(({ threadTs, broadcast, remark }) => !remark && (threadTs === undefined || broadcast))
      .map((message) => new MessageHandle(this.stage, message));
  }

  /** The newest message whose visible text says so. */
  messageBy(wanted: string | RegExp): MessageHandle | undefined {
    return this.messages().findLast((message) => matches(message.visible().text, wanted));
  }

  waitForMessage(wanted: string | RegExp, { timeoutMs }: Waiting = {}): Promise<MessageHandle> {
    const explain = () => `No message in ${this.#title()} says ${String(wanted)}. There:\n${this.#description()}`;
    return this.stage.feed.waitFor(() => this.messageBy(wanted), explain, timeoutMs);
  }

  /** Resolves once there are exactly this many messages in the channel. */
  async waitForCount(count: number, { timeoutMs }: Waiting = {}): Promise<MessageHandle[]> {
    const look = () => (this.messages().length === count ? this.messages() : undefined);
    const explain = () => `${this.#title()} does not hold ${count} messages. There:\n${this.#description()}`;
    return this.stage.feed.waitFor(look, explain, timeoutMs);
  }

  /** What Slack itself wrote into the channel, oldest first: who joined, what the topic is now. */
  remarks(): string[] {
    return this.stage.workspace.messages
      .inChannel(this.id)
      .filter(({ remark }) => remark)
      .map(({ text }) => renderMrkdwn(this.stage.workspace, text));
  }

  /** Puts the bot out, too, and others with it. */
  archive({ by }: { by?: Person } = {}): void {
    this.#channels.archive(this.channel, this.#actor(by));
  }

  /** The bot stays out until somebody invites it again. */
  unarchive({ by }: { by?: Person } = {}): void {
    this.#channels.unarchive(this.channel, this.#actor(by));
  }

  rename(name: string, { by }: { by?: Person } = {}): void {
    this.#channels.rename(this.channel, name, this.#actor(by));
  }

  delete({ by }: { by?: Person } = {}): void {
    this.#channels.delete(this.channel, this.#actor(by));
  }

  makePrivate({ by }: { by?: Person } = {}): void {
    this.#channels.makePrivate(this.channel, this.#actor(by));
  }

  inviteBot({ by }: { by?: Person } = {}): void {
    this.#channels.join(this.channel, this.stage.workspace.botUserId, this.#actor(by));
  }

  kickBot({ by }: { by?: Person } = {}): void {
    this.#channels.leave(this.channel, this.stage.workspace.botUserId, this.#actor(by));
  }

  add(person: Person, { by }: { by?: Person } = {}): void {
    this.#channels.join(this.channel, person.id, this.#actor(by));
  }

  /** Somebody is removed, by whoever made the channel unless said otherwise. */
  remove(person: Person, { by }: { by?: Person } = {}): void {
    this.#channels.leave(this.channel, person.id, this.#actor(by));
  }

  get #channels(): Channels {
    return this.stage.workspace.channels;
  }

  #actor(person: Person | undefined): string {
    return person?.id ?? this.channel.creator;
  }

  #title(): string {
    return this.channel.kind === 'im' ? 'the direct messages' : `#${this.name}`;
  }

  #description(): string {
    return (
      this.messages()
        .map((message) => message.describe())
        .join('\n    ---\n') || '    (no messages)'
    );
  }
}
