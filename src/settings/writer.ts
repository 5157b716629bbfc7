import type { Incident } from '../incidents/types.ts';
import type { Author } from '../people/author.ts';
import type { SettingsChange } from './changes.ts';
import type { Consequences, Effects, NewSettings, SettingsToFollow } from './new-settings.ts';
import type { OwnedSetting, OwnershipChange } from './owned.ts';
import type { PersonalReaches } from './personal-reach.ts';
import type { StoredSettings } from './schema/document.ts';
import type { SlackOverride } from './slack-overrides.ts';
import type { MadeSubscription } from './subscriptions.ts';

/** The operator's settings as they are on disk, with what must be known to change them safely. */
export interface CurrentSettings extends StoredSettings {
  /** Names of the services that incidents or API keys refer to: they can't go without losing history. */
  servicesInUse: string[];
  /** Whatever the connections are called, those of OAuth by the name and the id of their workspace. */
  connected: string[];
  /** Made by people, not by `apply`, which leaves them alone. */
  slackOverrides: SlackOverride[];
  /** The same of subscriptions of channels. */
  slackSubscriptions: MadeSubscription[];
  /** The same of how people are reached. */
  personalReaches: PersonalReaches;
  /** What belongs to a file. */
  owned: OwnedSetting[];
}

/** What is to be written. */
export interface PlannedChanges {
  changes: SettingsChange[];
  /** Without any, what belongs to a file stays so. */
  owns: readonly OwnershipChange[];
}

/** What was written, and the moment at which it was. */
export interface Applied extends Omit<NewSettings, 'live'> {
  changes: SettingsChange[];
}

export interface Applying {
  /** Find out, and write nothing. */
  isDryRun: boolean;
  /** Open incidents that climb an older version of their policy are to start over. */
  restartsEscalations: boolean;
  /** Whom the audit log names. */
  by: Author;
  /** The entry of the audit log that is taken back; null for none. */
  takesBack: number | null;
}

export interface Followed {
  effects: Effects;
  /** Whether every incident has had it now. */
  isDone: boolean;
}

/** Some of the live incidents: those with the next numbers after `after`. */
export interface LivePart {
  after: number;
  limit: number;
}

/** How the operator's settings are read and changed, as opsknight.yml says them. */
export interface SettingsWriter {
  read(): Promise<CurrentSettings>;
  /**
   * Lets `plan` look at the settings and writes the changes it returns, each with its entry in the audit log, in one
   * transaction: nobody changes anything in between, and it is all or nothing. With them it is noted that the open incidents have yet to have what that means for
   * them. Resolves once it is on disk; when `plan` throws, nothing is written and its error is passed on.
   */
  apply(plan: (current: CurrentSettings) => PlannedChanges, applying: Applying): Promise<Applied>;
  /**
   * Writes what new settings mean for the next open incidents that have not had it, in one transaction, also after settings
   * that somebody else applied and did not finish.
   */
  follow(consequences: (settings: SettingsToFollow) => Consequences, atMost: number): Promise<Followed>;
  /** Incidents that are not resolved, by number. */
  live(part: LivePart): Promise<Incident[]>;
}
