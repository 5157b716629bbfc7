import type { z } from 'zod';
import { knownKeys } from './known-keys.ts';
import { explain, explainUnknownKey } from './messages.ts';
import type { Path, Problem } from './problems.ts';
import { danglingReferences, type Names, namesIn, textsAt } from './references.ts';
import { SECTIONS, type Section, type SettingsDocument, settingsDocument } from './schema/document.ts';
import { problemAt, readYaml, type YamlSource } from './yaml-source.ts';

export type Parsed = { ok: true; document: SettingsDocument } | { ok: false; problems: Problem[] };

/**
 * opsknight.yml → what it says, or everything that is wrong with it, in the order of its lines.
 * @param stored the names in the database: what a section that the file leaves out still has.
 */
export function parseSettings(text: string, stored: Names): Parsed {
  const { source, problems } = readYaml(text);
  if (problems.length > 0) return { ok: false, problems };

  const result = settingsDocument.safeParse(source.value ?? {}, { error: explain });
  const found = [
    ...(result.error?.issues ?? []).flatMap((issue) => toProblems(issue, source)),
    ...SECTIONS.flatMap((section) => duplicates(section, source)),
    ...danglingReferences(source.value, { ...stored, ...namesIn(source.value) }).map(({ path, message }) =>
      problemAt(source, path, message),
    ),
  ];
  if (result.success && found.length === 0) return { ok: true, document: result.data };
  return { ok: false, problems: found.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function toProblems(issue: z.core.$ZodIssue, source: YamlSource): Problem[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  if (issue.code !== 'unrecognized_keys') return [problemAt(source, path, issue.message)];
  const known = knownKeys(settingsDocument, path);
  return issue.keys.map((key) => problemAt(source, [...path, key], explainUnknownKey(key, known)));
}

/** Entries that can't be told apart: users with the same e-mail, anything else with the same name in any case. */
function duplicates(section: Section, source: YamlSource): Problem[] {
  const first = new Map<string, Path>();
  return textsAt(source.value, [section, '*', section === 'users' ? 'email' : 'name']).flatMap(({ path, text }) => {
    const identity = text.trim().toLowerCase();
    const earlier = first.get(identity);
    if (earlier)
      return [problemAt(source, path, `${JSON.stringify(text)} is already used on line ${source.lineOf(earlier)}`)];
    first.set(identity, path);
    return [];
  });
}
