import { isDeepStrictEqual } from 'node:util';
import { type ApiKey, isInUse, type KeyStore } from '../keys/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import { changeSetting, type SettingRefusal, type Stored } from '../settings/change-setting.ts';
import type { FileForm } from '../settings/file-form.ts';
import type { SettingName } from '../settings/owned.ts';
import { withoutSecrets, withSecrets } from '../settings/secrets.ts';
import type { SettingsWriter } from '../settings/writer.ts';
import type { AuditEntry } from './entry.ts';
import type { AuditStore } from './store.ts';

export interface TakeBackDeps {
  audit: AuditStore;
  writer: Pick<SettingsWriter, 'apply'>;
  keys: Pick<KeyStore, 'list' | 'revoke'>;
}

export type TakeBackRefusal =
  | SettingRefusal
  | { kind: 'no_such_entry' }
  | { kind: 'taken_back_already'; by: AuditEntry }
  /** What was changed has been changed again; `last`: by whom, if that is known. */
  | { kind: 'changed_since'; last: AuditEntry | null }
  /** Of an override: its time is over; or the schedule, or somebody that it names, is not there any more. */
  | { kind: 'over' }
  | { kind: 'nobody_left' }
  /** A revoked key stays so; what was made besides ends in its own way. */
  | { kind: 'not_this_kind' };

export type TakenBack = { kind: 'taken_back'; entry: AuditEntry } | ({ entry: AuditEntry | null } & TakeBackRefusal);

/** Takes a change of settings back, when what it changed is still as it left it. That is a change of settings itself. */
export async function takeBack(id: number, by: Author, now: UtcMs, deps: TakeBackDeps): Promise<TakenBack> {
  const entry = await deps.audit.entry(id);
  if (!entry) return { kind: 'no_such_entry', entry };
  if (entry.takenBackBy !== null) {
    const undoing = await deps.audit.entry(entry.takenBackBy);
    if (undoing) return { kind: 'taken_back_already', by: undoing, entry };
  }
  switch (entry.section) {
    case 'api_keys':
      return takeBackKey(entry, by, now, deps);
    case 'overrides':
      return takeBackOverride(entry, by, now, deps);
    case 'maintenance_windows':
    case 'subscriptions':
    case 'personal_contacts':
    case 'files':
      return { kind: 'not_this_kind', entry };
    default:
      return takeBackSetting({ ...entry, section: entry.section }, by, deps);
  }
}

async function takeBackSetting(
  entry: AuditEntry & { section: SettingName['section'] },
  by: Author,
  { audit, writer }: TakeBackDeps,
): Promise<TakenBack> {
  const { section, before, after } = entry;
  // Entries are told apart in any case; a section as a whole has no name.
  const setting = { section, name: entry.name.toLowerCase() };
  const logged = (stored: Stored): Stored => (isEntry(stored) ? withoutSecrets(section, stored) : stored);
  const outcome = await changeSetting(
    writer,
    {
      kind: 'restore',
      setting,
      expected: (stored) => isDeepStrictEqual(logged(stored), after),
      entry: (stored) => (isEntry(before) ? withSecrets(section, before, isEntry(stored) ? stored : null) : before),
    },
    { by, takesBack: entry.id },
  );
  switch (outcome.kind) {
    case 'changed':
      return { kind: 'taken_back', entry };
    case 'unchanged':
    case 'not_as_expected':
      return { kind: 'changed_since', last: await lastOther(audit, entry), entry };
    default:
      return { ...outcome, entry };
  }
}

async function takeBackKey(
  entry: AuditEntry,
  by: Author,
  now: UtcMs,
  { audit, keys }: TakeBackDeps,
): Promise<TakenBack> {
  const made = entry.after as Pick<ApiKey, 'prefix'> | null;
  if (entry.before !== null || made === null) return { kind: 'not_this_kind', entry };
  const isThere = (await keys.list()).some((key) => key.prefix === made.prefix && isInUse(key, now));
  const revoked = isThere ? await keys.revoke(made.prefix, now, by, entry.id) : null;
  if (revoked) return { kind: 'taken_back', entry };
  return { kind: 'changed_since', last: await lastOther(audit, entry), entry };
}

async function takeBackOverride(
  entry: AuditEntry,
  by: Author,
  now: UtcMs,
  { audit }: TakeBackDeps,
): Promise<TakenBack> {
  const outcome = await audit.takeBackOverride(entry, by, now);
  switch (outcome) {
    case 'taken_back':
    case 'over':
      return { kind: outcome, entry };
    case 'gone':
      return { kind: 'nobody_left', entry };
    case 'changed_since':
      return { kind: 'changed_since', last: await lastOther(audit, entry), entry };
  }
}

async function lastOther(audit: AuditStore, entry: AuditEntry): Promise<AuditEntry | null> {
  const last = await audit.latest(entry);
  return last?.id === entry.id ? null : last;
}

function isEntry(stored: Stored): stored is FileForm {
  return stored !== null && !Array.isArray(stored);
}
