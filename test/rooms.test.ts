import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** What the files of a room import from other rooms, as "file: import". */
function importsOf(room: string): string[] {
  const folder = new URL(`../src/${room}/`, import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/ from '([^']+)'/g)].map(([, path]) => `${name}: ${path}`),
  );
}

test.each([
  ['http', /\/slack\//],
  ['slack', /\/http\//],
  ['words', /\/(?:slack|http|cli)\//],
])('%s imports nothing of %s: what both say is in words', (room, other) => {
  const imports = importsOf(room);
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((line) => other.test(line))).toEqual([]);
});
