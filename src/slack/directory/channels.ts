import type { WebClient } from '@slack/web-api';
import { type Clock, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { toSlackFailure } from '../api/failures.ts';
import { pagesOf } from '../api/pages.ts';
import type { Channel, ConnectionStore } from './store.ts';

const PAGE = 200;
/** An unknown name may be a channel made a moment ago; looking more often would eat the budget of a tier 2 method. */
const RELIST_AFTER = MINUTE;

/** The workspace's channels, kept on disk: listing them is slow, paged and a tier 2 method. Events keep them true. */
export class ChannelDirectory {
  private listing: Promise<void> | null = null;

  constructor(
    private readonly connectionId: number,
    private readonly client: WebClient,
    private readonly store: ConnectionStore,
    private readonly clock: Clock,
    /** Slack has described channels: cards may be owed for it, and members are to be read. */
    private readonly onLearned: () => void = () => {},
  ) {}

  /**
   * The id of a channel named as in opsknight.yml ("#name", or an id); null when Slack shows the app no such channel.
   * @throws SlackFailure when Slack has to be asked and can't be.
   */
  async idOf(target: string): Promise<string | null> {
    if (!target.startsWith('#')) {
      if ((await this.byId(target)) === null) await this.refreshOne(target);
      return target;
    }
    const known = await this.find(target);
    if (known || !(await this.isStale())) return known;
    await this.refresh();
    return this.find(target);
  }

  async byId(id: string): Promise<Channel | null> {
    return this.store.channel(this.connectionId, id);
  }

  /** A channel named as in opsknight.yml, as far as it is known; Slack isn't asked. */
  async known(target: string): Promise<Channel | null> {
    const { connectionId, store } = this;
    return target.startsWith('#') ? store.channelByName(connectionId, target.slice(1)) : this.byId(target);
  }

  /** Public channels that can be posted in. */
  async publicOnes(): Promise<Channel[]> {
    const channels = await this.store.publicChannels(this.connectionId);
    return channels.filter(({ isArchived, isGone }) => !isArchived && !isGone);
  }

  /** Reads the whole list anew; callers at the same time share one reading. */
  refresh(): Promise<void> {
    this.listing ??= this.list().finally(() => {
      this.listing = null;
    });
    return this.listing;
  }

  /** Catches up with what was missed while no events came. */
  async refreshIfStale(): Promise<void> {
    if (await this.isStale()) await this.refresh();
  }

  /** Asks Slack about one channel, after an event said that something about it has changed. */
  async refreshOne(id: string): Promise<void> {
    const described = await this.describe(id);
    const { connectionId, store, clock } = this;
    if (described) await store.saveChannel(described, clock.now());
    else await store.loseChannel(connectionId, id, 'unseen', clock.now());
    this.onLearned();
  }

  /** As `refreshOne`, for those who can't wait for it, or do anything about it when Slack can't be asked. */
  async lookAgain(id: string): Promise<void> {
    await this.refreshOne(id).catch(() => {});
  }

  /** Gets into a public channel. @throws SlackFailure */
  async join(id: string): Promise<void> {
    try {
      await this.client.conversations.join({ channel: id });
    } catch (error) {
      throw toSlackFailure(error);
    }
    await this.lookAgain(id);
  }

  /** Makes a channel, and is in it. @returns its id. @throws SlackFailure */
  async create(name: string, isPrivate: boolean): Promise<string> {
    try {
      const { channel } = await this.client.conversations.create({ name, is_private: isPrivate });
      if (!channel) throw new SlackFailure('in_doubt', 'answer_without_channel');
      const made = { ...toChannel(this.connectionId, channel), isPrivate, isMember: true };
      await this.store.saveChannel(made, this.clock.now());
      this.onLearned();
      return made.id;
    } catch (error) {
      throw toSlackFailure(error);
    }
  }

  /** Slack has said that a channel was deleted. */
  async deleted(id: string): Promise<void> {
    await this.store.loseChannel(this.connectionId, id, 'deleted', this.clock.now());
  }

  /**
   * Asks Slack about every channel that incidents belong to: one may have been made private, or public. One of which Slack does
   * not tell holds up none of the others.
   * @throws what has failed first, when all have been asked about.
   */
  async refreshHomes(): Promise<void> {
    const failures: unknown[] = [];
    for (const { id } of await this.store.homeChannels(this.connectionId)) {
      await this.refreshOne(id).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** A channel as Slack shows it to the app; null when it doesn't. */
  private async describe(id: string): Promise<Channel | null> {
    try {
      const { channel } = await this.client.conversations.info({ channel: id });
      if (!channel) throw new SlackFailure('in_doubt', 'answer_without_channel');
      return toChannel(this.connectionId, channel);
    } catch (error) {
      const failure = toSlackFailure(error);
      if (failure.code === 'channel_not_found') return null;
      throw failure;
    }
  }

  private async find(target: string): Promise<string | null> {
    const channel = await this.store.channelByName(this.connectionId, target.slice(1));
    return channel?.id ?? null;
  }

  private async isStale(): Promise<boolean> {
    const listedAt: UtcMs | null = await this.store.channelsListedAt(this.connectionId);
    return listedAt === null || this.clock.now() - listedAt > RELIST_AFTER;
  }

  private async list(): Promise<void> {
    const at = this.clock.now();
    const channels: Channel[] = [];
    const listing = { types: 'public_channel,private_channel', exclude_archived: false, limit: PAGE };
    const read = (cursor: string | undefined) => this.client.conversations.list({ ...listing, cursor });
    try {
      for await (const page of pagesOf(read)) {
        channels.push(...(page.channels ?? []).map((channel) => toChannel(this.connectionId, channel)));
      }
    } catch (error) {
      throw toSlackFailure(error);
    }
    await this.store.replaceChannels(this.connectionId, [...channels, ...(await this.leftOut(channels))], at);
    this.onLearned();
  }

  /** Public channels that a list has left out though they are there: paging by cursor sees a moving target. */
  private async leftOut(listed: Channel[]): Promise<Channel[]> {
    const ids = new Set(listed.map(({ id }) => id));
    const missing = (await this.store.publicChannels(this.connectionId)).filter(({ id }) => !ids.has(id));
    const found = await Promise.all(missing.map(({ id }) => this.describe(id)));
    return found.filter((channel) => channel !== null);
  }
}

interface SlackChannel {
  id?: string;
  name?: string;
  is_private?: boolean;
  is_archived?: boolean;
  is_member?: boolean;
  is_ext_shared?: boolean;
  is_pending_ext_shared?: boolean;
}

function toChannel(connectionId: number, channel: SlackChannel): Channel {
  const { id, name, is_private, is_archived, is_member, is_ext_shared, is_pending_ext_shared } = channel;
  if (!id || !name) throw new SlackFailure('refused', 'channel_without_name');
  return {
    connectionId,
    id,
    name,
    isPrivate: is_private ?? false,
    isArchived: is_archived ?? false,
    isMember: is_member ?? is_private ?? false, // a private one is shown to nobody who isn't in it
    isExternal: (is_ext_shared ?? false) || (is_pending_ext_shared ?? false),
    isGone: false,
  };
}
