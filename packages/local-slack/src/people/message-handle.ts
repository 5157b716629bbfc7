import type { Placed, Surface } from '../interactions/surface.ts';
import type { JsonObject } from '../json.ts';
import type { Member } from '../workspace/members.ts';
import type { Mention } from '../workspace/mentions.ts';
import type { Message } from '../workspace/messages.ts';
import { placedInMessage } from './elements.ts';
import { matches, renderMessageText } from './rendered-text.ts';
import type { ActionTarget, Stage, Waiting } from './stage.ts';
import { describe, type VisibleContent, visibleMessage } from './visible.ts';

/** What a message is expected to look like; what is left out does not matter. */
export interface Expectation {
  /** Exactly these, in this order. */
  buttons?: string[];
  /** A part of the visible text, or a match. */
  text?: string | RegExp;
  /** `#rrggbb` */
  color?: string;
  /** Exactly these menus, by the words on them. */
  selects?: string[];
}

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((text, index) => text === other[index]);

function isAsExpected(visible: VisibleContent, expected: Expectation): boolean {
  const { buttons, text, color, selects } = expected;
  if (buttons && !same(visible.buttons, buttons)) return false;
  if (text !== undefined && !matches(visible.text, text)) return false;
  if (color !== undefined && visible.color !== color.toLowerCase()) return false;
  return (
    !selects ||
    same(
      visible.selects.map(({ label }) => label),
      selects,
    )
  );
}

/** A message as people see it, now: it follows edits. */
export class MessageHandle implements ActionTarget {
  constructor(
    private readonly stage: Stage,
    /** The model's message. */
    readonly message: Message,
  ) {}

  get ts(): string {
    return this.message.ts;
  }

  get channelId(): string {
    return this.message.channelId;
  }

  /** The top-level text: what phones and screen readers get. */
  get notificationText(): string {
    return renderMessageText(this.stage.workspace, this.message);
  }

  get isDeleted(): boolean {
    return this.message.deleted;
  }

  get isEphemeral(): boolean {
    return this.message.onlyFor !== undefined;
  }

  get isReply(): boolean {
    return this.message.threadTs !== undefined;
  }

  get isEdited(): boolean {
    return this.message.editedTs !== undefined;
  }

  /** Whether the app wrote it. */
  get isByApp(): boolean {
    return this.message.byApp;
  }

  get metadata(): JsonObject | undefined {
    return this.message.metadata;
  }

  /** Everybody it has notified. */
  get mentions(): readonly Mention[] {
    return this.message.mentions;
  }

  /** Who reacted, by the names of the emoji. */
  get reactions(): Record<string, string[]> {
    const nameOf = (id: string) => this.stage.workspace.members.byId(id)?.name ?? id;
    return Object.fromEntries([...this.message.reactions].map(([emoji, people]) => [emoji, [...people].map(nameOf)]));
  }

  get isPinned(): boolean {
    return this.stage.workspace.pins.find(this.message) !== undefined;
  }

  visible(): VisibleContent {
    return visibleMessage(this.stage.workspace, this.message);
  }

  /** The replies so far, oldest first. */
  thread(): MessageHandle[] {
    return this.stage.workspace.messages.repliesTo(this.message).map((reply) => new MessageHandle(this.stage, reply));
  }

  /** The newest reply that says so. */
  waitForReply(wanted: string | RegExp, { timeoutMs }: Waiting = {}): Promise<MessageHandle> {
    const look = () => this.thread().findLast((reply) => matches(reply.visible().text, wanted));
    const explain = () =>
      `No reply says ${String(wanted)}. The thread:\n${
        this.thread()
          .map((reply) => reply.describe())
          .join('\n') || '    (no replies)'
      }`;
    return this.stage.feed.waitFor(look, explain, timeoutMs);
  }

  /** Resolves once the message looks like that. */
  async becomes(expected: Expectation, { timeoutMs }: Waiting = {}): Promise<this> {
    const wanted = JSON.stringify(expected, (_, value) => (value instanceof RegExp ? String(value) : value));
    return this.stage.feed.waitFor(
      () => (!this.isDeleted && isAsExpected(this.visible(), expected) ? this : undefined),
      () => `The message did not become ${wanted}. It is:\n${this.describe()}`,
      timeoutMs,
    );
  }

  async isGone({ timeoutMs }: Waiting = {}): Promise<void> {
    const look = () => (this.isDeleted ? true : undefined);
    await this.stage.feed.waitFor(look, () => `The message is still there:\n${this.describe()}`, timeoutMs);
  }

  /** The message as it is on a screen that has not caught up: it does not follow edits any more. */
  snapshot(): MessageHandle {
    return new MessageHandle(this.stage, { ...this.message });
  }

  surface(): Surface {
    return { message: this.message };
  }

  placed(): Placed[] {
    return placedInMessage(this.message);
  }

  obstacle(member: Member): string | undefined {
    const channel = this.stage.workspace.channels.byId(this.message.channelId);
    if (this.message.deleted) return 'the message is deleted';
    if (!channel || !this.stage.workspace.canSee(member.id, channel)) return `@${member.name} cannot see that channel`;
    const isForOther = this.message.onlyFor !== undefined && this.message.onlyFor !== member.id;
    return isForOther ? `only somebody else sees that message` : undefined;
  }

  describe(): string {
    return this.isDeleted ? '    (deleted)' : describe(this.visible());
  }
}
