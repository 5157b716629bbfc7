import { beforeEach, expect, test } from '@jest/globals';
import { DAY } from '../../src/lib/clock.ts';
import type { OperatorsFolder } from '../cli/opsknight.ts';
import type { Fixture } from '../storage/conformance/fixture.ts';
import { operatorsWorld } from './operators-world.ts';

let folder: OperatorsFolder;
let world: Fixture;

const BOB = 'bob@example.com';
const SETTINGS = `
users: [{ name: Jane Doe, email: jane@example.com }, { name: Bob Stone, email: ${BOB} }]
schedules:
  - { name: primary, timezone: UTC, layers: [{ users: [${BOB}, jane@example.com], rotation: weekly, start: 2026-01-05T09:00 }] }
`;
const WITHOUT_BOB = SETTINGS.replace(`${BOB}, jane`, 'jane').replace(`email: ${BOB}`, `email: ${BOB}, active: false`);

beforeEach(async () => {
  ({ folder, world } = await operatorsWorld());
  await world.apply(SETTINGS);
  await world.storage.people.saveIdentities([world.identity('bob'), world.identity('jane')]);
});

const run = (...args: string[]) => folder.opsknight(args);

async function exported(): Promise<string> {
  return (await run('export', '--since', '2025-01-01')).stdout;
}

/** Bob has worked on INC-1, and others have written about him; INC-2 is nothing to him. */
async function happen(): Promise<void> {
  const bob = world.person('bob', await world.userId(BOB));
  await world.open({ title: 'Disk full', description: 'ask Bob Stone <bob@example.com>, not the bobbin' });
  await world.does({ type: 'acknowledge' }, 1, bob);
  await world.does({ type: 'note', text: 'I am on it' }, 1, bob);
  await world.does({ type: 'note', text: '<@UBOB> and @bob know more; Bob is a word' }, 1);
  world.passes(DAY);
  await world.does({ type: 'resolve', note: 'by bob@EXAMPLE.com' }, 1, bob);
  await world.open({ title: 'CPU hot' });
}

test('somebody who has left is nobody any more in what is kept, and the rest is as it was', async () => {
  await happen();
  const story = await world.story(1);
  await world.apply(WITHOUT_BOB);
  const before = await exported();
  expect(before).toContain('UBOB');

  const dry = await run('erase', BOB, '--dry-run');
  expect(dry).toMatchObject({
    exitCode: 0,
    stdout: `In 1 incident a pseudonym would stand in the place of Bob Stone, bob (${BOB}).\n`,
  });
  expect(await exported()).toContain('UBOB');

  const { exitCode, stdout, stderr } = await run('erase', BOB.toUpperCase());
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^In 1 incident Former colleague [0-9a-f]{8} now stands in the place of Bob Stone, bob/,
    ),
  });
  expect(stderr).toContain('exported files are as they were');
  const after = await exported();
  expect(after).not.toMatch(/UBOB|Bob Stone|bob@example\.com|"bob"|@bob/i);
  expect(after).toContain('Bob is a word');
  expect(after).toContain('not the bobbin');
  expect(after).toContain('I am on it');
  expect(after).toContain('"name":"jane"');
  expect(await world.story(1)).toEqual(story);
  expect((await world.storage.people.person(world.connectionId, 'UBOB')) ?? null).toBeNull();
  expect((await run('export')).stdout).not.toContain('bob@');
  expect(await run('erase', BOB)).toMatchObject({
    exitCode: 1,
    stderr: `Nobody is known by the address ${BOB}. Nothing was changed.\n`,
  });
});

test('nor are they in what was written down about the incident afterwards', async () => {
  await happen();
  const { postMortems } = world.storage;
  const bob = world.person('bob', await world.userId(BOB));
  const step = { by: bob, at: world.clock.time };
  const text = 'Bob Stone restarted it; @bob tells how. Bob is a word.';
  await postMortems.begin({
    incidentNumber: 1,
    version: 1,
    state: 'draft',
    sections: [{ id: 1, heading: 'What happened', text }],
    begun: step,
    edited: step,
    reviewed: null,
    published: null,
    refusal: null,
  });
  await world.apply(WITHOUT_BOB);
  expect((await run('erase', BOB)).exitCode).toBe(0);
  const kept = JSON.stringify(await postMortems.get(1));
  expect(kept).not.toMatch(/UBOB|Bob Stone|"bob"|@bob/i);
  expect(kept).toContain('Bob is a word.');
});

test('it is refused while they are an active user, on a schedule, or in an incident that goes on', async () => {
  await happen();
  const refused = async () => {
    const { exitCode, stdout, stderr } = await run('erase', BOB);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('Nothing was changed.');
    return stderr;
  };
  expect(await refused()).toContain('bob@example.com is still an active user.');
  await world.apply(SETTINGS.replace(`email: ${BOB}`, `email: ${BOB}, active: false`));
  expect(await refused()).toContain('is still named in schedule "primary".');
  await world.apply(WITHOUT_BOB);
  await world.does({ type: 'note', text: 'was this @bob?' }, 2);
  expect(await refused()).toContain('INC-2 still goes on and names bob@example.com.');
  await world.resolve(2);
  expect((await run('erase', BOB)).stdout).toContain('In 2 incidents Former colleague');
});

test('an exported file without what names somebody is as whole as before', async () => {
  await happen();
  const { stdout, stderr } = await run('export', '--since', '2025-01-01');
  const key = /key (\S+);/.exec(stderr)?.[1] ?? '';
  folder.write('records.jsonl', stdout);
  const erased = await run('erase', BOB, '--file', 'records.jsonl');
  expect(erased.exitCode).toBe(0);
  expect(erased.stdout).not.toMatch(/UBOB|Bob Stone|bob@example\.com/i);
  expect(erased.stdout).toContain('CPU hot');
  folder.write('without-bob.jsonl', erased.stdout);
  const verified = await run('verify', 'without-bob.jsonl', '--key', key);
  expect(verified.exitCode).toBe(0);
  expect(verified.stdout).toMatch(/is whole: 2 incidents in \d+ lines.*\nThe texts of 5 lines were taken out since/);
  folder.write('records.jsonl', stdout.replace('CPU hot', 'CPU hit'));
  expect(await run('erase', BOB, '--file', 'records.jsonl')).toMatchObject({ exitCode: 1, stdout: '' });
});
