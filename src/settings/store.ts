import type { Schedule } from '../oncall/types.ts';
import type { PersonActor } from '../people/actor.ts';
import type { Project } from '../people/projects.ts';
import type { RoutingRule } from '../routing/rule.ts';
import type { ConnectionEntry } from './schema/connections.ts';
import type { OutgoingWebhookEntry } from './schema/outgoing-webhooks.ts';
import type { SenderEntry } from './schema/senders.ts';
import type { WebhookEntry } from './schema/webhooks.ts';
import type { SubscriptionFilter } from './subscriptions.ts';
import type { ChannelRef, NotificationTemplate, Retention, Service, WorkspaceSettings } from './types.ts';

export interface ConnectionSettings {
  connectionId: number;
  settings: WorkspaceSettings;
  /** How the channels are called now that the settings name by their ids, with "#"; as far as that is known. */
  channelNames?: Readonly<Record<ChannelRef, ChannelRef>>;
}

/** All settings that decisions about incidents depend on, as they are at one moment; services by id. */
export interface Rulebook {
  services: ReadonlyMap<Service['id'], Service>;
  workspaces: ConnectionSettings[];
}

/** What the running app reads of the operator's settings; always what is on disk now. */
export interface SettingsStore {
  /** Every connection with its settings. */
  workspaces(): Promise<ConnectionSettings[]>;
  workspace(connectionId: number): Promise<WorkspaceSettings>;
  service(id: number): Promise<Service | null>;
  /** Case-insensitive. */
  serviceByName(name: string): Promise<Service | null>;
  /** By name. */
  services(): Promise<Service[]>;
  /** Connections besides the organisation's and those of OAuth, by name. */
  connections(): Promise<ConnectionEntry[]>;
  /** By name. */
  templates(): Promise<NotificationTemplate[]>;
  /** How bodies of any form are read as alerts, by name. */
  webhooks(): Promise<readonly WebhookEntry[]>;
  /** What has to come with which API key besides, by the key's name. */
  senders(): Promise<readonly SenderEntry[]>;
  /** Where what happens to incidents is sent, by name. */
  outgoingWebhooks(): Promise<readonly OutgoingWebhookEntry[]>;
  /** What alerts are made into before they are taken in, in order. */
  routing(): Promise<readonly RoutingRule[]>;
  retention(): Promise<Retention>;
  projects(): Promise<readonly Project[]>;
  /** Names of all on-call schedules, by name. */
  scheduleNames(): Promise<string[]>;
  /** Those whose teams have their channels in a workspace. */
  schedulesOf(connectionId: number): Promise<readonly Schedule[]>;
}

/** What came of subscribing a channel. */
export type Subscribed =
  | 'made'
  /** It is subscribed to just that, by whomever; or this very request has had its effect. */
  | 'there'
  /** It has as many as it can have. */
  | 'full';

export interface SubscriptionStore {
  /** @param requestKey unique per request */
  subscribe(channelId: string, filter: SubscriptionFilter, by: PersonActor, requestKey: string): Promise<Subscribed>;
  /**
   * Ends what people subscribed a channel to; what opsknight.yml says stays. Cards that were only owed for it, and that Slack has
   * not been given yet, are owed no longer.
   * @param filter just that; null for all
   * @returns how many have ended
   */
  unsubscribe(
    channelId: string,
    filter: SubscriptionFilter | null,
    by: PersonActor,
    requestKey: string,
  ): Promise<number>;
  /** The app was put out of the channel: all that people subscribed it to has ended, and they are told. */
  end(channel: { connectionId: number; id: string }): Promise<void>;
}
