import type { Channel } from '../workspace/channels.ts';
import { MessageHandle } from './message-handle.ts';
import type { Person } from './person.ts';
import { matches } from './rendered-text.ts';
import type { Stage, Waiting } from './stage.ts';

/** A channel or a direct message with the app, and what happens to it. */
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

  /** What stands in the channel itself, oldest first: no thread replies, nothing ephemeral. */
  messages(): MessageHandle[] {
    return this.stage.workspace.messages
      .inChannel(this.id)
      .filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast)
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

  archive(): void {
    this.stage.workspace.channels.archive(this.channel, this.channel.creator);
  }

  unarchive(): void {
    this.stage.workspace.channels.unarchive(this.channel, this.channel.creator);
  }

  rename(name: string): void {
    this.stage.workspace.channels.rename(this.channel, name);
  }

  delete(): void {
    this.stage.workspace.channels.delete(this.channel, this.channel.creator);
  }

  makePrivate(): void {
    this.stage.workspace.channels.makePrivate(this.channel);
  }

  inviteBot(): void {
    this.stage.workspace.channels.join(this.channel, this.stage.workspace.botUserId, this.channel.creator);
  }

  kickBot(): void {
    this.stage.workspace.channels.leave(this.channel, this.stage.workspace.botUserId);
  }

  add(person: Person): void {
    this.stage.workspace.channels.join(this.channel, person.id, this.channel.creator);
  }

  remove(person: Person): void {
    this.stage.workspace.channels.leave(this.channel, person.id);
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
