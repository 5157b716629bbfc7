import { beforeEach, expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

let folder: OperatorsFolder;

beforeEach(async () => {
  folder = new OperatorsFolder();
  folder.write('opsknight.yml', 'services: [{ name: Payment API }]');
  await folder.opsknight(['apply', 'opsknight.yml']);
});

test('a key is printed once, alone on stdout', async () => {
  const made = await folder.opsknight(['keys', 'create', '--name', 'prometheus', '--service', 'payment api']);
  expect(made.exitCode).toBe(0);
  expect(made.stdout).toMatch(/^opk_[\w-]{43}\n$/);
  expect(made.stderr).toContain('the key "prometheus" of the service "Payment API"');

  const list = await folder.opsknight(['keys', 'list']);
  expect(list.stdout).toMatch(
    /^NAME +KEY +SERVICE +CONNECTION +RULES +MAY +LIMIT +CREATED +LAST USED +STATUS\nprometheus +opk_\S{8}… +Payment API +- +- +- +- +.* never +in use\n$/,
  );
  expect(list.stdout).not.toContain(made.stdout.trim());
});

test('a key may do what its scopes say, and its replacement as well', async () => {
  const made = await folder.opsknight(['keys', 'create', '--name', 'grafana', '--scope', 'read', 'alerts']);
  expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^opk_[\w-]{43}\n$/) });
  expect(made.stderr).toContain(
    'It may send alerts and heartbeats; read incidents, services and who is on call, and nothing else.',
  );
  await folder.opsknight(['keys', 'rotate', 'grafana']);
  const list = (await folder.opsknight(['keys', 'list'])).stdout.split('\n');
  expect(list.filter((line) => / alerts, read /.test(line))).toHaveLength(2);
  const none = await folder.opsknight(['keys', 'create', '--name', 'x', '--scope', 'reed']);
  expect(none).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('Did you mean "read"?') });
});

test('a key for an unknown service is not made, and the nearest service is named', async () => {
  const result = await folder.opsknight(['keys', 'create', '--name', 'x', '--service', 'Payment APO']);
  expect(result).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'There is no service named "Payment APO"; no key was made. Did you mean "Payment API"?\n',
  });
  expect((await folder.opsknight(['keys', 'list'])).stderr).toContain('There are no keys yet.');
});

test('two keys in use never have the same name, but a revoked one gives its name free', async () => {
  const create = () => folder.opsknight(['keys', 'create', '--name', 'prometheus']);
  await create();
  expect(await create()).toMatchObject({ exitCode: 1, stdout: '' });
  await folder.opsknight(['keys', 'revoke', 'prometheus']);
  expect(await create()).toMatchObject({ exitCode: 0 });
});

test('a key is revoked by its name or its prefix', async () => {
  const { stdout: key } = await folder.opsknight(['keys', 'create', '--name', 'prometheus']);
  const revoked = await folder.opsknight(['keys', 'revoke', key.slice(0, 12)]);
  expect(revoked).toMatchObject({ exitCode: 0, stdout: '' });
  expect(revoked.stderr).toContain('The key "prometheus"');
  expect((await folder.opsknight(['keys', 'list'])).stdout).toContain('revoked');
});

test('revoking what is not there says so, with the nearest name', async () => {
  await folder.opsknight(['keys', 'create', '--name', 'prometheus']);
  const result = await folder.opsknight(['keys', 'revoke', 'promethius']);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain('nothing was revoked. Did you mean "prometheus"?');
});

test.each(['\u001b[31mred', 'two\nlines', 'ab\u202ecd'])('a key named %j is not made', async (name) => {
  const result = await folder.opsknight(['keys', 'create', '--name', name]);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toBe('The name of a key must be one line of readable text. None was made.\n');
});

test('a key is replaced by another, and the old one works until the overlap is over', async () => {
  const { stdout: old } = await folder.opsknight(['keys', 'create', '--name', 'prometheus', '--limit', '300']);
  const rotated = await folder.opsknight(['keys', 'rotate', 'prometheus', '--overlap', '24h']);
  expect(rotated).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^opk_[\w-]{43}\n$/) });
  expect(rotated.stderr).toContain(`The old one (${old.slice(0, 12)}…) goes on working for 1d.`);
  const list = (await folder.opsknight(['keys', 'list'])).stdout.split('\n');
  expect(list[1]).toMatch(/^prometheus .* 300\/min .* replaced, until /);
  expect(list[2]).toMatch(/^prometheus .* 300\/min .* in use$/);
  expect(await folder.opsknight(['keys', 'rotate', 'promethius'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Did you mean "prometheus"?'),
  });
  expect(await folder.opsknight(['keys', 'rotate', 'prometheus', '--overlap', 'soon'])).toMatchObject({ exitCode: 1 });
});

test.each(['0', '-1', 'many', '1.5'])('a limit of %s is none', async (limit) => {
  const result = await folder.opsknight(['keys', 'create', '--name', 'x', '--limit', limit]);
  expect(result).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('No key was made') });
});
