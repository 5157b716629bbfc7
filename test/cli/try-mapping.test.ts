import { expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

const SETTINGS = `
services: [{ name: Payment API }]
routing: [{ match: { job: deploy }, set: { service: Payment API } }]
webhooks:
  - { name: jenkins, title: "{$.job} failed", dedup_key: $.job, urgency: $.level, resolve: { $.state: ok } }
`;

test('try-mapping says what a mapping reads of a file, also before it is applied', async () => {
  const folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  folder.write('body.json', '{"job": "deploy", "level": "warning"}');
  expect(await folder.opsknight(['try-mapping', 'body.json'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('There is no webhook yet'),
  });
  const before = await folder.opsknight(['try-mapping', 'body.json', '--settings', 'opsknight.yml']);
  expect(before.stdout).toContain('1. deploy failed');

  await folder.opsknight(['apply', 'opsknight.yml']);
  const { exitCode, stdout } = await folder.opsknight(['try-mapping', 'body.json', '--mapping', 'Jenkins']);
  expect({ exitCode, lines: stdout.split('\n') }).toEqual({
    exitCode: 0,
    lines: [
      'body.json: 1 alert, as "jenkins" reads it',
      '',
      '1. deploy failed',
      '  rule 1 (job=deploy) applies: service: Payment API',
      'Title: deploy failed',
      'Dedup key: deploy',
      'It would be MEDIUM, for "Payment API".',
      '',
    ],
  });
});
