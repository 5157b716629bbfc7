import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_FLAPPING } from '../../src/incidents/flapping.ts';
import { open, type Report } from '../../src/incidents/open.ts';
import type { IncidentStore } from '../../src/incidents/store.ts';
import { newApiKey } from '../../src/keys/secret.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { describeChange } from '../../src/settings/changes.ts';
import { exportSettings } from '../../src/settings/export.ts';
import type { SettingsWriter } from '../../src/settings/writer.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { OPERATOR } from '../operator.ts';
import { tempStorage } from '../storage/temp-storage.ts';

const FILE = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob, email: bob@example.com }
groups:
  - { name: payments, users: [jane@example.com, bob@example.com] }
escalation_policies:
  - { name: payments, steps: [{ after: 5m, notify: [group:payments] }] }
services:
  - { name: Payment API, channel: "#payments", escalation_policy: payments }
  - { name: Search }
`;

function report(incidents: IncidentStore, serviceId: number | null) {
  const report: Report = {
    title: 'Search is slow',
    description: null,
    urgency: 'HIGH',
    serviceId,
    components: [],
    source: null,
    url: null,
    details: null,
    dedupKey: 'search-slow',
  };
  return incidents.receive(
    report,
    {},
    {
      by: { kind: 'monitor', name: 'prometheus' },
      repeat: (incident) => {
        throw new Error(`INC-${incident.number} is there already`);
      },
      join: () => null,
      open: (around) => open(report, { ...around, now: 0, actor: { kind: 'monitor', name: 'prometheus' } }),
    },
  );
}

let storage: Storage;
let writer: SettingsWriter;

beforeEach(async () => {
  storage = await tempStorage();
  writer = storage.settingsWriter;
});

/** Applies, and says what changed. */
async function apply(yaml: string, options: { prune?: boolean; dryRun?: boolean } = {}): Promise<string[]> {
  const { changes } = await applySettings(writer, yaml, { by: OPERATOR, prune: false, dryRun: false, ...options });
  return changes.map(describeChange);
}

test('the first time everything is new, the second time nothing changes', async () => {
  expect(await apply(FILE)).toEqual([
    '~ workspace\n    default_channel: none → "#incidents"',
    '+ user jane@example.com',
    '+ user bob@example.com',
    '+ group "payments"',
    '+ escalation policy "payments"',
    '+ service "Payment API"',
    '+ service "Search"',
  ]);
  expect(await apply(FILE)).toEqual([]);
});

test('a dry run says what would change and writes nothing', async () => {
  const planned = await apply(FILE, { dryRun: true });
  expect(await apply(FILE, { dryRun: true })).toEqual(planned);
  expect(await apply(FILE)).toEqual(planned);
});

test('entries are matched by e-mail or name, and every value that differs is shown', async () => {
  await apply(FILE);
  const edited = FILE.replace('Bob,', 'Robert,').replace('"#payments"', '"#pay"').replace('5m', '10m');
  expect(await apply(edited)).toEqual([
    '~ user bob@example.com\n    name: "Bob" → "Robert"',
    '~ escalation policy "payments"\n    steps[0].after: "5m" → "10m"',
    '~ service "Payment API"\n    channel: "#payments" → "#pay"',
  ]);
});

test('a service keeps its id, and so its incidents, when only the case of its name changes', async () => {
  await apply(FILE);
  const { settings } = storage;
  const before = await settings.serviceByName('Search');
  expect(await apply('services: [{ name: SEARCH }]')).toEqual(['~ service "SEARCH"\n    name: "Search" → "SEARCH"']);
  expect(await settings.serviceByName('search')).toEqual({ ...before, name: 'SEARCH' });
});

test('what a section leaves out of an entry has its default again', async () => {
  await apply(FILE);
  expect(await apply('services: [{ name: Payment API }]')).toEqual([
    '~ service "Payment API"\n    channel: "#payments" → none\n    escalation_policy: "payments" → none',
  ]);
  expect(await apply('workspace: {}')).toEqual(['~ workspace\n    default_channel: "#incidents" → none']);
});

test('a section that is absent leaves the database as it is, also when pruning', async () => {
  await apply(FILE);
  const before = exportSettings(await writer.read());
  expect(await apply('', { prune: true })).toEqual([]);
  expect(await apply('users: [{ name: Eve, email: eve@example.com }]')).toEqual(['+ user eve@example.com']);
  expect(exportSettings(await writer.read())).toContain(before.slice(before.indexOf('groups:')));
});

test('what a project has claimed is for its services alone, and a service is of one project', async () => {
  const refusal = (yaml: string) =>
    apply(yaml).then(
      () => '',
      (error: Error) => error.message,
    );
  const project = '{ name: money, services: [Payment API], connections: [team], channels: ["#money"] }';
  const connections = 'connections: [{ name: team, bot_token_env: TEAM_TOKEN }]';
  await apply(FILE);
  expect(await refusal(`projects: [${project}, { name: other, services: [payment api] }]\n${connections}`)).toContain(
    'names the service "Payment API", which is one of "money" already',
  );
  await apply(`projects: [${project}]\n${connections}`);
  expect(await refusal('services: [{ name: Search, connection: team }]')).toContain(
    'uses the connection "team", which only services of the project "money" may use',
  );
  expect(await refusal('services: [{ name: Search, channels: ["#money"] }]')).toContain(
    'names the channel #money, which only',
  );
  await apply('services: [{ name: Payment API, connection: team, channel: "#money" }]');
  expect(await refusal('projects: [{ name: shut, closed: true, services: [Search] }]')).toContain(
    'must name a channel',
  );
  expect(await refusal('projects: [{ name: p, services: [Serch], people: [{ user: x@example.com }] }]')).toMatch(
    /"Serch", which does not exist.*Search.*"x@example.com", which does not exist/s,
  );
});

test('a Slack account is one active person’s', async () => {
  const users = (more: string) => `users: [{ name: A, email: a@x }, { name: B, email: b@x, slack_email: A@x${more} }]`;
  await expect(apply(users(''))).rejects.toMatchObject({
    problems: [
      { path: 'user b@x', message: 'has the Slack account with the address a@x, which is that of a@x already' },
    ],
  });
  expect(await apply(users(', active: false'))).toHaveLength(2);
  expect(await apply(users('').replace('name: A', 'name: A, slack_email: old@x'))).toHaveLength(2);
});

test('a file with a problem changes nothing at all', async () => {
  const broken = `${FILE}  - { name: Third, escalation_policy: nowhere }`;
  await expect(apply(broken)).rejects.toMatchObject({
    name: 'SettingsError',
    problems: [{ place: { line: 13, column: 20 }, path: 'services[2].escalation_policy' }],
  });
  expect(await apply(FILE, { dryRun: true })).toHaveLength(7);
});

describe('without --prune', () => {
  test('what the file no longer names stays', async () => {
    await apply(FILE);
    expect(await apply('users: []\nservices: []\ngroups: []')).toEqual([]);
  });
});

describe('with --prune', () => {
  beforeEach(() => apply(FILE));

  test('users become inactive, and are so only once', async () => {
    const yaml = 'users: [{ name: Jane Doe, email: jane@example.com, role: admin }]';
    expect(await apply(yaml, { prune: true })).toEqual(['~ user bob@example.com\n    active: true → false']);
    expect(await apply(yaml, { prune: true })).toEqual([]);
  });

  test('a user who is named again is active again', async () => {
    await apply('users: []', { prune: true });
    expect(await apply('users: [{ name: Bob, email: bob@example.com }]')).toEqual([
      '~ user bob@example.com\n    active: false → true',
    ]);
  });

  test('groups, policies and services that nothing needs go', async () => {
    expect(await apply('groups: []\nescalation_policies: []\nservices: []', { prune: true })).toEqual([
      '- group "payments"',
      '- escalation policy "payments"',
      '- service "Payment API"',
      '- service "Search"',
    ]);
    expect(await storage.settings.services()).toEqual([]);
  });

  test('a service that an API key refers to keeps its name and loses its settings', async () => {
    const service = await storage.settings.serviceByName('Payment API');
    const { prefix, hash } = newApiKey();
    const serviceId = service?.id ?? null;
    await storage.keys.create({ by: OPERATOR, name: 'k', prefix, hash, serviceId, at: 0 });
    expect(await apply('services: []', { prune: true })).toEqual([
      [
        '~ service "Payment API" (keeps only its name: incidents or API keys refer to it)',
        '    channel: "#payments" → none',
        '    escalation_policy: "payments" → none',
      ].join('\n'),
      '- service "Search"',
    ]);
    expect(await storage.settings.services()).toEqual([
      {
        id: serviceId,
        name: 'Payment API',
        channel: null,
        channels: [],
        mention: {},
        policy: null,
        sla: {},
        acknowledgeReminder: null,
        links: [],
        dependsOn: [],
        delay: null,
        silence: null,
        group: null,
        flapping: DEFAULT_FLAPPING,
        maintenance: [],
      },
    ]);
    expect(await apply('services: []', { prune: true })).toEqual([]);
  });

  test('a service with incidents keeps its name, and the incidents keep their service', async () => {
    const service = await storage.settings.serviceByName('Search');
    const { incidents } = storage;
    const opened = await report(incidents, service?.id ?? null);
    expect(opened.ok).toBe(true);
    expect(await apply('services: []', { prune: true })).toEqual(['- service "Payment API"']);
    expect(await incidents.get(1)).toMatchObject({ serviceId: service?.id });
    expect(await storage.settings.service(service?.id ?? 0)).toMatchObject({ name: 'Search' });
  });

  test('nothing goes that an entry outside the file still refers to', async () => {
    await expect(apply('escalation_policies: []', { prune: true })).rejects.toThrow(
      'service "Payment API", which is only in the database, names the escalation policy "payments", which does not exist.',
    );
    await expect(apply('groups: []', { prune: true })).rejects.toThrow(
      'escalation policy "payments", which is only in the database, names the group "payments", which does not exist.',
    );
    expect(await apply(FILE)).toEqual([]);
  });
});
