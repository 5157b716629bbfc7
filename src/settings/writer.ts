import type { SettingsChange } from './changes.ts';
import type { StoredSettings } from './schema/document.ts';
import type { SlackOverride } from './slack-overrides.ts';

/** The operator's settings as they are on disk, with what must be known to change them safely. */
export interface CurrentSettings extends StoredSettings {
  /** Names of the services that incidents or API keys refer to: they can't go without losing history. */
  servicesInUse: string[];
  /** Made by people, not by `apply`, which leaves them alone. */
  slackOverrides: SlackOverride[];
}

/** How `opsknight apply` and `opsknight export` reach the database. */
export interface SettingsWriter {
  read(): Promise<CurrentSettings>;
  /**
   * Lets `plan` look at the settings and writes the changes it returns, all in one transaction: nobody changes them
   * in between, and it is all or nothing. Resolves with the changes once they are on disk; when `plan` throws, nothing
   * is written and its error is passed on.
   */
  apply(plan: (current: CurrentSettings) => SettingsChange[]): Promise<SettingsChange[]>;
}
