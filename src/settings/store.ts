import type { Service, WorkspaceSettings } from './types.ts';

export interface ConnectionSettings {
  connectionId: number;
  settings: WorkspaceSettings;
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
  /** Names of all on-call schedules, by name. */
  scheduleNames(): Promise<string[]>;
}
