import type { WebClient } from '@slack/web-api';
import type { Viewer } from '../../incidents/store.ts';
import { type Clock, isFresh, MINUTE, SECOND, type UtcMs } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { isChannelId } from '../../people/page-target.ts';
import type { PeopleStore } from '../../people/store.ts';
import { toSlackFailure } from '../api/failures.ts';
import { pagesOf } from '../api/pages.ts';
import { isPassing, soon } from '../api/patience.ts';
import { isOutOfSight, maySee } from './channel-privacy.ts';
import type { ChannelDirectory } from './channels.ts';
import type { Channel, ConnectionStore } from './store.ts';

/** As Slack recommends; it grants less than 1,000 (https://docs.slack.dev/reference/methods/conversations.members). */
const PAGE = 200;
/** Events tell of changes; this catches those that were missed. */
const FRESH_FOR = 5 * MINUTE;
/** Clicks and web pages that follow one another don't each wait for what Slack has just refused to tell. */
const ASK_AGAIN_AFTER = 5 * SECOND;

/** Who is in which private channel: its incidents are shown to nobody else. What Slack has told is on disk. */
export class Membership {
  private readonly reading = new Map<string, Promise<void>>();
  /** What was read before this does not count as fresh. */
  private missedUntil: UtcMs = Number.NEGATIVE_INFINITY;
  /** When Slack did not tell who is in a channel, by its id. */
  private readonly failedAt = new Map<string, UtcMs>();

  constructor(
    private readonly connectionId: number,
    private readonly client: WebClient,
    private readonly store: ConnectionStore,
    private readonly people: Pick<PeopleStore, 'person'>,
    private readonly channels: ChannelDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * What a person may see. Of a channel that Slack does not show any more, whoever was in it last counts; of one whose
   * members were never read, nobody.
   */
  async viewer(slackUserId: string): Promise<Viewer> {
    const { connectionId, store } = this;
    await this.readUnread();
    const beside = await store.beside(connectionId);
    const [channels, theirs, person] = await Promise.all([
      allOf(beside, (id) => store.privateChannels(id)),
      allOf(beside, async (id) => [...(await store.channelsOf(id, slackUserId))]).then((ids) => new Set(ids)),
      this.people.person(connectionId, slackUserId),
    ]);
    const isAdmin = person?.user?.role === 'admin';
    const open = channels.filter((channel) => maySee(channel, { isMember: theirs.has(channel.id), isAdmin }));
    const userId = person?.user?.id ?? null;
    return { connectionId, slackUserId, userId, privateChannelIds: open.map(({ id }) => id), isAdmin };
  }

  /** The private channels that both the app and the person are in, as far as is known. */
  async sharedPrivateChannels(slackUserId: string): Promise<Channel[]> {
    const { connectionId, store } = this;
    await this.readUnread();
    const theirs = await store.channelsOf(connectionId, slackUserId);
    const channels = await store.privateChannels(connectionId);
    return channels.filter((channel) => !isOutOfSight(channel) && theirs.has(channel.id));
  }

  /**
   * Which channels, as settings write them ("#name" or an id), somebody is not to know of. Before Slack has listed the channels
   * nobody knows which are private, so none of them is shown.
   */
  async hides(slackUserId: string): Promise<(channel: string) => boolean> {
    const { connectionId, store } = this;
    const [{ privateChannelIds }, privateOnes, publicOnes, listedAt] = await Promise.all([
      this.viewer(slackUserId),
      store.privateChannels(connectionId),
      store.publicChannels(connectionId),
      store.channelsListedAt(connectionId),
    ]);
    const open = new Set(privateChannelIds);
    const hidden = new Set(privateOnes.filter(({ id }) => !open.has(id)).flatMap(({ id, name }) => [id, `#${name}`]));
    const known = new Set([...open, ...publicOnes.map(({ id }) => id)]);
    return (channel) => {
      const isName = channel.startsWith('#');
      if (!isName && !isChannelId(channel)) return false;
      if (listedAt === null || hidden.has(channel)) return true;
      return !isName && !known.has(channel);
    };
  }

  /** Reads the members of channels of which it was not done lately. What Slack refuses or can't tell now stays as it was. */
  async refreshStale(): Promise<void> {
    const now = this.clock.now();
    await this.refreshAll(({ at }) => at === null || at <= this.missedUntil || !isFresh(at, now, FRESH_FOR));
  }

  /** Slack could not be heard until now: somebody may have been put out of a channel meanwhile, and is to see no more. */
  async catchUp(): Promise<void> {
    this.missedUntil = this.clock.now();
    await this.refreshStale();
  }

  /** Nobody waits for Slack to tell what is on disk already; and for what it has never told, not for long. */
  private async readUnread(): Promise<void> {
    const now = this.clock.now();
    const wasRefused = (failedAt: UtcMs | undefined) =>
      failedAt !== undefined && isFresh(failedAt, now, ASK_AGAIN_AFTER);
    try {
      await soon(this.refreshAll(({ at, channelId }) => at === null && !wasRefused(this.failedAt.get(channelId))));
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }

  private async refreshAll(isStale: (read: { channelId: string; at: UtcMs | null }) => boolean): Promise<void> {
    const stale = (await this.store.membersRead(this.connectionId)).filter(isStale);
    await Promise.all(stale.map(({ channelId }) => this.refresh(channelId)));
  }

  /** Somebody has joined. A reading that has begun before may not know it. */
  async joined(channelId: string): Promise<void> {
    await this.reading.get(channelId);
    await this.refresh(channelId);
  }

  /** Somebody has left, and sees nothing any more from now on. */
  async left(channelId: string, slackUserId: string): Promise<void> {
    await this.store.removeMember(this.connectionId, channelId, slackUserId);
    const before = this.reading.get(channelId);
    if (before) {
      await before;
      await this.store.removeMember(this.connectionId, channelId, slackUserId); // it may have put them back
    }
    await this.refresh(channelId);
  }

  /** Callers at the same time share one reading. Never rejects. */
  private refresh(channelId: string): Promise<void> {
    const running = this.reading.get(channelId);
    if (running) return running;
    const reading = this.read(channelId).finally(() => this.reading.delete(channelId));
    this.reading.set(channelId, reading);
    return reading;
  }

  private async read(channelId: string): Promise<void> {
    const channel = await this.channels.byId(channelId);
    if (!channel?.isPrivate) return; // everybody may see what is public
    try {
      const ids = await this.ask(channelId);
      await this.store.saveMembers(this.connectionId, channelId, ids, this.clock.now());
      this.failedAt.delete(channelId);
    } catch (error) {
      this.failedAt.set(channelId, this.clock.now());
      const failure = toSlackFailure(error);
      if (failure.code === 'channel_not_found') await this.channels.lookAgain(channelId);
    }
  }

  private async ask(channelId: string): Promise<string[]> {
    const ids: string[] = [];
    const read = (cursor: string | undefined) =>
      this.client.conversations.members({ channel: channelId, limit: PAGE, cursor });
    for await (const page of pagesOf(read)) {
      if (!page.members) throw new SlackFailure('in_doubt', 'answer_without_members');
      ids.push(...page.members);
    }
    return ids;
  }
}

async function allOf<Item>(ids: readonly number[], read: (id: number) => Promise<Item[]>): Promise<Item[]> {
  return (await Promise.all(ids.map(read))).flat();
}
