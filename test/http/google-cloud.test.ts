import { test } from '@jest/globals';
import { startHouse } from './support.ts';
import { expectRefused, RESOLVED, tell } from './webhooks.ts';

const PATH = '/api/integrations/google-cloud';

/** As its documentation shows it; the parts that nobody reads are left out. */
const INCIDENT = {
  incident_id: '0.opqiw61fsv7p',
  scoping_project_id: 'internal-project',
  scoping_project_number: 12345,
  url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.opqiw61fsv7p?project=internal-project',
  started_at: 1577840461,
  ended_at: null,
  state: 'open',
  summary: 'CPU utilization for internal-project gke-cluster-1 is above the threshold of 0.9 with a value of 0.982.',
  observed_value: '0.982',
  threshold_value: '0.9',
  resource: { type: 'gce_instance', labels: { instance_id: '11223344', zone: 'us-central1-c' } },
  resource_name: 'gke-cluster-1',
  resource_display_name: 'gke-cluster-1-16-default-pool-e2df4cbd-dgp3',
  resource_type_display_name: 'VM Instance',
  metric: { type: 'compute.googleapis.com/instance/cpu/utilization', displayName: 'CPU utilization', labels: {} },
  policy_name: 'Monitor-Project-Cluster',
  policy_user_labels: { service: 'büro', team: 'web' },
  condition_name: 'VM Instance - CPU utilization [MAX]',
  severity: 'Warning',
  documentation: {
    content: 'Drain the node.',
    mime_type: 'text/markdown',
    links: [{ displayName: 'Playbook', url: 'https://wiki.example.com/cpu' }],
  },
};
const said = (change: object = {}, version = '1.2') => ({ incident: { ...INCIDENT, ...change }, version });

test('an incident of a policy opens one of the service that the policy is labelled with, until it is closed', async () => {
  const house = await startHouse();
  const incident = {
    title: 'Monitor-Project-Cluster',
    description: `${INCIDENT.summary}\n\nDrain the node.`,
    urgency: 'MEDIUM',
    url: INCIDENT.url,
    source: 'Google Cloud Monitoring',
    components: ['gke-cluster-1-16-default-pool-e2df4cbd-dgp3'],
    serviceId: (await house.settings.serviceByName('Büro'))?.id,
    details: { observed: '0.982', links: [{ text: 'Playbook', url: 'https://wiki.example.com/cpu' }] },
  };
  await tell(house, PATH, [
    { body: said(), becomes: 'opened', incident },
    { body: said(), becomes: 'deduplicated' },
    { body: said({ incident_id: '0.other' }), becomes: 'opened' },
    { body: said({ state: 'closed', ended_at: 1577877071 }), becomes: 'resolved', incident: RESOLVED },
  ]);
});

test('severities are urgencies; none may be worth waking somebody', async () => {
  const house = await startHouse();
  const of = (severity: unknown) => said({ severity, incident_id: String(severity) });
  await tell(house, PATH, [
    { body: of('Critical'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('Error'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of('Warning'), becomes: 'opened', incident: { urgency: 'MEDIUM' } },
    { body: of('No severity'), becomes: 'opened', incident: { urgency: 'HIGH' } },
    { body: of(null), becomes: 'opened', incident: { urgency: 'HIGH' } },
  ]);
});

test('the test of a channel is a quiet incident', async () => {
  const house = await startHouse();
  const incident = {
    incident_id: '12345',
    state: 'OPEN',
    summary: 'Test Incident',
    started_at: 0,
    url: 'http://www.example.com',
  };
  await tell(house, PATH, [
    { body: { incident, version: 'test' }, becomes: 'opened', incident: { title: 'Test Incident', urgency: 'LOW' } },
  ]);
});

test.each([{}, [], null, { incident: {} }, { incident: { incident_id: '1' } }])(
  '%j is no webhook of it, and is called so',
  async (body) => expectRefused(await startHouse(), PATH, body),
);
