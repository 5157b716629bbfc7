import { beforeEach, expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

const SETTINGS = 'templates: [{ name: deploy, message: "{service} is live" }]';

let folder: OperatorsFolder;
beforeEach(async () => {
  folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  await folder.opsknight(['apply', 'opsknight.yml']);
});

test('notify prints the id, and says that it waits for the app', async () => {
  const { exitCode, stdout, stderr } = await folder.opsknight([
    ...['notify', '--channel', 'ops', '--template', 'deploy', '--value', 'service=Payment API'],
    ...['--priority', 'high'],
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^[\da-f-]{36}\n$/);
  expect(stderr).toMatch(/^Status: queued\. It is safe on disk/);
});

test.each([
  ['a priority that is none', ['--message', 'x', '--priority', 'urgent'], '"urgent" is not a priority'],
  ['no message', [], '  message is missing'],
  ['a template that is none', ['--template', 'deplyo'], 'Did you mean "deploy"?'],
  ['a value without a name', ['--template', 'deploy', '--value', 'x'], 'write name=value'],
  ['a file that is not there', ['--message', 'x', '--blocks', 'none.json'], "none.json can't be read"],
  ['a file that is no list', ['--message', 'x', '--blocks', 'opsknight.yml'], 'is not a list in JSON'],
])('notify refuses %s, and sends nothing', async (_, args, words) => {
  const { exitCode, stdout, stderr } = await folder.opsknight(['notify', '--channel', 'ops', ...args]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain(words);
});
