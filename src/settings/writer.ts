import type { Consequences, Effects, NewSettings } from '../incidents/new-settings.ts';
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

/** What was written; `effects`: on open incidents. */
export interface Applied {
  changes: SettingsChange[];
  effects: Effects;
}

/** How `opsknight apply` and `opsknight export` reach the database. */
export interface SettingsWriter {
  read(): Promise<CurrentSettings>;
  /**
   * Lets `plan` look at the settings, writes the changes it returns, and then what `follow` says that they mean for
   * incidents, all in one transaction: nobody changes anything in between, and it is all or nothing. Resolves once it
   * is on disk; when `plan` throws, nothing is written and its error is passed on.
   * @param isDryRun Find out, and write nothing.
   */
  apply(
    plan: (current: CurrentSettings) => SettingsChange[],
    follow: (changes: SettingsChange[], settings: NewSettings) => Consequences,
    isDryRun: boolean,
  ): Promise<Applied>;
}
