import { beforeEach, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/clock.ts';
import { applySettings } from '../../src/settings/apply.ts';
import type { SettingsStore } from '../../src/settings/store.ts';
import { DEFAULT_WORKSPACE, type WorkspaceSettings } from '../../src/settings/types.ts';
import { connections } from '../../src/storage/schema/index.ts';
import { sqliteConnectionStore } from '../../src/storage/sqlite/connections.ts';
import type { Database } from '../../src/storage/sqlite/database.ts';
import { sqliteSettingsStore } from '../../src/storage/sqlite/settings.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { tempDatabase } from './temp-database.ts';

let database: Database;
let settings: SettingsStore;

beforeEach(() => {
  database = tempDatabase();
  settings = sqliteSettingsStore(database);
});

async function apply(yaml: string) {
  await applySettings(sqliteSettingsWriter(database), yaml, { prune: false, dryRun: false });
}

test('a workspace that nobody has set up has the defaults', async () => {
  const { id } = await sqliteConnectionStore(database).primary();
  expect(await settings.workspaces()).toEqual([{ connectionId: id, settings: DEFAULT_WORKSPACE }]);
  expect(await settings.workspace(id)).toEqual(DEFAULT_WORKSPACE);
});

test('settings applied before the first start belong to the connection of the environment', async () => {
  await apply('workspace: { default_channel: "#incidents", notify: { events: { note_added: true } } }');
  const { id } = await sqliteConnectionStore(database).primary();
  const { notify } = DEFAULT_WORKSPACE;
  expect(await settings.workspaces()).toEqual([
    {
      connectionId: id,
      settings: {
        ...DEFAULT_WORKSPACE,
        defaultChannel: '#incidents',
        notify: { ...notify, events: { ...notify.events, note_added: true } },
      },
    },
  ]);
});

test('what was stored before a setting existed is completed by its default', async () => {
  const stored = { defaultChannel: '#old', notify: { events: { triggered: false } } } as Partial<WorkspaceSettings>;
  database.db
    .insert(connections)
    .values({ settings: stored as WorkspaceSettings })
    .run();
  const [workspace] = await settings.workspaces();
  expect(workspace?.settings).toEqual({
    ...DEFAULT_WORKSPACE,
    defaultChannel: '#old',
    notify: {
      urgencies: DEFAULT_WORKSPACE.notify.urgencies,
      events: { ...DEFAULT_WORKSPACE.notify.events, triggered: false },
    },
  });
});

test('a service comes with its escalation policy, in the terms of the domain', async () => {
  await apply(`
users: [{ name: Bob, email: bob@example.com }]
escalation_policies:
  - { name: payments, repeat: 2, repeat_after: 1h, urgencies: [LOW, HIGH], steps: [{ after: 10m, notify: [user:Bob@example.com, "channel:#Critical"] }] }
services:
  - name: Payment API
    channel: "#payments"
    escalation_policy: payments
    sla: { HIGH: { acknowledge: 5m } }
    acknowledge_reminder: 1h
  - { name: Bare }
`);
  const service = await settings.serviceByName('payment api');
  expect(service).toEqual({
    id: expect.any(Number),
    name: 'Payment API',
    channel: '#payments',
    policy: {
      name: 'payments',
      repeat: 2,
      repeatAfter: 60 * MINUTE,
      urgencies: ['HIGH', 'LOW'],
      steps: [
        {
          after: 10 * MINUTE,
          targets: [
            { kind: 'user', name: 'bob@example.com' },
            { kind: 'channel', name: '#critical' },
          ],
        },
      ],
    },
    sla: { HIGH: { acknowledge: 5 * MINUTE } },
    acknowledgeReminder: 60 * MINUTE,
  });
  expect(await settings.service(service?.id ?? 0)).toEqual(service);
  expect(await settings.serviceByName('bare')).toMatchObject({ channel: null, policy: null });
});

test('service names match in any case, also beyond ASCII', async () => {
  await apply('services: [{ name: Büro-WLAN }]');
  expect(await settings.serviceByName('BÜRO-wlan')).toMatchObject({ name: 'Büro-WLAN' });
  expect(await settings.serviceByName('Buro-WLAN')).toBeNull();
});

test('services and schedules are listed by name', async () => {
  await apply(`
services: [{ name: web }, { name: API }, { name: db }]
schedules: [{ name: night, timezone: UTC }, { name: day, timezone: UTC }]
`);
  expect((await settings.services()).map(({ name }) => name)).toEqual(['API', 'db', 'web']);
  expect(await settings.scheduleNames()).toEqual(['day', 'night']);
});
