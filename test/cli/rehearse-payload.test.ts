import { expect, test } from '@jest/globals';
import { OperatorsFolder } from './opsknight.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
services:
  - { name: Payment API, channel: "#payments" }
heartbeats:
  - { name: alertmanager, every: 5m }
routing:
  - { match: { alertname: Watchdog }, heartbeat: alertmanager }
  - { match: { team: search }, drop: true }
  - { match: { team: payments, severity: "critical|page" }, set: { service: Payment API, urgency: HIGH } }
`;

const alert = (labels: Record<string, string>) => ({ status: 'firing', labels, annotations: {}, fingerprint: 'f' });

test('rehearse says what the routing rules make of what a monitor sends', async () => {
  const folder = new OperatorsFolder();
  folder.write('opsknight.yml', SETTINGS);
  await folder.opsknight(['apply', 'opsknight.yml']);
  const body = {
    status: 'firing',
    alerts: [
      alert({ alertname: 'Down', team: 'payments', severity: 'page' }),
      alert({ alertname: 'Slow', team: 'search' }),
      alert({ alertname: 'Watchdog' }),
    ],
  };
  folder.write('payload.json', JSON.stringify(body));
  const { exitCode, stdout } = await folder.opsknight([
    'rehearse',
    '--payload',
    'payload.json',
    '--at',
    '2026-01-12T07:55Z',
  ]);
  expect({ exitCode, lines: stdout.split('\n') }).toEqual({
    exitCode: 0,
    lines: [
      'payload.json: 3 alerts, as Alertmanager',
      '',
      '1. Down',
      '  rule 1 (alertname=Watchdog) does not: alertname is Down',
      '  rule 2 (team=search) does not: team is payments',
      '  rule 3 (team=payments, severity=critical|page) applies: service: Payment API, urgency: HIGH',
      'Title: Down',
      'Dedup key: alertmanager:f',
      expect.stringMatching(/^A HIGH alert for "Payment API" at /),
      'Cards: #payments',
      'Flapping: once it has gone 5 times within 1h, it stays open until calm for 15m',
      'SLA: no targets',
      'Escalation: none. The service has no escalation policy, so nobody is paged.',
      '',
      '2. Slow',
      '  rule 1 (alertname=Watchdog) does not: alertname is Slow',
      '  rule 2 (team=search) applies: drop',
      'Nobody would hear of it.',
      '',
      '3. Watchdog',
      '  rule 1 (alertname=Watchdog) applies: heartbeat: alertmanager',
      'The heartbeat "alertmanager" would beat.',
      '',
    ],
  });

  folder.write('broken.json', '{"alerts": []}');
  expect(await folder.opsknight(['rehearse', '--payload', 'broken.json'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('The list of alerts is empty.'),
  });
  expect(await folder.opsknight(['rehearse'])).toMatchObject({
    exitCode: 1,
    stderr: 'Say either --service or --payload: what the alert is about, or what a monitor sends.\n',
  });
});
