import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import { identityOf, SECTIONS, type Section, type SettingsDocument, type WholeSection } from './schema/document.ts';

/** Something that opsknight.yml can say: an entry of a section, or a section as a whole. */
export interface SettingName {
  section: Section | WholeSection;
  /** What tells an entry apart from the others of its section (`identityOf`); empty for a section as a whole. */
  name: string;
}

/** A setting that belongs to a file: it is changed there, and nowhere else. */
export interface OwnedSetting extends SettingName {
  /** The file's name, without its folder. */
  file: string;
  /** Who applied it last, and when. */
  by: Author;
  at: UtcMs;
}

/** What becomes of the ownership of settings. */
export interface OwnershipChange {
  file: string;
  /** They belong to the file from now on, or still do. */
  takes: SettingName[];
  gives: SettingName[];
}

/** What `apply` does besides: the file takes what it names, or gives it up. Null: what belongs to a file stays so. */
export type Ownership = 'lock' | 'unlock' | null;

export function ownerOf({ section, name }: SettingName, owned: readonly OwnedSetting[]): OwnedSetting | null {
  return owned.find((one) => one.section === section && one.name === name) ?? null;
}

/** Everything that a file says something about. */
export function namedBy(document: SettingsDocument): SettingName[] {
  return [
    ...(document.workspace ? [{ section: 'workspace', name: '' } as const] : []),
    ...(document.routing ? [{ section: 'routing', name: '' } as const] : []),
    ...(document.incident_channels ? [{ section: 'incident_channels', name: '' } as const] : []),
    ...(document.retention ? [{ section: 'retention', name: '' } as const] : []),
    ...SECTIONS.flatMap((section) => (document[section] ?? []).map((entry) => ({ section, name: identityOf(entry) }))),
  ];
}

/** A file that is applied anew goes on owning what it owns of what it names. */
export function ownershipChange(
  document: SettingsDocument,
  owned: readonly OwnedSetting[],
  { file, ownership }: { file: string; ownership: Ownership },
): OwnershipChange {
  const named = namedBy(document);
  if (ownership === 'lock') return { file, takes: named, gives: [] };
  const already = named.filter((one) => ownerOf(one, owned));
  return ownership === 'unlock' ? { file, takes: [], gives: already } : { file, takes: already, gives: [] };
}
