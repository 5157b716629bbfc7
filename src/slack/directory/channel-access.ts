import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { DeliveryStore } from '../../notifications/queue/store.ts';
import type { NotificationStore } from '../../notifications/requested/store.ts';
import { namedChannels } from '../../settings/named-channels.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { ChannelDirectory } from './channels.ts';
import { canJoin } from './entering.ts';
import type { Channel } from './store.ts';

export interface ChannelAccessDeps {
  connectionId: number;
  channels: Pick<ChannelDirectory, 'idOf' | 'byId' | 'refreshOne' | 'join'>;
  settings: Pick<SettingsStore, 'workspace' | 'services' | 'schedulesOf'>;
  notifications: Pick<NotificationStore, 'targets'>;
  deliveries: Pick<DeliveryStore, 'channelClosed' | 'notificationsClosed'>;
  /** Admins are to be told something. */
  onOwed(): void;
  clock: Clock;
  logger: Logger;
}

/**
 * Looks whether the app can still post where it is to post, before an incident finds out that it can't: in the channels that the
 * settings name, and in those that notifications go to. It joins public ones; what it can't mend, the admins hear, once.
 */
export class ChannelAccess {
  constructor(private readonly deps: ChannelAccessDeps) {}

  /** @throws when Slack can't be asked at all. */
  async verify(): Promise<void> {
    const { connectionId, notifications } = this.deps;
    const { named, fallback } = await this.named();
    for (const target of named.keys()) await this.verifyOne(target, (code) => this.tellOfCards(target, code, fallback));
    for (const target of await notifications.targets(connectionId)) {
      if (!named.has(target)) await this.verifyOne(target, (code) => this.tellOfNotifications(target, code));
    }
  }

  /** Something has happened to a channel: if the settings name it, it is looked whether the app can still post there. */
  async verifyChannel(id: string): Promise<void> {
    const { named, fallback } = await this.named();
    const channel = await this.deps.channels.byId(id);
    const names = [id, ...(channel ? [`#${channel.name}`] : [])];
    for (const target of names.filter((name) => named.has(name))) {
      const code = obstacle(channel);
      if (code !== null) await this.tellOfCards(target, code, fallback);
    }
  }

  /** The channels that the settings name here, and where cards go when one of them is closed. */
  private async named() {
    const { connectionId, settings } = this.deps;
    const workspace = await settings.workspace(connectionId);
    const [services, schedules] = [await settings.services(), await settings.schedulesOf(connectionId)];
    return {
      named: namedChannels(connectionId, { workspace, services, schedules }),
      fallback: workspace.defaultChannel,
    };
  }

  private async verifyOne(target: string, tell: (code: string) => Promise<void>): Promise<void> {
    const { channels } = this.deps;
    const id = await channels.idOf(target);
    if (id !== null) await channels.refreshOne(id);
    const channel = id === null ? null : await channels.byId(id);
    const code = obstacle(channel);
    if (code !== null) await tell(code);
    else if (channel && canJoin(channel)) await this.join(target, channel);
  }

  /** In most workspaces the app may post in public channels without being in them, so that nothing is lost yet. */
  private async join(target: string, { id }: Channel): Promise<void> {
    try {
      await this.deps.channels.join(id);
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.kind !== 'refused') throw error;
      this.deps.logger.warn({ channel: target, code: error.code }, 'a public channel could not be joined');
    }
  }

  private async tellOfCards(target: string, code: string, configured: string | null): Promise<void> {
    const { connectionId, deliveries, clock, onOwed } = this.deps;
    const fallback = configured === target ? null : configured;
    await deliveries.channelClosed({ connectionId, target }, code, fallback, clock.now());
    onOwed();
  }

  private async tellOfNotifications(target: string, code: string): Promise<void> {
    const { connectionId, deliveries, clock, onOwed } = this.deps;
    await deliveries.notificationsClosed({ connectionId, target }, code, clock.now());
    onOwed();
  }
}

/** Why the app can't post there, as the error that posting would fail with; null when nothing is known that keeps it from it. */
export function obstacle(channel: Channel | null): string | null {
  if (!channel || channel.isGone) return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  return channel.isPrivate && !channel.isMember ? 'not_in_channel' : null;
}
