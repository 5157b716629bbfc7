import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { FileForm } from '../settings/file-form.ts';
import type { SettingName } from '../settings/owned.ts';
import { NOUNS } from '../settings/schema/document.ts';

/** What a change is about: something that opsknight.yml says, or what is made besides. */
export type Audited =
  | SettingName['section']
  | 'api_keys'
  | 'overrides'
  | 'maintenance_windows'
  | 'subscriptions'
  | 'personal_contacts'
  | 'files';

/** What one of each is called in a sentence. */
export const AUDITED: Record<Audited, string> = {
  ...NOUNS,
  workspace: 'workspace',
  routing: 'routing rules',
  incident_channels: 'incident channels',
  retention: 'retention',
  api_keys: 'API key',
  overrides: 'override',
  maintenance_windows: 'maintenance',
  subscriptions: 'subscription of a channel',
  personal_contacts: 'contact methods of',
  files: 'settings file',
};

/** What is logged of one change, in the words of opsknight.yml and without secrets. */
export interface AuditedChange {
  section: Audited;
  /** As people see it: a service's name, a user's e-mail address; empty where there is only one. */
  name: string;
  /** Null where nothing was, or is. */
  before: FileForm | FileForm[] | null;
  after: FileForm | FileForm[] | null;
  /** The entry that it takes back; null for none. */
  takesBack: number | null;
}

/** A change of settings: who, when, what, from what to what. */
export interface AuditEntry extends AuditedChange {
  id: number;
  at: UtcMs;
  by: Author;
  /** The entry that has taken it back; null while none has. */
  takenBackBy: number | null;
}

/** `service "Payment API"`, `workspace` */
export function auditedName({ section, name }: Pick<AuditedChange, 'section' | 'name'>): string {
  if (name === '') return AUDITED[section];
  return `${AUDITED[section]} ${section === 'users' || section === 'personal_contacts' ? name : JSON.stringify(name)}`;
}
