import type { IncidentService } from '../../incidents/service.ts';
import type { ChannelPart } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { OwnChannelContent } from '../incident-channels/content.ts';
import { MAX_TAKEN_NAMES } from '../incident-channels/name.ts';
import type { OwnChannel, OwnChannelProgress, OwnChannelStore } from '../incident-channels/store.ts';
import type { Delivery } from '../types.ts';
import { archiveWhenAsked } from './archive-channel.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { isChannelClosed, SlackFailure } from './failure.ts';
import { isFinal, tell } from './own-channel-news.ts';
import type { Payment } from './payments.ts';
import type { ChannelBookmark } from './slack-port.ts';

/** What channels of incidents are made with. */
export interface OwnChannels {
  store: OwnChannelStore;
  incidents: Pick<IncidentService, 'execute'>;
  /** Null when there is no such incident any more. */
  content(channel: OwnChannel): Promise<OwnChannelContent | null>;
}

/**
 * One attempt to make the channel of an incident's own, or to bring it up to date. Each step is on disk when it is done, and a
 * step that may have been done is looked for before it is done again: a kill in between makes no second channel.
 */
export async function tendChannel(
  parts: AttemptDeps,
  delivery: Delivery,
  channel: OwnChannel,
  payment: Payment,
): Promise<Attempted> {
  const content = await parts.ownChannels.content(channel);
  if (!content) return { kind: 'refused', code: 'nothing_to_show' };
  try {
    if (channel.channelId === null) return await make(parts, delivery, channel, content, payment);
    if (!(await parts.store.begin(delivery, await parts.slackTime.atLeast(channel.connectionId)))) {
      return { kind: 'changed' };
    }
    await new Furnishing(parts, channel, channel.channelId, content).furnish();
    await archiveWhenAsked(parts, channel, channel.channelId);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (isFinal(error)) return { kind: 'refused', code: error.code };
    return { kind: 'postponed', failure: error, isUnsent: channel.channelId !== null || isUnsent(delivery, error) };
  }
  await parts.store.finish(delivery, null, parts.clock.now());
  return { kind: 'delivered', first: true };
}

/** Whether nothing can have come of an attempt; what was in doubt before still is. */
function isUnsent({ inDoubtSince }: Delivery, { kind }: SlackFailure): boolean {
  return inDoubtSince === null && kind !== 'in_doubt';
}

async function make(
  parts: AttemptDeps,
  delivery: Delivery,
  channel: OwnChannel,
  { name }: OwnChannelContent,
  payment: Payment,
): Promise<Attempted> {
  const { store, slack, slackTime } = parts;
  const { connectionId, isHidden, isPrivate, overSince, isByRule } = channel;
  const isOver = overSince !== null;
  if (delivery.inDoubtSince !== null) {
    const there = await slack.madeChannel(connectionId, name, delivery.inDoubtSince);
    if (there !== null) return made(parts, delivery, channel, { channelId: there, name });
    await store.settledAsUnsent(delivery.id);
  }
  if (isByRule && (isOver || isHidden)) {
    // Nobody waits for it. Should the incident be opened again, it is looked at again.
    await store.finish(delivery, null, parts.clock.now());
    return { kind: 'changed' };
  }
  if (isHidden) return failed(parts, delivery, channel, 'incident_is_private');
  if (isOver) return failed(parts, delivery, channel, 'incident_is_over');
  if (isPrivate === null) {
    // Until Slack has told which channels are private, nobody knows what it is to be.
    return { kind: 'postponed', failure: new SlackFailure('unreachable', 'channels_not_listed'), isUnsent: true };
  }
  const wait = payment.use('conversations.create', '');
  if (wait > 0) return { kind: 'over_budget', wait };
  const since: UtcMs = await slackTime.atLeast(connectionId);
  if (!(await store.begin(delivery, since))) return { kind: 'changed' };
  try {
    const channelId = await slack.makeChannel(connectionId, name, isPrivate);
    return await made(parts, delivery, channel, { channelId, name });
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (error.code === 'name_taken' && channel.takenNames < MAX_TAKEN_NAMES) {
      await parts.ownChannels.store.note(channel.incidentNumber, { takenNames: channel.takenNames + 1 });
      await store.postpone(delivery, { isUnsent: true, counts: false });
      return { kind: 'changed' };
    }
    if (isFinal(error)) return failed(parts, delivery, channel, error.code);
    return { kind: 'postponed', failure: error, isUnsent: error.kind !== 'in_doubt' };
  }
}

/** From now on it is on disk, with its card; what else belongs into it is another delivery's. */
async function made(
  parts: AttemptDeps,
  delivery: Delivery,
  { incidentNumber, connectionId }: OwnChannel,
  { channelId, name }: { channelId: string; name: string },
): Promise<Attempted> {
  await tell(parts, incidentNumber, { kind: 'channel_made', connectionId, channelId, name });
  await parts.store.finish(delivery, null, parts.clock.now());
  return { kind: 'delivered', first: true };
}

async function failed(
  parts: AttemptDeps,
  delivery: Delivery,
  { incidentNumber }: OwnChannel,
  code: string,
): Promise<Attempted> {
  await tell(parts, incidentNumber, { kind: 'channel_failed', code });
  await parts.store.finish(delivery, null, parts.clock.now());
  return { kind: 'changed' };
}

/** What a channel that is there is still to be given. One thing that Slack refuses keeps it from no other. */
class Furnishing {
  private readonly lacks = new Map<ChannelPart, string>();

  constructor(
    private readonly parts: AttemptDeps,
    private readonly channel: OwnChannel,
    private readonly id: string,
    private readonly content: OwnChannelContent,
  ) {}

  /** @throws SlackFailure when Slack can't be asked now. */
  async furnish(): Promise<void> {
    try {
      if (!this.channel.isConverted) await this.describe();
      if (this.channel.isHidden) {
        await this.takeBack();
      } else {
        if (this.channel.isConverted && !this.channel.hasPin) await this.enter();
        await this.pin();
        await this.addBookmarks();
        await this.invite();
      }
    } catch (error) {
      // Somebody has archived it, or put the app out of it: it is theirs then.
      if (!(error instanceof SlackFailure && isChannelClosed(error))) throw error;
    }
    const [code] = this.lacks.values();
    if (code === undefined) return;
    const kind = this.channel.isHidden ? 'channel_keeps' : 'channel_lacks';
    await tell(this.parts, this.channel.incidentNumber, { kind, parts: [...this.lacks.keys()], code });
  }

  /** People had it before, and the app may not be in it; a private one that it is not in, it would not have been given. */
  private async enter(): Promise<void> {
    try {
      await this.parts.slack.join(this.channel.connectionId, this.id);
    } catch (error) {
      if (!(error instanceof SlackFailure) || !isFinal(error)) throw error;
    }
  }

  private async describe(): Promise<void> {
    const { slack } = this.parts;
    const { connectionId, hasPurpose, topic, isHidden } = this.channel;
    const isNews = topic !== this.content.topic;
    if (!hasPurpose || (isHidden && isNews)) {
      await this.give('purpose', () => slack.setPurpose(connectionId, this.id, this.content.purpose));
      await this.note({ hasPurpose: true });
    }
    const { rename } = this.content;
    if (isNews && rename !== null) await this.give('name', () => slack.rename(connectionId, this.id, rename));
    if (isNews) {
      await this.give('topic', () => slack.setTopic(connectionId, this.id, this.content.topic));
      await this.note({ topic: this.content.topic });
    }
  }

  private async pin(): Promise<void> {
    const { connectionId, hasPin, cardTs } = this.channel;
    if (hasPin || cardTs === null) return;
    await this.give('pin', () => this.parts.slack.pin(connectionId, { channelId: this.id, ts: cardTs }));
    await this.note({ hasPin: true });
  }

  private async addBookmarks(): Promise<void> {
    const { connectionId, bookmarks } = this.channel;
    if (bookmarks >= this.content.bookmarks.length) return;
    const there = await this.bookmarksThere();
    for (let count = bookmarks; count < this.content.bookmarks.length && !this.lacks.has('bookmarks'); count++) {
      const bookmark = this.content.bookmarks[count];
      const isThere = there.some(({ title, link }) => title === bookmark?.title && link === bookmark.link);
      if (bookmark && !isThere) {
        await this.give('bookmarks', () => this.parts.slack.addBookmark(connectionId, this.id, bookmark));
      }
      await this.note({ bookmarks: this.lacks.has('bookmarks') ? this.content.bookmarks.length : count + 1 });
    }
  }

  /** An attempt that was cut short may have added some. Where the app may not look, one may be there twice. */
  private async bookmarksThere(): Promise<ChannelBookmark[]> {
    try {
      return await this.parts.slack.bookmarks(this.channel.connectionId, this.id);
    } catch (error) {
      if (!(error instanceof SlackFailure) || !isFinal(error) || isChannelClosed(error)) throw error;
      return [];
    }
  }

  /** What the app has put at the top of a channel that is not to show the incident any more. */
  private async takeBack(): Promise<void> {
    const { slack } = this.parts;
    const { connectionId, hasPin, cardTs, bookmarks } = this.channel;
    if (hasPin && cardTs !== null) {
      await this.give('pin', () => slack.unpin(connectionId, { channelId: this.id, ts: cardTs }));
      await this.note({ hasPin: false });
    }
    if (bookmarks === 0) return;
    const there = (await this.give('bookmarks', () => slack.bookmarks(connectionId, this.id))) ?? [];
    for (const { id } of there.filter(({ isOurs }) => isOurs)) {
      await this.give('bookmarks', () => slack.removeBookmark(connectionId, this.id, id));
    }
    await this.note({ bookmarks: 0 });
  }

  private async invite(): Promise<void> {
    const { slack, ownChannels } = this.parts;
    const { connectionId, incidentNumber, people } = this.channel;
    const invited = new Set(this.channel.invited);
    for (const target of people) {
      const slackUserId = await this.give('people', () => slack.channelId(connectionId, target));
      if (!slackUserId || invited.has(slackUserId)) continue;
      invited.add(slackUserId);
      await this.give('people', () => slack.invite(connectionId, this.id, slackUserId));
      await ownChannels.store.noteInvited(incidentNumber, slackUserId);
    }
  }

  /** @returns null when Slack refuses it, which is told. */
  private async give<T>(part: ChannelPart, call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SlackFailure) || !isFinal(error) || isChannelClosed(error)) throw error;
      if (!DONE_ALREADY.has(error.code)) this.lacks.set(part, this.lacks.get(part) ?? error.code);
      return null;
    }
  }

  private note(progress: OwnChannelProgress): Promise<void> {
    return this.parts.ownChannels.store.note(this.channel.incidentNumber, progress);
  }
}

/** An attempt that was cut short has done it, or somebody has. */
const DONE_ALREADY: ReadonlySet<string> = new Set(['already_pinned', 'already_in_channel', 'no_pin', 'not_found']);
