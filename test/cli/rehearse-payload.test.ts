import { expect, test } from '@jest/globals';
import { IncidentService } from '../../src/incidents/service.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { alertFields } from '../../src/routing/alert-fields.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { EVERYBODY } from '../everybody.ts';
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
      'Now: opens an incident',
      expect.stringMatching(/^A HIGH alert for "Payment API" at /),
      'Cards: #payments',
      'Flapping: once its alert was resolved 5 times within 1h, it stays open until the alert has been quiet for 15m',
      'SLA: no targets',
      'Escalation: none. The service has no escalation policy, so nobody is paged.',
      '',
      '2. Slow',
      '  rule 1 (alertname=Watchdog) does not: alertname is Slow',
      '  rule 2 (team=search) applies: drop',
      'It would be dropped: no incident is opened, and nobody is told.',
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

test('rehearse names the open incident that an alert would count on', async () => {
  const folder = new OperatorsFolder();
  folder.write('opsknight.yml', 'services: [{ name: Payment API, group: { by: [alertname], within: 10m } }]');
  await folder.opsknight(['apply', 'opsknight.yml']);
  const storage = sqliteStorage(openDatabase(`file:${folder.path}/data/opsknight.db`), systemClock);
  const incidents = new IncidentService(storage.incidents, systemClock, () => {}, EVERYBODY);
  const text = { title: 'x', description: null, source: null, url: null, details: null };
  const serviceId = (await storage.settings.serviceByName('Payment API'))?.id ?? null;
  const noise = { group: null, flapping: null, fields: alertFields({ alertname: 'Slow' }, {}) };
  const report = { ...text, urgency: 'HIGH', components: [], serviceId, dedupKey: 'web-1', noise } as const;
  await incidents.report({ ...report, components: [] }, { kind: 'monitor', name: 'prometheus' });
  storage.close();
  const now = async (key: string, alertname: string, ...more: string[]) => {
    const event = {
      event_action: 'trigger',
      title: 'x',
      service: 'Payment API',
      dedup_key: key,
      details: { alertname },
    };
    folder.write('payload.json', JSON.stringify(event));
    const { stdout } = await folder.opsknight(['rehearse', '--payload', 'payload.json', ...more]);
    return /^Now: (.*)$/m.exec(stdout)?.[1];
  };
  expect(await now('web-1', 'Down')).toBe('counts on INC-1, which has an alert with this dedup key');
  expect(await now('web-2', 'Slow')).toBe('joins INC-1, which is open for its group');
  expect(await now('web-2', 'Down')).toBe('opens an incident');
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect(await now('web-2', 'Slow', '--at', later)).toBe('opens an incident');
});
