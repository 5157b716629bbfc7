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

const FIFTEEN_MISTAKES = `workspace:
  default_channel: "incidents here"
  require_maped_user: true
  notify:
    urgencies: [HIGH, URGENT]
users:
  - { name: Jane, email: jane@example.com, role: responder }
  - { name: Bob, email: bob@example.com, role: boss }
  - { name: Bobby, email: BOB@example.com, role: viewer }
services:
  - { name: Payment API, channel: "#payments" }
  - { name: payment api }
  - { name: Web, sla: { HIGH: { acknowledge: 5 minits } } }
  - { name: Search, links: [{ text: Runbook, url: "javascript:alert(1)" }] }
  - { name: Shop, depends_on: [Serch] }
schedules:
  - name: primary
    timezone: Europe/Berln
    layers:
      - { start: "2026-01-05T09:00", rotation: 1 wek, users: [carol@example.com] }
escalation_policies:
  - { name: Payments, steps: [] }
routing:
  - { match: { team: web }, set: { service: [Web] } }
maintenance:
  - { name: Database move, services: [Web], from: "2026-01-05T09:00" }
`;

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

test('a file with fifteen different mistakes is told each of them with its line in one go, and changes nothing', async () => {
  folder.write('good.yml', FILE);
  await folder.opsknight(['apply', 'good.yml']);
  const before = (await folder.opsknight(['export'])).stdout;
  folder.write('bad.yml', FIFTEEN_MISTAKES);

  for (const args of [[], ['--dry-run'], ['--prune']]) {
    const { exitCode, stdout, stderr } = await folder.opsknight(['apply', 'bad.yml', ...args]);
    expect({ exitCode, stdout, told: stderr.split('\n') }).toEqual({
      exitCode: 1,
      stdout: '',
      told: [
        'bad.yml has 15 problems; nothing was changed.',
        '',
        'line 2: workspace.default_channel "incidents here" is not a channel: write "#name", or a channel id such as C0123456789.',
        'line 3: workspace.require_maped_user is not a known setting. Did you mean "require_mapped_user"?',
        'line 5: workspace.notify.urgencies[1] is "URGENT", which is not one of HIGH, MEDIUM, LOW.',
        'line 8: users[1].role is "boss", which is not one of admin, responder, viewer.',
        'line 9: users[2].email "BOB@example.com" is already used on line 8',
        'line 12: services[1].name "payment api" is already used on line 11',
        'line 13: services[2].sla.HIGH.acknowledge "5 minits" is not a duration of up to a year: write 0s, 90s, 5m, 1h30m, 12h or 2d',
        'line 14: services[3].links[0].url "javascript:alert(1)" is not a web address such as https://wiki.example.com/payments',
        'line 15: services[4].depends_on[0] names the service "Serch", which does not exist. Did you mean "Search"?',
        'line 18: schedules[0].timezone "Europe/Berln" is not a time zone such as Europe/Berlin. Did you mean "Europe/Berlin"?',
        'line 20: schedules[0].layers[0].rotation "1 wek" is not a rotation: write daily, weekly, or a length such as 12h, 3d or 2w',
        'line 20: schedules[0].layers[0].users[0] names the user "carol@example.com", which does not exist.',
        'line 22: escalation_policies[0].steps must have at least one step',
        'line 24: routing[0].set.service must be text, not a list',
        'line 26: maintenance[0].to is missing',
        '',
      ],
    });
  }
  expect((await folder.opsknight(['export'])).stdout).toBe(before);
  expect((await folder.opsknight(['audit'])).stdout).not.toContain('Search');
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
