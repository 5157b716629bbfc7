import { beforeEach, expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  subscriptions: [{ channel: "#leads", urgencies: [HIGH] }]
  sla: { HIGH: { resolve: 1h } }
users:
  - { name: Jane Doe, email: jane@example.com }
  - name: Bob Smith
    email: bob@example.com
    contact: [{ sms: "+4930123456", after: 5m }, { ntfy: "https://ntfy.example.com/secret-topic", after: 1m }]
  - { name: Dave Doyle, email: dave@example.com, active: false }
schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }]
  - { name: nights, timezone: Europe/Berlin, layers: [] }
escalation_policies:
  - name: payments
    repeat: 1
    steps:
      - { after: 0s, notify: [schedule:payments-primary] }
      - { after: 10m, notify: [user:dave@example.com, schedule:nights, "channel:#critical"] }
services:
  - { name: Payment API, channel: "#payments", escalation_policy: payments, sla: { HIGH: { acknowledge: 5m } } }
  - { name: Website }
`;

let folder: OperatorsFolder;
beforeEach(async () => {
  folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  await folder.opsknight(['apply', 'opsknight.yml']);
});

test('oncall says who is on call at a time, until when, and who comes next', async () => {
  const at = ['--at', '2026-03-28T12:00Z'];
  expect(await folder.opsknight(['oncall', ...at])).toEqual({
    exitCode: 0,
    stdout: [
      'nights: nobody',
      'payments-primary: Bob Smith until Mon 2026-03-30 09:00 Europe/Berlin, then Jane Doe',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect((await folder.opsknight(['oncall', 'NIGHTS', ...at])).stdout).toBe('nights: nobody\n');
  expect(await folder.opsknight(['oncall', 'payment-primary'])).toMatchObject({
    exitCode: 1,
    stderr: 'There is no schedule named "payment-primary". Did you mean "payments-primary"?\n',
  });
  expect(await folder.opsknight(['oncall', '--at', 'tomorrow'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('"tomorrow" is not a time. Write 2026-01-05T09:00'),
  });
});

test('rehearse says where an alert would be shown, and who would be paged and when', async () => {
  // Five minutes before Bob takes over.
  const rehearsal = await folder.opsknight(['rehearse', '--service', 'payment api', '--at', '2026-01-12T07:55Z']);
  expect(rehearsal).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('nothing was opened or sent') });
  expect(rehearsal.stdout.replace(/\w{3} \d{4}-\d\d-\d\d \d\d:(\d\d) [+-]\d\d:\d\d/g, '…:$1')).toBe(`\
A HIGH alert for "Payment API" at …:55
Cards: #payments, #leads (subscribed)
SLA: acknowledge within 5m, resolve within 1h
Escalation "payments", while nobody acknowledges:
  …:55  step 1: pages Jane Doe <jane@example.com>
  …:05  step 2: pages #critical; nobody is on call in nights; Dave Doyle is disabled
  …:15  step 1, round 2: pages Bob Smith <bob@example.com>
    Bob Smith: Slack, ntfy to ntfy.example.com at …:16, SMS to +4930123456 at …:20; the next comes at once when one is silent for 30s
  …:25  step 2, round 2: pages #critical; nobody is on call in nights; Dave Doyle is disabled
`);
  folder.write(
    'high.yml',
    SETTINGS.replace('repeat: 1', 'repeat: 1\n    urgencies: [HIGH]').replace(
      /users:[\s\S]*?(?=escalation_policies:)/,
      '',
    ),
  );
  await folder.opsknight(['apply', 'high.yml']);
  expect((await folder.opsknight(['rehearse', '--service', 'Payment API', '--urgency', 'low'])).stdout).toMatch(
    /Escalation: none while it is LOW: the policy "payments" leaves that out, so nobody is paged\./,
  );
  expect((await folder.opsknight(['rehearse', '--service', 'Website', '--urgency', 'low'])).stdout).toMatch(
    /Cards: #incidents\nSLA: no targets\nEscalation: none\. The service has no escalation policy/,
  );
  expect(await folder.opsknight(['rehearse', '--service', 'Websit'])).toMatchObject({
    exitCode: 1,
    stderr: 'There is no service named "Websit"; nothing was rehearsed. Did you mean "Website"?\n',
  });
});

test('names from outside give the terminal no orders, and an export that holds them applies to no change', async () => {
  const turned = '\u202eenoD\u2066 eoD';
  folder.write(
    'opsknight.yml',
    SETTINGS.replace('Jane Doe', turned)
      .replaceAll('nights', `ni\u202eghts`)
      .replace('name: Website', `name: Web\u202dsite`),
  );
  const commands = [
    ['apply', 'opsknight.yml'],
    ['oncall', '--at', '2026-03-22T12:00Z'],
    ['oncall', 'no\u001b[2Jbody'],
    ['rehearse', '--service', 'Payment API', '--at', '2026-03-22T12:00Z'],
    ['rehearse', '--service', 'Web\u009b31m'],
    ['keys', 'create', '--name', 'x', '--service', 'Web\u202dsite'],
    ['keys', 'list'],
    ['keys', 'revoke', '\u001b]0;title\u0007'],
    ['backup', 'no\u001b[31mfolder/copy.db'],
    ['export'],
  ];
  const runs = [];
  for (const args of commands) runs.push(await folder.opsknight(args));
  const written = runs.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(written).toContain('enoD eoD');
  expect(written).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);

  folder.write('exported.yml', runs.at(-1)?.stdout ?? '');
  expect(await folder.opsknight(['apply', '--prune', 'exported.yml'])).toMatchObject({ exitCode: 0, stdout: '' });
});

test('check-up says what may not be meant, with what to do, and exits with 1', async () => {
  const { exitCode, stdout, stderr } = await folder.opsknight(['check-up']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toContain(
    '✗ Schedule nights has a gap in the next 30 days, the first from now (Europe/Berlin)\n    → ',
  );
  expect(stdout).toMatch(/\n1 thing to see to\.\n$/);
});
