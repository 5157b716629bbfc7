import { createHmac, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Author } from '../people/author.ts';
import type { SettingsChange } from './changes.ts';
import {
  type FileForm,
  toFileEntry,
  toFileIncidentChannels,
  toFileRetention,
  toFileRouting,
  toFileWorkspace,
} from './file-form.ts';
import { type OwnedSetting, ownerOf, type SettingName } from './owned.ts';
import { type Flaw, readDocument } from './parse.ts';
import { planChanges } from './plan.ts';
import { type Problem, SettingsError } from './problems.ts';
import { namesIn } from './references.ts';
import { identityOf, isWhole, type Section, type SettingsDocument } from './schema/document.ts';
import type { UserEntry } from './schema/people.ts';
import type { CurrentSettings, SettingsWriter } from './writer.ts';

/*
 * The one way to change a setting, apart from applying a file: what is wanted is put into the words of opsknight.yml and goes
 * through the same schema, the same plan and the same transaction.
 */

/** One value of an entry, as somebody has changed it in a form. */
export interface FieldEdit {
  /** Where it is in the entry: `['sla', 'HIGH']`. */
  path: readonly string[];
  /** What the form showed there, as `fingerprintOf` has it. */
  seen: string;
  /** In the words of opsknight.yml; undefined for leaving it out. */
  value: unknown;
}

export type SettingRequest =
  | { kind: 'edit'; setting: SettingName; fields: readonly FieldEdit[] }
  | { kind: 'create'; section: Section; entry: FileForm }
  /** `seen`: all of it, as `fingerprintOf` has it, when it was asked whether it is to go. */
  | { kind: 'remove'; section: Section; name: string; seen: string }
  /** All of it becomes what is said, if it is now what is expected. */
  | {
      kind: 'restore';
      setting: SettingName;
      expected: (current: Stored) => boolean;
      /** Null: it goes. Undefined: it is not known in full. */
      entry: (current: Stored) => Stored | undefined;
    };

/** A setting in its file form: an entry, all routing rules, or null where there is none. */
export type Stored = FileForm | FileForm[] | null;

/** Why nothing was changed. */
export type SettingRefusal =
  /** `problems`: where in the entry, and what. */
  | { kind: 'invalid'; problems: Flaw[] }
  /** Other entries stand against it. */
  | { kind: 'in_the_way'; problems: Problem[] }
  /** Somebody else has changed these meanwhile; `now`: what they are. */
  | { kind: 'changed_meanwhile'; fields: { path: readonly string[]; now: unknown }[] }
  | { kind: 'gone' }
  | { kind: 'taken' }
  | { kind: 'owned'; owner: OwnedSetting }
  /** Nobody would be left who may change settings in Slack. */
  | { kind: 'last_admin' }
  /** It is not any more what it was expected to be. */
  | { kind: 'not_as_expected' }
  /** What it would have to become again is not known in full. */
  | { kind: 'not_known' };

export type SettingOutcome = { kind: 'changed'; changes: SettingsChange[] } | { kind: 'unchanged' } | SettingRefusal;

/** What the plan is left with. */
class Refused extends Error {
  constructor(readonly refusal: SettingRefusal) {
    super(refusal.kind);
  }
}

/**
 * Changes one setting, if it is still what whoever asks has seen of it. The open incidents have yet to have what it means for
 * them (`finishApplying`).
 */
export async function changeSetting(
  writer: Pick<SettingsWriter, 'apply'>,
  request: SettingRequest,
  { by, takesBack = null }: { by: Author; takesBack?: number | null },
): Promise<SettingOutcome> {
  const applying = { isDryRun: false, restartsEscalations: false, by, takesBack };
  try {
    const { changes } = await writer.apply((current) => ({ changes: allowed(current, request), owns: [] }), applying);
    return outcomeOf(changes);
  } catch (error) {
    return refusalIn(error);
  }
}

/** What would come of it now; nothing is changed. */
export function foreseeSetting(current: CurrentSettings, request: SettingRequest): SettingOutcome {
  try {
    return outcomeOf(allowed(current, request));
  } catch (error) {
    return refusalIn(error);
  }
}

function allowed(current: CurrentSettings, request: SettingRequest): SettingsChange[] {
  const planned = plan(current, request);
  refuseWithoutAdmin(current, planned);
  return planned;
}

function outcomeOf(changes: SettingsChange[]): SettingOutcome {
  return changes.length === 0 ? { kind: 'unchanged' } : { kind: 'changed', changes };
}

function refusalIn(error: unknown): SettingRefusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof SettingsError) return { kind: 'in_the_way', problems: error.problems };
  throw error;
}

/** Known to nobody: a fingerprint that whoever opens a form is sent tells them of no value, however they guess. */
const KEY = randomBytes(32);
/** Many of them have to fit into a modal's 3,000 characters. */
const FINGERPRINT_LENGTH = 16;

/** What a form remembers of a value that it shows, while this process lives. */
export function fingerprintOf(value: unknown): string {
  return createHmac('sha256', KEY)
    .update(JSON.stringify(sorted(value ?? null)))
    .digest('base64url')
    .slice(0, FINGERPRINT_LENGTH);
}

/** The order of keys means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** A setting as it is now, in its file form; null for an entry that isn't there. */
export function storedSetting(current: CurrentSettings, { section, name }: SettingName): Stored {
  if (section === 'workspace') return toFileWorkspace(current.workspace);
  if (section === 'routing') return toFileRouting(current.routing);
  if (section === 'incident_channels') return toFileIncidentChannels(current.incident_channels);
  if (section === 'retention') return toFileRetention(current.retention);
  const entry = current[section].find((one) => identityOf(one) === name);
  return entry ? toFileEntry(entry) : null;
}

/** The value at a place in an entry; undefined where there is none. */
export function valueAt(entry: unknown, [segment, ...rest]: readonly string[]): unknown {
  if (segment === undefined) return entry;
  const isMapping = typeof entry === 'object' && entry !== null && Object.hasOwn(entry, segment);
  return isMapping ? valueAt((entry as FileForm)[segment], rest) : undefined;
}

function plan(current: CurrentSettings, request: SettingRequest): SettingsChange[] {
  switch (request.kind) {
    case 'create': {
      const { section, entry } = request;
      const document = validated(current, section, entry);
      const [made] = document[section] ?? [];
      if (made && storedSetting(current, { section, name: identityOf(made) })) throw new Refused({ kind: 'taken' });
      return planChanges(document, current, { prune: false });
    }
    case 'edit': {
      const { setting, fields } = request;
      refuseOwned(current, setting);
      const stored = storedSetting(current, setting);
      if (stored === null || Array.isArray(stored)) throw new Refused({ kind: 'gone' });
      refuseStale(stored, fields);
      const edited = fields.reduce((entry, { path, value }) => withValue(entry, path, value), stored);
      return planChanges(validated(current, setting.section, edited), current, { prune: false });
    }
    case 'remove': {
      refuseOwned(current, request);
      const stored = storedSetting(current, request);
      if (stored !== null && fingerprintOf(stored) !== request.seen) throw new Refused({ kind: 'not_as_expected' });
      return planWithout(current, request);
    }
    case 'restore': {
      const { setting, expected, entry } = request;
      refuseOwned(current, setting);
      const stored = storedSetting(current, setting);
      if (!expected(stored)) throw new Refused({ kind: 'not_as_expected' });
      const wanted = entry(stored);
      if (wanted === undefined) throw new Refused({ kind: 'not_known' });
      if (wanted !== null) return planChanges(validated(current, setting.section, wanted), current, { prune: false });
      if (isWhole(setting.section)) throw new Refused({ kind: 'not_known' });
      return planWithout(current, { section: setting.section, name: setting.name });
    }
  }
}

function refuseOwned({ owned }: CurrentSettings, setting: SettingName): void {
  const owner = ownerOf(setting, owned);
  if (owner) throw new Refused({ kind: 'owned', owner });
}

/** Of two admins who take the role from each other at the same moment, one stays. */
function refuseWithoutAdmin({ users }: CurrentSettings, changes: readonly SettingsChange[]): void {
  const changed = new Map(
    changes.flatMap((change) =>
      change.section === 'users' && change.after ? [[change.after.email, change.after]] : [],
    ),
  );
  const isAdmin = ({ role, active }: UserEntry) => role === 'admin' && active;
  const hadOne = users.some(isAdmin);
  const hasOne = [...users.map((user) => changed.get(user.email) ?? user), ...changed.values()].some(isAdmin);
  if (hadOne && !hasOne) throw new Refused({ kind: 'last_admin' });
}

/** What was changed by two at once is nobody's to overwrite unseen; who wants the same as is there already loses nothing. */
function refuseStale(stored: FileForm, fields: readonly FieldEdit[]): void {
  const stale = fields
    .map(({ path, seen, value }) => ({ path, seen, value, now: valueAt(stored, path) }))
    .filter(({ seen, value, now }) => fingerprintOf(now) !== seen && !isDeepStrictEqual(now, value))
    .map(({ path, now }) => ({ path, now }));
  if (stale.length > 0) throw new Refused({ kind: 'changed_meanwhile', fields: stale });
}

function validated(current: CurrentSettings, section: SettingName['section'], entry: unknown): SettingsDocument {
  const names = { ...namesIn(current), connected: current.connected };
  const isAlone = isWhole(section);
  const value = { [section]: isAlone ? entry : [entry] };
  // An entry may refer to others of its own section, and to itself.
  const declared = isAlone ? [] : (namesIn(value)[section] ?? []);
  const known = isAlone ? names : { ...names, [section]: [...declared, ...(names[section] ?? [])] };
  const read = readDocument(value, known);
  if (read.ok) return read.document;
  const problems = read.flaws.map(({ path, message }) => ({ path: path.slice(isAlone ? 1 : 2), message }));
  throw new Refused({ kind: 'invalid', problems });
}

/** An entry goes; what may not go keeps its name, and a user becomes inactive, as with `apply --prune`. */
function planWithout(
  current: CurrentSettings,
  { section, name }: { section: Section; name: string },
): SettingsChange[] {
  const others = current[section].filter((entry) => identityOf(entry) !== name);
  if (others.length === current[section].length) throw new Refused({ kind: 'gone' });
  return planChanges({ [section]: others }, current, { prune: true });
}

/** The entry with another value at a place; without it for undefined, and without the mapping that has lost its last one. */
export function withValue(entry: FileForm, [segment, ...rest]: readonly string[], value: unknown): FileForm {
  if (segment === undefined) throw new Error('a value has no place');
  const { [segment]: before, ...others } = entry;
  if (rest.length === 0) return value === undefined ? others : { ...entry, [segment]: value };
  const inner = withValue(typeof before === 'object' && before !== null ? (before as FileForm) : {}, rest, value);
  return Object.keys(inner).length === 0 ? others : { ...entry, [segment]: inner };
}
