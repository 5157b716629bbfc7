import type { SlackMessage } from '../../notifications/message.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { SettingsStore, SubscriptionStore } from '../../settings/store.ts';
import { isSameFilter, subscriptionsOf } from '../../settings/subscriptions.ts';
import { isPassing, soon } from '../api/patience.ts';
import { obstacle } from '../directory/channel-access.ts';
import type { ChannelDirectory } from '../directory/channels.ts';
import { canJoin } from '../directory/entering.ts';
import type { Channel } from '../directory/store.ts';
import {
  nothingToEnd,
  notInChannel,
  type ShownSubscription,
  sharedWithOthers,
  subscribed,
  subscribedAlready,
  tooManySubscriptions,
  unsubscribed,
} from '../interactions/subscriptions/words.ts';
import type { SubscriptionAction } from './request.ts';

/** What came of it, in words. */
export interface SubscriptionResult {
  kind: 'subscribed';
  message: SlackMessage;
}

export interface SubscriptionActionsDeps {
  connectionId: number;
  subscriptions: SubscriptionStore;
  settings: Pick<SettingsStore, 'workspace'>;
  channels: Pick<ChannelDirectory, 'byId' | 'refreshOne' | 'join'>;
  /** People are to be told something. */
  onOwed(): void;
}

/** What channels hear of besides what belongs to them, as people ask for it: each request once. */
export class SubscriptionActions {
  constructor(private readonly deps: SubscriptionActionsDeps) {}

  async perform(action: SubscriptionAction, actor: PersonActor, requestKey: string): Promise<SubscriptionResult> {
    return { kind: 'subscribed', message: await this.told(action, actor, requestKey) };
  }

  /** All that a channel is subscribed to: by opsknight.yml under its name or its id, and by people. */
  async of(channelId: string): Promise<ShownSubscription[]> {
    const { settings, connectionId, channels } = this.deps;
    const { subscriptions } = await settings.workspace(connectionId);
    const channel = await channels.byId(channelId);
    return subscriptionsOf(subscriptions, [channelId, ...(channel ? [`#${channel.name}`] : [])]);
  }

  /** The app was put out of a channel: whoever did that does not want to hear of incidents there. */
  async putOutOf(channelId: string): Promise<void> {
    const { subscriptions, connectionId, channels, onOwed } = this.deps;
    const channel = await channels.byId(channelId);
    if (!channel || channel.isMember || channel.isArchived) return;
    await subscriptions.end({ connectionId, id: channelId });
    onOwed();
  }

  private async told(action: SubscriptionAction, actor: PersonActor, requestKey: string): Promise<SlackMessage> {
    const { subscriptions } = this.deps;
    const { channelId } = action;
    if (action.kind === 'unsubscribe') {
      const ended = await subscriptions.unsubscribe(channelId, action.filter, actor, requestKey);
      const left = await this.of(channelId);
      return ended === 0 ? nothingToEnd(left) : unsubscribed(left);
    }
    const { filter } = action;
    const channel = await this.lookAt(channelId);
    if (channel === null || obstacle(channel) !== null) return notInChannel();
    if (channel.isExternal) return sharedWithOthers();
    if ((await this.of(channelId)).some((one) => isSameFilter(one, filter))) return subscribedAlready(filter);
    const outcome = await subscriptions.subscribe(channelId, filter, actor, requestKey);
    if (outcome === 'full') return tooManySubscriptions();
    if (outcome === 'there') return subscribedAlready(filter);
    if (canJoin(channel)) await this.tryToJoin(channelId);
    return subscribed(filter, await this.of(channelId));
  }

  /** Somebody may just have invited the app, or people of another organisation. */
  private async lookAt(channelId: string): Promise<Channel | null> {
    const { channels } = this.deps;
    try {
      await soon(channels.refreshOne(channelId));
    } catch (error) {
      if (!isPassing(error)) throw error; // else what is known has to do
    }
    return channels.byId(channelId);
  }

  /** In most workspaces the app may post in public channels without being in them; whether it may is looked at every hour. */
  private async tryToJoin(channelId: string): Promise<void> {
    try {
      await soon(this.deps.channels.join(channelId));
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
    }
  }
}
