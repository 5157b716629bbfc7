import { readSettingsFile } from './bare-steps.ts';
import { joined } from './joined-names.ts';
import { parseSettings } from './parse.ts';
import { type Problem, SettingsError } from './problems.ts';
import { type Names, namesIn } from './references.ts';
import { identityOf, SECTIONS, type SettingsDocument, WHOLE_SECTIONS } from './schema/document.ts';

/** Settings as an operator has them. */
export interface SettingsFile {
  /** Without its folder. */
  name: string;
  text: string;
}

export interface ReadFile {
  name: string;
  document: SettingsDocument;
}

/**
 * What files say that are applied together: each may refer to what another has.
 * @param stored the names in the database
 * Throws a SettingsError with every problem of all of them, and with what two of them have.
 */
export function readFiles(files: readonly SettingsFile[], stored: Names): ReadFile[] {
  const named = files.map(({ name, text }) => namesIn(readSettingsFile(text, name).source?.value));
  const problems: Problem[] = [];
  const read = files.flatMap(({ name, text }, index): ReadFile[] => {
    const beside = named.filter((_, other) => other !== index).reduce<Names>(joined, {});
    const parsed = parseSettings(text, stored, name, beside);
    if (parsed.ok) return [{ name, document: parsed.document }];
    problems.push(...(files.length === 1 ? parsed.problems : parsed.problems.map((one) => inFile(name, one))));
    return [];
  });
  if (problems.length === 0) problems.push(...saidTwice(read));
  if (problems.length > 0) throw new SettingsError(problems);
  return read;
}

/** All that they say, as if it stood in one. */
export function asOne(files: readonly ReadFile[]): SettingsDocument {
  const document: SettingsDocument = {};
  for (const file of files) Object.assign(document, { ...file.document, ...listsOf(document, file.document) });
  return document;
}

function listsOf(so: SettingsDocument, further: SettingsDocument): Partial<SettingsDocument> {
  const lists = SECTIONS.filter((section) => so[section] && further[section]);
  return Object.fromEntries(lists.map((section) => [section, [...(so[section] ?? []), ...(further[section] ?? [])]]));
}

function saidTwice(files: readonly ReadFile[]): Problem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ name, document }) => {
    const said = [
      ...WHOLE_SECTIONS.filter((section) => document[section]).map((section) => ({ key: section, words: section })),
      ...SECTIONS.flatMap((section) =>
        (document[section] ?? []).map((entry) => {
          const identity = identityOf(entry);
          return { key: `${section}:${identity}`, words: `${section}: ${JSON.stringify(identity)}` };
        }),
      ),
    ];
    return said.flatMap(({ key, words }): Problem[] => {
      const before = first.get(key);
      first.set(key, before ?? name);
      if (before === undefined || before === name) return [];
      return [{ place: null, path: `${name}: ${words}`, message: `is in ${before} as well: write it once` }];
    });
  });
}

function inFile(name: string, { path, ...problem }: Problem): Problem {
  return { ...problem, path: `${name}: ${path === '' ? 'the file' : path}` };
}
