import type { z } from 'zod';
import { readSettingsFile } from './bare-steps.ts';
import { joined } from './joined-names.ts';
import { knownKeys } from './known-keys.ts';
import { explain, explainUnknownKey } from './messages.ts';
import type { Path, Problem } from './problems.ts';
import { danglingReferences, type Names, namesIn, textsAt } from './references.ts';
import { SECTIONS, type Section, type SettingsDocument, settingsDocument } from './schema/document.ts';
import { problemAt, type YamlSource } from './yaml-source.ts';

export type Parsed = { ok: true; document: SettingsDocument } | { ok: false; problems: Problem[] };

/**
 * opsknight.yml → what it says, or everything that is wrong with it, in the order of its lines.
 * @param stored the names in the database: what a section that the file leaves out still has.
 * @param file its name, which a list of steps alone is called by
 * @param beside the names in files that are applied with it
 */
export function parseSettings(text: string, stored: Names, file = 'opsknight.yml', beside: Names = {}): Parsed {
  const { source, problems } = readSettingsFile(text, file);
  if (!source) return { ok: false, problems };

  const read = readDocument(source.value ?? {}, { ...stored, ...joined(beside, namesIn(source.value)) });
  const found = [
    ...problems,
    ...(read.ok ? [] : read.flaws.map(({ path, message }) => problemAt(source, path, message))),
    ...SECTIONS.flatMap((section) => duplicates(section, source)),
  ];
  if (read.ok && found.length === 0) return read;
  return { ok: false, problems: found.sort(byPlace) };
}

function byPlace(a: Problem, b: Problem): number {
  return (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}

/** Something that is wrong with settings, where it is. */
export interface Flaw {
  path: Path;
  message: string;
}

/**
 * What settings in the words of opsknight.yml say, wherever they come from, or all that is wrong with them.
 * @param names what may be referred to
 */
export function readDocument(
  value: unknown,
  names: Names,
): { ok: true; document: SettingsDocument } | { ok: false; flaws: Flaw[] } {
  const result = settingsDocument.safeParse(value, { error: explain });
  const flaws = [...(result.error?.issues ?? []).flatMap(toFlaws), ...danglingReferences(value, names)];
  return result.success && flaws.length === 0 ? { ok: true, document: result.data } : { ok: false, flaws };
}

function toFlaws(issue: z.core.$ZodIssue): Flaw[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  // Of a choice between a word and a mapping: what is wrong with the mapping.
  if (issue.code === 'invalid_union') {
    return (issue.errors.at(-1) ?? []).flatMap((inner) => toFlaws({ ...inner, path: [...path, ...inner.path] }));
  }
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  const known = knownKeys(settingsDocument, path);
  return issue.keys.map((key) => ({ path: [...path, key], message: explainUnknownKey(key, known) }));
}

/** Entries that can't be told apart: users with the same e-mail, anything else with the same name in any case. */
function duplicates(section: Section, source: YamlSource): Problem[] {
  const first = new Map<string, Path>();
  return textsAt(source.value, [section, '*', section === 'users' ? 'email' : 'name']).flatMap(({ path, text }) => {
    const identity = text.trim().toLowerCase();
    const earlier = first.get(identity);
    if (earlier)
      return [
        problemAt(source, path, `${JSON.stringify(text)} is already used on line ${source.placeOf(earlier).line}`),
      ];
    first.set(identity, path);
    return [];
  });
}
