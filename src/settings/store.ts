import type { RoutingRule } from '../routing/rule.ts';
import type { WebhookEntry } from './schema/webhooks.ts';
import type { NotificationTemplate, Service, WorkspaceSettings } from './types.ts';

export interface ConnectionSettings {
  connectionId: number;
  settings: WorkspaceSettings;
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
  /** By name. */
  templates(): Promise<NotificationTemplate[]>;
  /** How bodies of any form are read as alerts, by name. */
  webhooks(): Promise<readonly WebhookEntry[]>;
  /** What alerts are made into before they are taken in, in order. */
  routing(): Promise<readonly RoutingRule[]>;
  /** Names of all on-call schedules, by name. */
  scheduleNames(): Promise<string[]>;
}
