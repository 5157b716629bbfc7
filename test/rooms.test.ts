import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';

/**
 * The house, from the ground up (docs/architecture.md): each room may know those on the floors below it, and nothing of its
 * own floor or above; types count as well. Files that stand alone in `src` are rooms of their own.
 */
const FLOORS = [
  ['lib', 'package-files', 'proxy'],
  ['people'],
  ['oncall'],
  ['routing'],
  ['incidents'],
  ['settings', 'insights', 'lease', 'timers', 'timekeeping'],
  ['heartbeats', 'maintenance', 'check-up'],
  ['notifications'],
  ['words', 'config', 'secrets-in'],
  ['logger', 'keys', 'runbooks', 'records', 'post-mortems'],
  ['audit'],
  // What Slack and the pages both say is in `words`.
  ['slack', 'http', 'outside'],
  ['metrics', 'housekeeping', 'check-up-watch', 'others-watch', 'self-watch'],
  ['storage'],
  ['doctor', 'app'],
  ['demo', 'main'],
  ['cli'],
];

interface Import {
  from: string;
  to: string;
}

function roomOf(file: string): string {
  const [, room = '', ...rest] = file.split('/');
  return rest.length > 0 ? room : room.replace(/\.tsx?$/, '');
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

/** Every import of one file of `src` by another. */
function imports(): Import[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files
    .map((name) => join('src', name))
    .flatMap((from) =>
      [...readFileSync(from, 'utf8').matchAll(/(?:\bfrom |\bimport\()'(\.[^']+)'/g)].map(([, path = '']) => ({
        from,
        to: normalize(join(dirname(from), path)),
      })),
    );
}

test('every room has its floor', () => {
  const rooms = new Set(imports().flatMap(({ from, to }) => [roomOf(from), roomOf(to)]));
  expect(rooms.size).toBeGreaterThan(15);
  expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([]);
});

test('dependencies point one way: no room knows a neighbour, or one that is built on it', () => {
  const upward = imports().filter(({ from, to }) => {
    const [own, other] = [roomOf(from), roomOf(to)];
    return own !== other && floorOf(other) >= floorOf(own);
  });
  expect(upward.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});
