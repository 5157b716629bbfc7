import type { JsonObject } from '../json.ts';
import { type Channel, channelTypeOf, familyOf } from './channels.ts';
import type { Message, MessageWatcher } from './messages.ts';
import { messageObject } from './objects.ts';
import type { Workspace } from './workspace.ts';

/** Tells the app what becomes of messages, in conversations that it is in. */
export class MessageEvents implements MessageWatcher {
  constructor(private readonly workspace: Workspace) {}

  added(message: Message): void {
    const channel = this.#channelOf(message);
    if (!channel) return;
    const object = () => messageObject(this.workspace, message);
    this.#announce(channel, object);
    if (!message.mentions.some(({ id }) => id === this.workspace.botUserId)) return;
    this.workspace.announce({
      type: 'app_mention',
      scope: 'app_mentions:read',
      body: () => ({ ...object(), channel: channel.id, channel_type: channelTypeOf(channel), type: 'app_mention' }),
    });
  }

  /** https://docs.slack.dev/reference/events/message/message_changed */
  changed(message: Message, before: Message): void {
    const channel = this.#channelOf(message);
    if (!channel) return;
    this.#announce(channel, () => ({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      ts: this.workspace.timestamps.next(),
      message: messageObject(this.workspace, message),
      previous_message: messageObject(this.workspace, before),
    }));
  }

  /** https://docs.slack.dev/reference/events/message/message_deleted */
  deleted(message: Message): void {
    const channel = this.#channelOf(message);
    if (!channel) return;
    this.#announce(channel, () => ({
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      ts: this.workspace.timestamps.next(),
      deleted_ts: message.ts,
      previous_message: messageObject(this.workspace, message),
    }));
  }

  /** https://docs.slack.dev/reference/events/reaction_added and reaction_removed */
  reacted(message: Message, emoji: string, userId: string, what: 'added' | 'removed'): void {
    const channel = this.#channelOf(message);
    if (!channel) return;
    this.workspace.announce({
      type: `reaction_${what}`,
      scope: 'reactions:read',
      body: () => ({
        user: userId,
        reaction: emoji,
        item_user: message.userId,
        item: { type: 'message', channel: channel.id, ts: message.ts },
      }),
    });
  }

  /** Nobody hears of a message for one person's eyes, nor of a conversation that they are not in. */
  #channelOf(message: Message): Channel | undefined {
    if (message.onlyFor !== undefined) return undefined;
    const channel = this.workspace.channels.byId(message.channelId);
    return channel && this.workspace.channels.hasBot(channel) ? channel : undefined;
  }

  #announce(channel: Channel, object: () => JsonObject): void {
    const family = familyOf(channel);
    this.workspace.announce({
      type: 'message',
      subscription: `message.${family}`,
      scope: `${family}:history`,
      body: () => ({ ...object(), channel: channel.id, channel_type: channelTypeOf(channel) }),
    });
  }
}
