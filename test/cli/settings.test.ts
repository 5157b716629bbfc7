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
      'line 6, column 21: services[1].chanel is not a known setting. Did you mean "channel"?',
      'line 7, column 7: services[2].name "Search" is already used on line 6',
      '',
    ].join('\n'),
  });
  expect((await folder.opsknight(['export'])).stdout).not.toContain('Payment API');
});

test('a file full of mistakes tells them all in one run, in their places and their order, and changes nothing', async () => {
  await folder.opsknight(['apply', 'opsknight.yml']);
  const before = await folder.opsknight(['export']);
  // As editors of Windows save it.
  folder.write('mistakes.yml', `\uFEFF${MISTAKES.map(([line]) => line).join('\r\n')}`);
  const expected = MISTAKES.flatMap(([, ...told], index) =>
    told.map((problem) => expect.stringMatching(`^line ${index + 1}, column \\d+: ${problem}`)),
  );
  for (const flags of [['--dry-run'], ['--prune']]) {
    const { exitCode, stdout, stderr } = await folder.opsknight(['apply', 'mistakes.yml', ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const [summary, , ...told] = stderr.trimEnd().split('\n');
    expect(told).toEqual(expected);
    expect(summary).toBe(`mistakes.yml has ${expected.length} problems; nothing was changed.`);
  }
  expect(await folder.opsknight(['export'])).toEqual(before);
  expect((await folder.opsknight(['audit'])).stdout).not.toContain('Shop');
});

/** Each line of a file, and what is to be told of it. */
const MISTAKES: [line: string, ...told: string[]][] = [
  ['workspace:'],
  ['  default_chanel: "#x"', 'workspace.default_chanel is not a known setting. Did you mean "default_channel"'],
  ['  require_mapped_user: "yes"', 'workspace.require_mapped_user must be true or false, not "yes"'],
  ['  notify: { urgencies: [HIGHT] }', '.*"HIGHT", which is not one of HIGH, MEDIUM, LOW. Did you mean "HIGH"'],
  ['connections:'],
  ['  - { name: team, bot_token_env: xoxb-1 }', '.*bot_token_env must be the name of an environment variable'],
  ['users:'],
  ['  - { name: Jane, email: jane.example.com }', '.*"jane.example.com" is not an e-mail address'],
  ['  - { name: Bob, email: bob@x, timezone: Europe/Berln }', '.*not a time zone.* Did you mean "Europe/Berlin"'],
  ['  - { name: Bobby, email: BOB@x }', '.*"BOB@x" is already used on line 9'],
  ['schedules:'],
  ['  - name: primary'],
  ['    timezone: Europe/Berlin'],
  ['    layers:'],
  ['      - { start: 2026-02-30T09:00, rotation: daily, users: [bob@x] }', '.*start "2026-02-30T09:00" is not a date'],
  ['      - { start: 2026-02-20T09:00, rotation: dayly, users: [carl@x] }', '.*"dayly" is not', '.*the user "carl@x"'],
  ['    overrides:'],
  ['      - { from: 2026-02-02T09:00, to: 2026-02-01T09:00, user: bob@x }', '.*to must end after it begins'],
  ['escalation_policies:'],
  ['  - { name: nobody, steps: [] }', '.*steps must have at least one step'],
  ['  - name: payments'],
  ['    steps:'],
  [
    '      - { after: 5 minutes, notify: [schedule:primry] }',
    '.*not a duration',
    '.*"primry".* Did you mean "primary"',
  ],
  ['    repeat: 1'],
  ['    repeat: 2', 'the file is not valid YAML: Map keys must be unique'],
  ['services:'],
  ['  - { name: Pay, channel: payments }', '.*"payments" is not a channel.* Did you mean "#payments"'],
  ['  - { name: pay }', '.*"pay" is already used on line 27'],
  ['  - { name: Shop, escalation_policy: paymnts }', '.*escalation policy "paymnts".* Did you mean "payments"'],
  ['  - { name: 12, links: [{ text: A, url: wiki }] }', '.*must be text, not 12', '.*"wiki" is not a web address'],
  ['routing:'],
  ['  - { match: { team: "(" }, set: { service: Shoop } }', '.*regular expression', '.*service "Shoop".* "Shop"'],
  ['maintenance:'],
  ['  - { name: disks, services: [Shop], from: 2026-02-01T09:00 }', 'maintenance.0..to is missing'],
  ['outgoing_webhooks:'],
  ['  - { name: CRM, url: crm, secret_env: CRM }', '.*"crm" is not a web address'],
];

test('a file is refused in plain words when it is no text, or only tabs keep it from being read', async () => {
  // What a redirection writes in the shell of Windows.
  folder.write('utf16.yml', Buffer.from(`\uFEFF${FILE}`, 'utf16le'));
  expect((await folder.opsknight(['apply', 'utf16.yml'])).stderr).toBe(
    'utf16.yml is not text in UTF-8: save it in that encoding. Nothing was changed.\n',
  );
  folder.write('tabs.yml', 'services:\n  - name: Search\n\tchanel: "#x"\n');
  const { stderr } = await folder.opsknight(['apply', 'tabs.yml']);
  expect(stderr).toContain('line 3, column 1: the file is not valid YAML: tabs are not allowed as indentation');
  expect(stderr).toContain('chanel is not a known setting. Did you mean "channel"?');
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
