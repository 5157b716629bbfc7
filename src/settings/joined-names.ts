import type { Names } from './references.ts';
import { SECTIONS } from './schema/document.ts';

/** Names of both, section by section. */
export function joined(one: Names, other: Names): Names {
  const sections = SECTIONS.filter((section) => one[section] || other[section]);
  const names = sections.map((section) => [section, [...(one[section] ?? []), ...(other[section] ?? [])]]);
  return { ...one, ...Object.fromEntries(names) };
}
