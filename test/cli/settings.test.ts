import { beforeEach, expect, test } from '@jest/globals';
import { OperatorsFolder, STACK_TRACE } from './opsknight.ts';

const FILE = `
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
services:
  - { name: Payment API, channel: "#payments" }
`;

let folder: OperatorsFolder;

beforeEach(async () => {
  folder = new OperatorsFolder();
  folder.write('opsknight.yml', FILE);
});

test('apply prints what changed, and says when there is nothing to change', async () => {
  const first = await folder.opsknight(['apply', 'opsknight.yml']);
  expect(first).toMatchObject({ exitCode: 0, stdout: '+ user jane@example.com\n+ service "Payment API"\n' });
  expect(first.stderr).toContain('2 changes made.');
  const second = await folder.opsknight(['apply', 'opsknight.yml']);
  expect(second).toMatchObject({ exitCode: 0, stdout: '' });
  expect(second.stderr).toContain('Nothing to change');
});

test('apply --dry-run changes nothing', async () => {
  for (let run = 0; run < 2; run++) {
    const result = await folder.opsknight(['apply', '--dry-run', 'opsknight.yml']);
    expect(result).toMatchObject({ exitCode: 0, stdout: '+ user jane@example.com\n+ service "Payment API"\n' });
    expect(result.stderr).toContain('This was a dry run: nothing was changed.');
  }
});

test('what export prints applies to no change, also with --prune', async () => {
  await folder.opsknight(['apply', 'opsknight.yml']);
  const exported = await folder.opsknight(['export']);
  expect(exported).toMatchObject({ exitCode: 0, stderr: '' });
  folder.write('exported.yml', exported.stdout);
  expect(await folder.opsknight(['apply', 'exported.yml', '--prune'])).toMatchObject({ exitCode: 0, stdout: '' });
});

test('a file with problems names them with their lines, changes nothing and exits with 1', async () => {
  folder.write('bad.yml', `${FILE}  - { name: Search, chanel: "#x" }\n  - { name: Search }\n`);
  const result = await folder.opsknight(['apply', 'bad.yml']);
  expect(result).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: [
      'bad.yml has 2 problems; nothing was changed.',
      '',
      'line 6: services[1].chanel is not a known setting. Did you mean "channel"?',
      'line 7: services[2].name "Search" is already used on line 6',
      '',
    ].join('\n'),
  });
  expect((await folder.opsknight(['export'])).stdout).not.toContain('Payment API');
});

test('a file that is not there is a plain message', async () => {
  const result = await folder.opsknight(['apply', 'nowhere.yml']);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toMatch(/^nowhere\.yml can't be read: .*\nNothing was changed\.\n$/);
  expect(result.stderr).not.toMatch(STACK_TRACE);
});

test('audit says who applied what, and takes it back once; what a file owns is said', async () => {
  await folder.opsknight(['apply', 'opsknight.yml'], { SUDO_USER: 'alice' });
  folder.write('other.yml', 'services: [{ name: Payment API, channel: "#other" }]');
  const locked = await folder.opsknight(['apply', 'other.yml', '--lock'], { SUDO_USER: 'bob' });
  expect(locked.stderr).toContain('What other.yml names is changed there from now on');
  const log = await folder.opsknight(['audit', '--since', '1h', '--what', 'payment']);
  expect(log.stdout).toMatch(
    /^#3 {2}\S.*bob on the command line {2}~ service "Payment API"\n {4}channel: "#payments" → "#other"\n#2 .*alice/,
  );
  const owned = await folder.opsknight(['audit', 'take-back', '3']);
  expect(owned).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('opsknight apply other.yml --unlock') });
  await folder.opsknight(['apply', 'other.yml', '--unlock']);
  expect((await folder.opsknight(['audit', 'take-back', '#3'])).stderr).toContain('as it was before');
  expect((await folder.opsknight(['export'])).stdout).toContain('#payments');
  const again = await folder.opsknight(['audit', 'take-back', '3']);
  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('It was taken back already') });
  expect((await folder.opsknight(['audit', '--limit', 'x'])).exitCode).toBe(1);
});
