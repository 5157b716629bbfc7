import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../scripts/lock-platforms.js', import.meta.url));
const LOCK = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsknight-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => join(folder, 'package-lock.json');
const git = (...args: string[]) =>
  spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: folder });

/** Runs the script on a lock file. */
function lockPlatforms(...args: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { cwd: folder });
  return { exitCode: status, stderr: stderr.toString() };
}

test('the lock file has the packages of every platform, and the address of no registry', () => {
  writeFileSync(lockFile(), LOCK);
  expect(lockPlatforms('--check')).toEqual({ exitCode: 0, stderr: '' });
});

test('what an install has left out is missed, and put back as it was', () => {
  writeFileSync(lockFile(), LOCK);
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'The lock file');
  const lock = JSON.parse(LOCK);
  for (const [path, entry] of Object.entries<{ cpu?: string[]; resolved?: string }>(lock.packages)) {
    if (entry.cpu && !entry.cpu.includes('x64')) delete lock.packages[path];
    else if (path.startsWith('node_modules/z')) entry.resolved = 'https://registry.example/x.tgz';
  }
  writeFileSync(lockFile(), `${JSON.stringify(lock, null, 2)}\n`);

  const missed = lockPlatforms('--check');
  expect(missed.exitCode).toBe(1);
  expect(missed.stderr).toMatch(/node_modules\/@biomejs\/biome lacks @biomejs\/cli-darwin-arm64@\d/);
  expect(missed.stderr).toContain('node_modules/zod has the address of a registry');
  expect(missed.stderr).toContain('Run: npm run lock-platforms');

  expect(lockPlatforms()).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toEqual(JSON.parse(LOCK));
  expect(readFileSync(lockFile(), 'utf8')).toBe(LOCK);
});
