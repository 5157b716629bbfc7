import { describe, expect, test } from '@jest/globals';
import { startHouse } from './support.ts';

/** As the documentation of each shows it, with the parts that matter. */
const ALERT = {
  status: 'firing',
  labels: {
    alertname: 'ProbeFailure',
    instance: 'https://server.example.org',
    job: 'http_checks',
    severity: 'warning',
  },
  annotations: {
    description: 'Instance https://server.example.org has been down for over 5m.',
    summary: 'BlackBox Probe Failure: https://server.example.org',
    runbook_url: 'https://wiki.example.org/probes',
  },
  startsAt: '2023-02-06T13:08:45.828Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example.org:9090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',
  fingerprint: '1a30ba71cca2921f',
};

const group = (...alerts: object[]) => ({
  receiver: 'opsknight',
  status: alerts.some((alert) => 'status' in alert && alert.status === 'firing') ? 'firing' : 'resolved',
  alerts,
  groupLabels: { alertname: 'ProbeFailure' },
  commonLabels: { alertname: 'ProbeFailure', severity: 'warning' },
  commonAnnotations: {},
  externalURL: 'http://prometheus.example.org:9093',
  version: '4',
  groupKey: '{}/{severity="warning"}:{alertname="ProbeFailure"}',
  truncatedAlerts: 0,
});

const resolved = { ...ALERT, status: 'resolved', endsAt: '2023-02-06T13:20:00Z' };

async function actionsOf(response: Response): Promise<unknown[]> {
  const { results } = (await response.json()) as { results: { action: string; incident: string | null }[] };
  return results.map(({ action, incident }) => [action, incident]);
}

describe.each([
  ['Alertmanager', '/api/integrations/alertmanager'],
  ['Grafana', '/api/integrations/grafana'],
])('the webhook of %s', (name, path) => {
  test('opens an incident for each alert, with what its labels and annotations say', async () => {
    const house = await startHouse();
    const response = await house.post(path, group(ALERT));
    expect(response.status).toBe(202);
    expect(await actionsOf(response)).toEqual([['opened', 'INC-1']]);
    expect(await house.store.get(1)).toMatchObject({
      title: 'BlackBox Probe Failure: https://server.example.org',
      description: 'Instance https://server.example.org has been down for over 5m.',
      urgency: 'MEDIUM',
      components: ['https://server.example.org', 'http_checks'],
      source: name,
      url: 'http://prometheus.example.org:9090/graph?g0.expr=probe_success+%3D%3D+0&g0.tab=1',
      details: { labels: ALERT.labels, links: [{ text: 'Runbook', url: 'https://wiki.example.org/probes' }] },
      openedBy: { kind: 'monitor', name },
    });
  });

  test('counts an alert that it repeats, and resolves the incident of one that is over', async () => {
    const house = await startHouse();
    const other = { ...ALERT, fingerprint: 'c6eadffa33fcdf37' };
    expect(await actionsOf(await house.post(path, group(ALERT, other)))).toEqual([
      ['opened', 'INC-1'],
      ['opened', 'INC-2'],
    ]);
    expect(await actionsOf(await house.post(path, group(resolved, other)))).toEqual([
      ['resolved', 'INC-1'],
      ['deduplicated', 'INC-2'],
    ]);
    expect((await house.store.get(1))?.state.status).toBe('RESOLVED');
    expect((await house.store.get(2))?.alertCount).toBe(2);
  });

  test('makes one incident of a group with ?group=group, as urgent as its most urgent alert, until all of it is over', async () => {
    const house = await startHouse();
    const critical = {
      ...ALERT,
      fingerprint: 'f2',
      labels: { ...ALERT.labels, severity: 'critical', instance: 'db-2' },
    };
    const unnamed = { ...critical, annotations: {} };
    const byGroup = `${path}?group=group`;
    expect(await actionsOf(await house.post(byGroup, group(ALERT, unnamed)))).toEqual([['opened', 'INC-1']]);
    expect(await house.store.get(1)).toMatchObject({
      title: 'ProbeFailure',
      description: '• BlackBox Probe Failure: https://server.example.org\n• ProbeFailure on db-2',
      urgency: 'HIGH',
    });
    expect(await actionsOf(await house.post(byGroup, group(resolved, unnamed)))).toEqual([['deduplicated', 'INC-1']]);
    expect(await actionsOf(await house.post(byGroup, group(resolved)))).toEqual([['resolved', 'INC-1']]);
  });

  test('ends the incident of a group also when the alerts that are left are of another service', async () => {
    const house = await startHouse();
    const byGroup = `${path}?group=group`;
    const ofService = (service: string, ...alerts: object[]) => ({ ...group(...alerts), commonLabels: { service } });
    await house.post(byGroup, ofService('Payment API', ALERT));
    expect(await actionsOf(await house.post(byGroup, ofService('Büro', resolved)))).toEqual([['resolved', 'INC-1']]);
  });

  test('ends every incident of a group that has changed its service while it was open', async () => {
    const house = await startHouse();
    const byGroup = `${path}?group=group`;
    const ofService = (service: string, ...alerts: object[]) => ({ ...group(...alerts), commonLabels: { service } });
    await house.post(byGroup, ofService('Payment API', ALERT));
    await house.post(byGroup, ofService('Büro', ALERT));
    await house.post(byGroup, ofService('Büro', resolved));
    expect([await house.store.get(1), await house.store.get(2)]).toMatchObject([
      { state: { status: 'RESOLVED' } },
      { state: { status: 'RESOLVED' } },
    ]);
  });

  test('refuses a group that lacks what makes it one, and names it as it is called there', async () => {
    const house = await startHouse();
    const response = await house.post(`${path}?group=group`, { ...group(ALERT), groupKey: undefined });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        error: `This is not a group of alerts as ${name} sends it.`,
        issues: [{ path: 'groupKey', message: 'is missing' }],
      },
    ]);
  });

  test.each([
    ['the label names one of our services', 'payment API', null, 'Payment API'],
    ['the label is a word of the sender’s own world', 'kube-dns', null, null],
    ['the key is bound to a service, whatever the label says', 'Büro', 'Payment API', 'Payment API'],
  ])('its service: %s', async (_what, label, ofKey, expected) => {
    const house = await startHouse();
    const key = ofKey === null ? house.key : await house.keyOf(ofKey);
    await house.post(path, group({ ...ALERT, labels: { ...ALERT.labels, service: label } }), { key });
    const service = expected === null ? null : (await house.settings.serviceByName(expected))?.id;
    expect((await house.store.get(1))?.serviceId).toBe(service);
  });

  test.each([
    ['critical', 'HIGH'],
    ['page', 'HIGH'],
    ['Warning', 'MEDIUM'],
    ['info', 'LOW'],
    ['none', 'LOW'],
    ['a word of their own', 'LOW'],
    [undefined, 'HIGH'],
  ])('a severity of %s is %s', async (severity, urgency) => {
    const house = await startHouse();
    await house.post(path, group({ ...ALERT, labels: { alertname: 'A', severity } }));
    expect((await house.store.get(1))?.urgency).toBe(urgency);
  });

  test('takes the alerts that it can read, and says what is wrong with the others', async () => {
    const house = await startHouse();
    const response = await house.post(path, group({ status: 'on fire', labels: [] }, ALERT));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      results: [
        { error: 'Not valid, so ignored.', issues: [{ path: 'status' }, { path: 'labels' }] },
        { action: 'opened' },
      ],
    });
  });

  test('takes what lacks everything that may be missing', async () => {
    const house = await startHouse();
    const bare = { status: 'firing', labels: { alertname: 'Bare' }, generatorURL: 'javascript:alert(1)' };
    const same = { ...bare, annotations: null };
    expect(await actionsOf(await house.post(path, { alerts: [bare, same] }))).toEqual([
      ['opened', 'INC-1'],
      ['deduplicated', 'INC-1'],
    ]);
    expect(await house.store.get(1)).toMatchObject({ title: 'Bare', url: null, urgency: 'HIGH' });
  });

  test('takes alerts whose labels are nested as deep as they like, and whose annotations are no object', async () => {
    const house = await startHouse();
    const deep = `{"alertname":"Deep","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const body = `{"alerts":[${JSON.stringify({ ...ALERT, annotations: [] })},{"status":"firing","labels":${deep}}]}`;
    expect(await actionsOf(await house.post(path, body))).toEqual([
      ['opened', 'INC-1'],
      ['opened', 'INC-2'],
    ]);
  });

  test.each([
    ['no JSON', 'alerts', 400],
    ['no list of alerts', { alerts: 'all' }, 400],
    ['no alert', { alerts: [] }, 400],
    ['only alerts that it can not read', { alerts: [1, null, 'x'] }, 400],
    ['too many', { alerts: Array.from({ length: 5_001 }, () => ({})) }, 400],
  ])('refuses a body with %s, in few words', async (_what, body, status) => {
    const house = await startHouse();
    const response = await house.post(path, body);
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text.length).toBeLessThan(8_000);
    expect(JSON.parse(text)).toMatchObject({ error: expect.any(String), issues: expect.any(Array) });
    expect(await house.store.get(1)).toBeNull();
  });

  test('needs a key', async () => {
    const house = await startHouse();
    expect((await house.post(path, group(ALERT), { key: 'opsk_wrong' })).status).toBe(401);
    expect(await house.store.get(1)).toBeNull();
  });
});

test('Alertmanager and Grafana are not taken for each other, though their fingerprints are the same', async () => {
  const house = await startHouse();
  await house.post('/api/integrations/alertmanager', group(ALERT));
  await house.post('/api/integrations/grafana', group(ALERT));
  await house.post('/api/integrations/grafana', group(resolved));
  expect([(await house.store.get(1))?.state.status, (await house.store.get(2))?.state.status]).toEqual([
    'OPEN',
    'RESOLVED',
  ]);
});
