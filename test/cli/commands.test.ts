import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { OperatorsFolder, STACK_TRACE } from './opsknight.ts';

let folder: OperatorsFolder;

beforeEach(() => {
  folder = new OperatorsFolder();
});

test('start without tokens says which are missing, where to get them and what needs none, and exits with 2', () => {
  const result = folder.spawn(['start']);
  expect(result).toMatchObject({ exitCode: 2, stdout: '' });
  expect(result.stderr).toContain('SLACK_BOT_TOKEN is not set.');
  expect(result.stderr).toContain('SLACK_APP_TOKEN is not set.');
  expect(result.stderr).toContain('https://api.slack.com/apps');
  expect(result.stderr).toContain('npm run demo');
  expect(result.stderr).not.toMatch(STACK_TRACE);
});

test('.env is read, and the environment wins over it', () => {
  folder.write('.env', 'DATABASE_URL=file:./from-dotenv.db\nLOG_LEVEL=loud\n');
  expect(folder.spawn(['migrate'])).toMatchObject({ exitCode: 2, stdout: '' });
  const result = folder.spawn(['migrate'], { LOG_LEVEL: 'info' });
  expect(result).toEqual({ exitCode: 0, stdout: '', stderr: 'The database file:./from-dotenv.db is up to date.\n' });
});

test('a file that is no database is a plain message', () => {
  folder.write('not.db', 'this is a text, and a long enough one to be read as a header of a file by SQLite');
  const result = folder.spawn(['migrate'], { DATABASE_URL: 'file:./not.db' });
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain("The database file:./not.db can't be opened");
  expect(result.stderr).not.toMatch(STACK_TRACE);
});

test('a backup is a database with everything in it, and never overwrites anything', () => {
  folder.write('opsknight.yml', 'services: [{ name: Payment API }]');
  folder.spawn(['apply', 'opsknight.yml']);
  expect(folder.spawn(['backup', 'copy.db'])).toMatchObject({ exitCode: 0, stdout: '' });
  expect(folder.spawn(['export'], { DATABASE_URL: 'file:./copy.db' }).stdout).toContain('Payment API');

  const again = folder.spawn(['backup', 'copy.db']);
  expect(again).toMatchObject({
    exitCode: 1,
    stderr: 'copy.db exists already; nothing was copied. Choose another name.\n',
  });
  const nowhere = folder.spawn(['backup', 'no/such/folder/copy.db']);
  expect(nowhere.exitCode).toBe(1);
  expect(nowhere.stderr).toContain('The database itself is unharmed.');
});

test('manifest prints the manifest of the Slack app', () => {
  const manifest = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
  expect(folder.spawn(['manifest'])).toEqual({ exitCode: 0, stdout: manifest, stderr: '' });
});

test('an unknown command names the nearest one', () => {
  const result = folder.spawn(['aply', 'opsknight.yml']);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain('Did you mean apply?');
});

test('every command is explained', () => {
  const { exitCode, stdout } = folder.spawn(['--help']);
  expect(exitCode).toBe(0);
  for (const command of ['start', 'migrate', 'apply', 'export', 'keys', 'backup', 'manifest']) {
    expect(stdout).toContain(`  ${command}`);
  }
});

test('what commands write is for its owner alone, whatever the shell allows', () => {
  const before = process.umask(0);
  const database = { DATABASE_URL: 'file:./data/opsknight.db' };
  expect(folder.spawn(['keys', 'create', '--name', 'x'], database).exitCode).toBe(0);
  expect(folder.spawn(['backup', 'copy.db'], database).exitCode).toBe(0);
  process.umask(before);
  const modeOf = (path: string) => (statSync(join(folder.path, path)).mode & 0o777).toString(8);
  expect(['data', 'data/opsknight.db', 'copy.db'].map(modeOf)).toEqual(['700', '600', '600']);
});

test('a routing rule may name a heartbeat that is not there yet, which is said; nearly another’s name is a mistake', async () => {
  const rule = 'routing: [{ match: { alertname: Watchdog }, heartbeat: alertmanager }]';
  folder.write('opsknight.yml', rule);
  const applied = await folder.opsknight(['apply', 'opsknight.yml']);
  expect(applied).toMatchObject({ exitCode: 0 });
  expect(applied.stderr).toContain('⚠️ routing names the heartbeat "alertmanager", which does not exist');
  folder.write('opsknight.yml', `${rule}\nheartbeats: [{ name: alertmanagr, every: 5m }]`);
  const refused = await folder.opsknight(['apply', 'opsknight.yml']);
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain('Did you mean "alertmanagr"?');
});
