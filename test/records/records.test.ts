import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { verifyRecords } from '../../src/records/verify.ts';
import type { OperatorsFolder, Result } from '../cli/opsknight.ts';
import type { Fixture } from '../storage/conformance/fixture.ts';
import { operatorsWorld } from './operators-world.ts';

const KEY = { ENCRYPTION_KEY: 'a key that is long enough for anybody' };

let folder: OperatorsFolder;
let world: Fixture;

beforeEach(async () => {
  ({ folder, world } = await operatorsWorld());
});

/** Two incidents, one of them worked on. */
async function happen(): Promise<void> {
  await world.apply('services: [{ name: Payments }]\nusers: [{ name: Jane Doe, email: jane@example.com }]');
  const jane = world.person('jane', await world.userId('jane@example.com'));
  await world.open({
    title: 'Disk full',
    description: '“/var” is at 100 %',
    serviceId: await world.serviceId('Payments'),
  });
  await world.repeat(1, { title: 'Disk full' });
  await world.does({ type: 'note', text: 'Looking <at> it' }, 1, jane);
  await world.does({ type: 'resolve', note: 'deleted logs' }, 1, jane);
  await world.open({ title: 'CPU hot' });
}

const run = (args: string[], environment = {}) => folder.opsknight(args, environment);

async function exported(
  args: string[] = ['--since', '2026-01-01'],
  environment = {},
): Promise<{ file: string; key: string }> {
  const { exitCode, stdout, stderr } = await run(['export', ...args], environment);
  expect(exitCode).toBe(0);
  folder.write('records.jsonl', stdout);
  return { file: stdout, key: /key (\S+);/.exec(stderr)?.[1] ?? '' };
}

async function verify(file: string | Buffer, key?: string): Promise<Result> {
  folder.write('some.jsonl', file);
  return run(['verify', 'some.jsonl', ...(key === undefined ? [] : ['--key', key])]);
}

test('everything about an incident is exported with its authors, signed, and found whole', async () => {
  await happen();
  const { file, key } = await exported(['--incident', 'INC-1']);
  const lines = file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type, facts }) => (facts?.kind ? `${type} ${facts.kind}` : type))).toEqual([
    'opsknight-records',
    'incident',
    'timeline triggered',
    'timeline note_added',
    'timeline resolved',
    'repeats',
    'end',
  ]);
  expect(lines[0]).toMatchObject({ incident: 'INC-1', key });
  expect(lines[1]).toMatchObject({
    incident: 'INC-1',
    facts: { status: 'RESOLVED', urgency: 'HIGH', service: 'Payments', alert_count: 2 },
    texts: { title: 'Disk full', description: '“/var” is at 100 %', resolution_note: 'deleted logs' },
  });
  expect(lines[3].texts).toMatchObject({
    text: 'Looking <at> it',
    by: { kind: 'person', name: 'jane', slackUserId: 'UJANE', email: 'jane@example.com' },
  });
  const { exitCode, stdout, stderr } = await verify(file, key);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^some\.jsonl is whole: 1 incident in 7 lines, exported .*Z, signed with the key \S{43}\.\n$/);
});

test('all incidents since a moment are exported; settings are, when neither is asked for', async () => {
  await happen();
  const { file } = await exported();
  expect((await verify(file)).stdout).toContain('2 incidents');
  world.passes(3_600_000);
  await world.open({ title: 'Later' });
  const later = await exported(['--since', new Date(world.clock.time).toISOString()]);
  expect(later.file).toContain('INC-3');
  expect(later.file).not.toContain('INC-2');
  expect((await run(['export'])).stdout).toContain('name: Payments');
  expect(await run(['export', '--incident', 'INC-9'])).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: 'There is no INC-9. Nothing was exported.\n',
  });
});

test('whatever byte of a file is changed, it is refused', async () => {
  await happen();
  const { key } = await exported(['--incident', 'INC-2']);
  const bytes = readFileSync(join(folder.path, 'records.jsonl'));
  const found = async (file: Buffer) =>
    verifyRecords(
      (async function* () {
        yield file;
      })(),
      key,
    );
  expect((await found(bytes)).ok).toBe(true);
  const missed: unknown[] = [];
  let line = 1;
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ (at % 2 === 0 ? 1 : 0x20);
    const outcome = await found(changed);
    if (outcome.ok || outcome.line !== line) missed.push({ at, line, outcome });
    if (bytes[at] === 0x0a) line += 1;
  }
  expect(missed).toEqual([]);
  for (const end of [bytes.length - 1, bytes.length - 30, bytes.lastIndexOf(0x0a, bytes.length - 2) + 1, 0]) {
    expect((await found(bytes.subarray(0, end))).ok).toBe(false);
  }
  expect((await found(Buffer.concat([bytes, Buffer.from('\n')]))).ok).toBe(false);
});

test('a line that is removed, added, swapped, or missing at the end is named', async () => {
  await happen();
  const { file } = await exported();
  const lines = file.trimEnd().split('\n');
  const text = (changed: readonly string[]) => changed.map((line) => `${line}\n`).join('');
  const line = (index: number) => lines[index] ?? '';
  const says = async (changed: readonly string[]) => {
    const { exitCode, stdout, stderr } = await verify(text(changed));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    return stderr;
  };
  const moved = 'it does not follow the line before: a line was removed, added or moved here.\n';
  expect(await says(lines.toSpliced(2, 1))).toBe(`some.jsonl is not whole. Line 3: ${moved}`);
  expect(await says(lines.toSpliced(2, 0, line(2)))).toBe(`some.jsonl is not whole. Line 4: ${moved}`);
  expect(await says(lines.toSpliced(2, 2, line(3), line(2)))).toBe(`some.jsonl is not whole. Line 3: ${moved}`);
  expect(await says(lines.slice(0, 4))).toBe('some.jsonl is not whole. Line 5: it is missing: the end was cut off.\n');
  expect(await says([...lines, line(2)])).toContain(`Line ${lines.length + 1}: it stands after the end of the export.`);
  expect(await says(lines.with(3, line(3).replace('Looking', 'Lookimg')))).toContain('Line 4: its texts were changed.');
  expect(await says(lines.with(3, line(3).replace('note_added', 'reopened')))).toContain('Line 4: it was changed.');
  expect(await says([])).toContain('it is no export of records');
});

test('a file that was signed anew with another key is refused by whoever knows the key', async () => {
  await happen();
  const { key } = await exported();
  const other = await exported(['--since', '2026-01-01'], { DATABASE_URL: 'file:./other.db' });
  expect((await verify(other.file)).stderr).toContain('compare the key with yours');
  expect(await verify(other.file, key)).toMatchObject({
    exitCode: 1,
    stderr: 'some.jsonl is not whole. Line 1: it is signed with another key.\n',
  });
  expect((await verify(other.file, 'nonsense')).stderr).toContain('--key must be a public key');
});

test('the key is the same for each export, and encrypted as soon as there is something to encrypt it with', async () => {
  await happen();
  const { key } = await exported();
  const { records } = world.storage;
  expect(await records.signingSeed()).not.toContain('.');
  expect((await exported(['--incident', 'INC-1'], KEY)).key).toBe(key);
  expect(await records.signingSeed()).toMatch(/^v1\./);
  expect(await run(['export', '--incident', 'INC-1'])).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('Set ENCRYPTION_KEY as it is for the running app. Nothing was exported.'),
  });
  const next = 'another key that is long enough for anybody';
  const both = { ENCRYPTION_KEY: `${next},${KEY.ENCRYPTION_KEY}` };
  expect((await run(['rotate-key'], both)).stdout).toContain('The key that records are signed with is encrypted anew.');
  expect((await exported(['--incident', 'INC-1'], { ENCRYPTION_KEY: next })).key).toBe(key);
});
