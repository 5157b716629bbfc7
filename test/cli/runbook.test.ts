import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

const SETTINGS = `
users: [{ name: Jane Doe, email: jane@example.com }]
escalation_policies: [{ name: payments, steps: [{ after: 0s, notify: [user:jane@example.com] }] }]
services: [{ name: Payment API, escalation_policy: payments }]
`;

test('runbook validate says every mistake with its file, line and column, and changes nothing', async () => {
  const folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  folder.write('good.yml', readFileSync('examples/runbooks/documented.yml'));
  folder.write(
    'bad.yml',
    `runbooks:
  - name: bad
    steps:
      - { action: add_note, txt: Hi }
`,
  );
  folder.write(
    'unmet.yml',
    'runbooks: [{ name: unmet, steps: [{ action: slack.create_channel, name: x, add_users: [Jane Do] }] }]',
  );
  await folder.opsknight(['apply', 'opsknight.yml']);
  expect(await folder.opsknight(['runbook', 'validate', 'good.yml'])).toMatchObject({
    exitCode: 0,
    stderr: '1 runbook in 1 file: nothing wrong.\n',
  });
  const { exitCode, stdout, stderr } = await folder.opsknight(['runbook', 'validate', 'bad.yml', 'unmet.yml']);
  expect({ exitCode, lines: stdout.trim().split('\n'), stderr }).toEqual({
    exitCode: 1,
    lines: [
      'bad.yml:4:9: runbooks[0].steps[0].text is missing',
      'bad.yml:4:29: runbooks[0].steps[0].txt is not a known setting. Did you mean "text"?',
      'unmet.yml: runbook "unmet", step 1: nobody in opsknight.yml is called "Jane Do". Did you mean "Jane Doe"?',
    ],
    stderr: '3 mistakes in 2 files.\n',
  });
  expect((await folder.opsknight(['export'])).stdout).not.toContain('runbooks');
});

test('runbooks are applied from files beside opsknight.yml, and exported', async () => {
  const folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  folder.write('documented.yml', readFileSync('examples/runbooks/documented.yml'));
  const applied = await folder.opsknight(['apply', 'opsknight.yml', 'documented.yml']);
  expect(applied).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('+ runbook "documented"') });
  expect((await folder.opsknight(['export'])).stdout).toContain('action: slack.create_thread');
  folder.write('twice.yml', 'runbooks: [{ name: Documented, steps: [{ action: add_note, text: Hi }] }]\n');
  expect(await folder.opsknight(['apply', 'opsknight.yml', 'documented.yml', 'twice.yml'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('twice.yml: runbooks: "documented" is in documented.yml as well: write it once'),
  });
  folder.write(
    'later.yml',
    'services: [{ name: Search }]\nrunbooks: [{ name: later, steps: [{ action: add_note }] }]\n',
  );
  expect((await folder.opsknight(['apply', 'later.yml', 'opsknight.yml'])).stderr).toContain(
    'steps[0].text is missing',
  );
  expect((await folder.opsknight(['export'])).stdout).not.toContain('Search');
  const rehearsed = await folder.opsknight(['runbook', 'rehearse', 'Documented', '--service', 'payment api']);
  expect(rehearsed.stdout.trim().split('\n')).toEqual([
    '1. makes the channel #incident-inc-n, unless the incident has one of its own already',
    '     its purpose: Channel for incident INC-n',
    '     adds Jane Doe',
    '     @sre-team leads to nobody now',
    '2. posts in #incident-inc-n: 🚨 HIGH incident detected in Payment API',
    '     below it: *Impact*: the description of the alert',
    '3. begins a thread in #incident-inc-n: Updates for incident INC-n',
    '     its thread then follows the incident',
  ]);
  expect((await folder.opsknight(['runbook', 'rehearse', 'documentd', '--service', 'Payment API'])).stderr).toContain(
    'There is no runbook "documentd". Did you mean "documented"?',
  );
  expect(await folder.opsknight(['runbook', 'run', 'documented', '--incident', 'INC-1'])).toMatchObject({
    exitCode: 1,
    stderr: 'There is no INC-1. Nothing was begun.\n',
  });
  const { stdout } = await folder.opsknight(['runbook', 'schema']);
  expect(JSON.parse(stdout).properties).toHaveProperty('runbooks');
});
