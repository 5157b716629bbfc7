import type { MessageBlock } from '../block-kit/blocks.ts';
import type { Attachment } from '../block-kit/message.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Timestamps } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Mention } from './mentions.ts';

export interface Message {
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  /** What kind of line Slack itself wrote; undefined for what people and apps say. */
  readonly remark: { subtype: string; detail: JsonObject } | undefined;
  /** Posted by the app rather than by a person. */
  readonly byApp: boolean;
  /** Only this member sees it; it is in no history (https://docs.slack.dev/messaging#ephemeral). */
  readonly onlyFor: string | undefined;
  readonly threadTs: string | undefined;
  /** A reply that is shown in the channel as well. */
  broadcast: boolean;
  text: string;
  /** Posted with `mrkdwn: false`: no part of `text` is bold, italic, struck or code. */
  readonly isUnstyled?: boolean;
  blocks: MessageBlock[];
  attachments: Attachment[];
  metadata: JsonObject | undefined;
  editedTs: string | undefined;
  deleted: boolean;
  /** What is attached to it. */
  readonly fileIds?: readonly string[];
  /** Emoji names and who reacted. */
  readonly reactions: Map<string, Set<string>>;
  /** Everybody this message has notified, edits included. */
  mentions: Mention[];
}

export type NewMessage = Pick<Message, 'channelId' | 'userId' | 'byApp' | 'text' | 'blocks' | 'attachments'> &
  Partial<
    Pick<Message, 'remark' | 'onlyFor' | 'threadTs' | 'broadcast' | 'metadata' | 'mentions' | 'fileIds' | 'isUnstyled'>
  >;

export type MessageChange = Pick<Message, 'text' | 'blocks' | 'attachments' | 'mentions'> &
  Partial<Pick<Message, 'metadata' | 'broadcast'>>;

/** Hears what becomes of messages. */
export interface MessageWatcher {
  added(message: Message): void;
  changed(message: Message, before: Message): void;
  deleted(message: Message): void;
  reacted(message: Message, emoji: string, userId: string, what: 'added' | 'removed'): void;
}

const isForAll = ({ deleted, onlyFor }: Message) => !deleted && onlyFor === undefined;

function append(lists: Map<string, Message[]>, key: string, message: Message): void {
  const list = lists.get(key);
  if (list) list.push(message);
  else lists.set(key, [message]);
}

/** All messages of a workspace, oldest first, the deleted and the ephemeral included. */
export class Messages {
  readonly #all: Message[] = [];
  readonly #byTs = new Map<string, Message>();
  readonly #byChannel = new Map<string, Message[]>();
  readonly #byThread = new Map<string, Message[]>();

  constructor(
    private readonly timestamps: Timestamps,
    private readonly feed: ChangeFeed,
    private readonly watcher: MessageWatcher,
  ) {}

  get all(): readonly Message[] {
    return this.#all;
  }

  /** A message that still exists. */
  find(channelId: string, ts: string): Message | undefined {
    const message = this.#byTs.get(ts);
    return message?.channelId === channelId && !message.deleted ? message : undefined;
  }

  /** What everybody in the channel sees, replies in threads included. */
  inChannel(channelId: string): Message[] {
    return (this.#byChannel.get(channelId) ?? []).filter(isForAll);
  }

  repliesTo(parent: Message): Message[] {
    return (this.#byThread.get(parent.ts) ?? []).filter(isForAll);
  }

  add(fresh: NewMessage): Message {
    const message = this.#create(fresh, this.timestamps.next());
    this.feed.notify();
    this.watcher.added(message);
    return message;
  }

  /** Something that was said before anybody listened; in the order of time, like everything else. */
  plant(fresh: NewMessage, at: number): Message {
    return this.#create(fresh, this.timestamps.at(at));
  }

  #create(fresh: NewMessage, ts: string): Message {
    const message: Message = {
      ts,
      channelId: fresh.channelId,
      userId: fresh.userId,
      remark: fresh.remark,
      byApp: fresh.byApp,
      onlyFor: fresh.onlyFor,
      threadTs: fresh.threadTs,
      broadcast: fresh.broadcast ?? false,
      text: fresh.text,
      blocks: fresh.blocks,
      attachments: fresh.attachments,
      metadata: fresh.metadata,
      fileIds: fresh.fileIds,
      editedTs: undefined,
      deleted: false,
      reactions: new Map(),
      mentions: fresh.mentions ?? [],
    };
    this.#keep(message);
    return message;
  }

  /** As they were in an earlier run. */
  restore(messages: readonly Message[]): void {
    for (const message of messages) this.#keep(message);
  }

  change(message: Message, change: MessageChange): void {
    const before = { ...message };
    const { metadata = message.metadata, broadcast = message.broadcast, ...content } = change;
    const known = new Set(message.mentions.map(({ kind, id }) => `${kind} ${id}`));
    const mentions = [...message.mentions, ...content.mentions.filter(({ kind, id }) => !known.has(`${kind} ${id}`))];
    Object.assign(message, content, { metadata, broadcast, mentions, editedTs: this.timestamps.next() });
    this.feed.notify();
    this.watcher.changed(message, before);
  }

  delete(message: Message): void {
    if (message.deleted) return;
    message.deleted = true;
    this.feed.notify();
    this.watcher.deleted(message);
  }

  /** False when the person has reacted like that already. */
  react(message: Message, emoji: string, userId: string): boolean {
    const people = message.reactions.get(emoji) ?? new Set<string>();
    if (people.has(userId)) return false;
    message.reactions.set(emoji, people.add(userId));
    this.feed.notify();
    this.watcher.reacted(message, emoji, userId, 'added');
    return true;
  }

  /** False when the person has not reacted like that. */
  unreact(message: Message, emoji: string, userId: string): boolean {
    const people = message.reactions.get(emoji);
    if (!people?.delete(userId)) return false;
    if (people.size === 0) message.reactions.delete(emoji);
    this.feed.notify();
    this.watcher.reacted(message, emoji, userId, 'removed');
    return true;
  }

  #keep(message: Message): void {
    this.#all.push(message);
    this.#byTs.set(message.ts, message);
    append(this.#byChannel, message.channelId, message);
    if (message.threadTs) append(this.#byThread, message.threadTs, message);
  }
}
