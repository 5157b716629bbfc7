import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { ChannelWish } from '../../notifications/requested/types.ts';
import type { ChannelDirectory } from './channels.ts';
import type { Channel } from './store.ts';

/**
 * The id of a channel that a message is for: a public one is joined, and one that is missing made, if that is wished for. Null when
 * Slack shows the app no such channel, and none is to be made.
 * @throws SlackFailure
 */
export async function enterChannel(
  channels: ChannelDirectory,
  target: string,
  wish: ChannelWish,
): Promise<string | null> {
  const id = (await channels.idOf(target)) ?? (wish.create ? await make(channels, target, wish) : null);
  const channel = id === null ? null : await channels.byId(id);
  if (channel === null) return id;
  if (wish.isPrivate && !channel.isPrivate) throw new SlackFailure('refused', 'channel_is_public');
  if (canJoin(channel)) await tryToJoin(channels, channel);
  return id;
}

/** Gets into the public channels in which the app posts: it hears of reactions, edits and deletions only where it is in. */
export class Entering {
  private readonly tried = new Set<string>();

  constructor(private readonly channels: ChannelDirectory) {}

  /** Something was posted there. Each channel is tried once: where the app may not join, it is to be invited. */
  follow(channelId: string): void {
    if (this.tried.has(channelId)) return;
    this.tried.add(channelId);
    void this.enter(channelId).catch(() => {});
  }

  private async enter(channelId: string): Promise<void> {
    const channel = await this.channels.byId(channelId);
    if (channel && canJoin(channel)) await this.channels.join(channelId);
  }
}

/** A public channel that the app is not in. */
export function canJoin({ isPrivate, isArchived, isMember, isGone }: Channel): boolean {
  return !isPrivate && !isArchived && !isMember && !isGone;
}

/** In most workspaces the app may post in public channels without being in them: posting will say whether it may. */
async function tryToJoin(channels: ChannelDirectory, { id }: Channel): Promise<void> {
  try {
    await channels.join(id);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (error.kind !== 'refused' && error.code !== 'missing_scope') throw error;
  }
}

async function make(channels: ChannelDirectory, target: string, { isPrivate }: ChannelWish): Promise<string | null> {
  try {
    return await channels.create(target.slice(1), isPrivate);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    // Without the scope it would never be made: whoever asked for it is to hear so.
    if (error.code === 'missing_scope') throw new SlackFailure('refused', 'may_not_create', 0, { cause: error });
    if (error.code !== 'name_taken') throw error;
    // Made a moment ago, perhaps by a call of ours whose answer was lost.
    await channels.refresh();
    const id = await channels.idOf(target);
    if (id === null) throw error;
    return id;
  }
}
