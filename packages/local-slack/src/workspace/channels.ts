import type { ChangeFeed } from '../changes.ts';
import { slackId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { EventSink } from './events.ts';

export interface Channel {
  readonly id: string;
  /** `im`: direct messages of two, mostly of the app and one person; `mpim`: of several people. */
  kind: 'public' | 'private' | 'im' | 'mpim';
  /** Without `#`; empty for direct messages with one person. */
  name: string;
  archived: boolean;
  readonly creator: string;
  readonly created: number;
  updated: number;
  topic: Note;
  purpose: Note;
  previousNames: string[];
  readonly members: Set<string>;
}

export interface Note {
  value: string;
  creator: string;
  last_set: number;
}

/** A line that Slack itself writes into a channel: who joined, what it is called now (https://docs.slack.dev/reference/events/message#subtypes). */
export interface Remark {
  channel: Channel;
  userId: string;
  subtype: string;
  text: string;
  /** What the message carries besides, such as `topic` or `old_name`. */
  detail?: JsonObject;
}

const seconds = () => Math.floor(Date.now() / 1000);
const emptyNote = (): Note => ({ value: '', creator: '', last_set: 0 });

const FAMILIES = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;

/** The scope family that covers a channel. */
export function familyOf({ kind }: Channel): (typeof FAMILIES)[Channel['kind']] {
  return FAMILIES[kind];
}

const TYPES = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;

/** `channel_type`, as in events. */
export function channelTypeOf({ kind }: Channel): string {
  return TYPES[kind];
}

/** A conversation of certain people, rather than one with a name that others may join. */
export const isDirect = ({ kind }: Channel): boolean => kind === 'im' || kind === 'mpim';

/** Channels and direct messages of a workspace, and the events that tell of their changes. */
export class Channels {
  readonly #byId = new Map<string, Channel>();

  constructor(
    private readonly teamId: string,
    private readonly botUserId: string,
    private readonly feed: ChangeFeed,
    private readonly events: EventSink,
    private readonly remark: (remark: Remark) => void,
    private readonly isBot: (userId: string) => boolean,
  ) {}

  /** As they were in an earlier run. */
  restore(channels: readonly Channel[]): void {
    for (const channel of channels) this.#byId.set(channel.id, channel);
  }

  get all(): Channel[] {
    return [...this.#byId.values()];
  }

  byId(id: string): Channel | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Channel | undefined {
    const plain = name.replace(/^#/, '');
    return this.all.find((channel) => channel.kind !== 'im' && channel.name === plain);
  }

  hasBot(channel: Channel): boolean {
    return channel.members.has(this.botUserId);
  }

  add(name: string, kind: 'public' | 'private', creator: string, members: Iterable<string>): Channel {
    return this.#store(slackId('C'), name.replace(/^#/, ''), kind, creator, members);
  }

  /** Direct messages of the app and one person. */
  isWithApp(channel: Channel): boolean {
    return channel.kind === 'im' && this.hasBot(channel);
  }

  /** The direct messages between the app and one person; opened when first needed. */
  dmWith(userId: string): Channel {
    return this.dmBetween(userId, this.botUserId);
  }

  /** The direct messages of two; opened when first needed. What people say to each other no app hears. */
  dmBetween(userId: string, otherId: string): Channel {
    const isTheirs = ({ kind, members }: Channel) => kind === 'im' && members.has(userId) && members.has(otherId);
    return this.all.find(isTheirs) ?? this.#store(slackId('D'), '', 'im', userId, [otherId, userId]);
  }

  /** The group direct message of exactly these people; undefined when there is none so far. */
  groupOf(userIds: ReadonlySet<string>): Channel | undefined {
    const isSame = (members: ReadonlySet<string>) =>
      members.size === userIds.size && [...members].every((id) => userIds.has(id));
    return this.all.find(({ kind, members }) => kind === 'mpim' && isSame(members));
  }

  /** @param names of the people in it, in the order in which they were named. */
  openGroup(userIds: ReadonlySet<string>, creator: string, names: readonly string[]): Channel {
    const known = this.groupOf(userIds);
    if (known) return known;
    const group = this.#store(slackId('C'), `mpdm-${names.join('--')}-1`, 'mpim', creator, userIds);
    const value = `Group messaging with: ${names.map((name) => `@${name}`).join(' ')}`;
    group.purpose = { value, creator, last_set: group.created };
    return group;
  }

  create(name: string, kind: 'public' | 'private', creator: string): Channel {
    const channel = this.add(name, kind, creator, [creator]);
    if (kind === 'public') {
      const { id, created } = channel;
      this.#emit('channel_created', 'channels', { channel: { id, name: channel.name, created, creator } });
    }
    return channel;
  }

  /**
   * Bots are put out of an archived channel, and stay out when it is unarchived: that is why a bot cannot unarchive
   * (https://docs.slack.dev/reference/methods/conversations.unarchive).
   */
  archive(channel: Channel, userId: string): void {
    this.#remark(channel, userId, 'channel_archive', `<@${userId}> archived the channel`);
    this.#change(channel, { archived: true });
    this.#emitOf(channel, 'archive', { channel: channel.id, user: userId, is_moved: 0 });
    for (const member of channel.members) if (this.isBot(member)) this.#eject(channel, member, userId);
  }

  unarchive(channel: Channel, userId: string): void {
    this.#change(channel, { archived: false });
    this.#remark(channel, userId, 'channel_unarchive', `<@${userId}> un-archived the channel`);
    this.#emitOf(channel, 'unarchive', { channel: channel.id, user: userId });
  }

  rename(channel: Channel, name: string, userId: string = channel.creator): void {
    const plain = name.replace(/^#/, '');
    const { id, created, name: before } = channel;
    this.#change(channel, { name: plain, previousNames: [...channel.previousNames, before] });
    const text = `<@${userId}> has renamed the channel from "${before}" to "${plain}"`;
    this.#remark(channel, userId, 'channel_name', text, { old_name: before, name: plain });
    this.#emitOf(channel, 'rename', { channel: { id, name: plain, name_normalized: plain, created } });
  }

  delete(channel: Channel, userId: string): void {
    this.#emitOf(channel, 'deleted', { channel: channel.id, actor_id: userId });
    this.#byId.delete(channel.id);
    this.feed.notify();
  }

  /**
   * A public channel becomes private and keeps its id. No event of its own tells of it, only this message, and that only
   * those who are in the channel (https://docs.slack.dev/reference/events/message/channel_convert_to_private).
   */
  makePrivate(channel: Channel, userId: string = channel.creator): void {
    this.#change(channel, { kind: 'private' });
    const text = 'made this channel *private*. Now, it can only be viewed or joined by invitation.';
    this.#remark(channel, userId, 'channel_convert_to_private', text);
  }

  setNote(channel: Channel, which: 'topic' | 'purpose', value: string, creator: string): void {
    this.#change(channel, { [which]: { value, creator, last_set: seconds() } });
    const text = value === '' ? `cleared the channel ${which}` : `set the channel ${which}: ${value}`;
    this.#remark(channel, creator, `channel_${which}`, text, { [which]: value });
  }

  /** `inviter` is who added the member; nobody when they joined by themselves. */
  join(channel: Channel, userId: string, inviter?: string): void {
    if (channel.members.has(userId)) return;
    channel.members.add(userId);
    this.#remark(channel, userId, 'channel_join', `<@${userId}> has joined the channel`, { inviter });
    this.feed.notify();
    if (!this.hasBot(channel)) return;
    this.#emit('member_joined_channel', familyOf(channel), { ...this.#membership(channel, userId), inviter });
  }

  /** @param actor who removed the member; nobody when they left by themselves. */
  leave(channel: Channel, userId: string, actor: string = userId): void {
    if (!channel.members.has(userId)) return;
    const text =
      actor === userId
        ? `<@${userId}> has left the channel`
        : `<@${userId}> was removed from the channel by <@${actor}>`;
    this.#remark(channel, userId, 'channel_leave', text);
    this.#eject(channel, userId, actor);
  }

  /** An app hears of its own removal as `channel_left` or `group_left`, and of others' only while it is a member. */
  #eject(channel: Channel, userId: string, actor: string): void {
    channel.members.delete(userId);
    this.feed.notify();
    if (userId === this.botUserId) this.#emitOf(channel, 'left', { channel: channel.id, actor_id: actor }, true);
    else if (this.hasBot(channel)) {
      this.#emit('member_left_channel', familyOf(channel), this.#membership(channel, userId));
    }
  }

  #remark(channel: Channel, userId: string, subtype: string, text: string, detail?: JsonObject): void {
    this.remark({ channel, userId, subtype, text, detail });
  }

  #membership(channel: Channel, userId: string): JsonObject {
    return {
      user: userId,
      channel: channel.id,
      channel_type: channel.kind === 'public' ? 'C' : 'G',
      team: this.teamId,
    };
  }

  #store(id: string, name: string, kind: Channel['kind'], creator: string, members: Iterable<string>): Channel {
    const channel: Channel = {
      id,
      kind,
      name,
      archived: false,
      creator,
      created: seconds(),
      updated: Date.now(),
      topic: emptyNote(),
      purpose: emptyNote(),
      previousNames: [],
      members: new Set(members),
    };
    this.#byId.set(id, channel);
    this.feed.notify();
    return channel;
  }

  #change(channel: Channel, change: Partial<Omit<Channel, 'id' | 'members'>>): void {
    Object.assign(channel, change, { updated: Date.now() });
    this.feed.notify();
  }

  /** Public channels are everyone's news; a private one's only while the app is in it. */
  #emitOf(channel: Channel, what: string, body: JsonObject, evenIfOutside = false): void {
    if (channel.kind === 'public') this.#emit(`channel_${what}`, 'channels', body);
    else if (evenIfOutside || this.hasBot(channel)) this.#emit(`group_${what}`, 'groups', body);
  }

  #emit(type: string, family: string, body: JsonObject): void {
    this.events.emit({ type, scope: `${family}:read`, body: () => body });
  }
}
