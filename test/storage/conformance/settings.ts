import { beforeEach, expect, test } from '@jest/globals';
import { DEFAULT_FLAPPING } from '../../../src/incidents/flapping.ts';
import { MINUTE } from '../../../src/lib/clock.ts';
import type { SettingsStore } from '../../../src/settings/store.ts';
import { DEFAULT_WORKSPACE } from '../../../src/settings/types.ts';
import type { Fixture } from './fixture.ts';

export function settings(fixture: () => Fixture): void {
  let settings: SettingsStore;
  beforeEach(() => {
    settings = fixture().storage.settings;
  });

  const apply = (yaml: string) => fixture().apply(yaml);

  test('a workspace that nobody has set up has the defaults', async () => {
    const { connectionId: id } = fixture();
    expect(await settings.workspaces()).toEqual([{ connectionId: id, settings: DEFAULT_WORKSPACE, channelNames: {} }]);
    expect(await settings.workspace(id)).toEqual(DEFAULT_WORKSPACE);
  });

  test('a workspace has what was applied to it, and the defaults for the rest', async () => {
    await apply('workspace: { default_channel: "#incidents", notify: { events: { note_added: true } } }');
    const { connectionId: id } = fixture();
    const { notify } = DEFAULT_WORKSPACE;
    expect(await settings.workspaces()).toEqual([
      {
        connectionId: id,
        channelNames: {},
        settings: {
          ...DEFAULT_WORKSPACE,
          defaultChannel: '#incidents',
          notify: { ...notify, events: { ...notify.events, note_added: true } },
        },
      },
    ]);
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
      links: [{ text: Runbook, url: "https://wiki.example.com/pay" }]
    - { name: Bare }
  `);
    const service = await settings.serviceByName('payment api');
    expect(service).toEqual({
      id: expect.any(Number),
      name: 'Payment API',
      channel: '#payments',
      channels: [],
      mention: {},
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
      links: [{ text: 'Runbook', url: 'https://wiki.example.com/pay' }],
      dependsOn: [],
      delay: null,
      silence: null,
      group: null,
      flapping: DEFAULT_FLAPPING,
      maintenance: [],
    });
    expect(await settings.service(service?.id ?? 0)).toEqual(service);
    expect(await settings.serviceByName('bare')).toMatchObject({ channel: null, policy: null });
  });

  test('service names match in any case, also beyond ASCII', async () => {
    await apply('services: [{ name: Büro-WLAN }]');
    expect(await settings.serviceByName('BÜRO-wlan')).toMatchObject({ name: 'Büro-WLAN' });
    expect(await settings.serviceByName('Buro-WLAN')).toBeNull();
  });

  test('a service that is not there is none', async () => {
    await apply('services: [{ name: Payments }]');
    const id = await fixture().serviceId('Payments');
    expect(await settings.service(id + 1)).toBeNull();
    expect(await settings.serviceByName('')).toBeNull();
  });

  test('what another process applies counts from the next look on', async () => {
    const other = await fixture().another();
    await apply('services: [{ name: Payments, channel: "#a" }]');
    expect(await other.settings.serviceByName('payments')).toMatchObject({ channel: '#a' });
    await apply('services: [{ name: Payments, channel: "#b" }]');
    expect(await other.settings.serviceByName('payments')).toMatchObject({ channel: '#b' });
  });

  test('services and schedules are listed by name', async () => {
    await apply(`
  services: [{ name: web }, { name: API }, { name: db }]
  schedules: [{ name: night, timezone: UTC }, { name: day, timezone: UTC }]
  `);
    expect((await settings.services()).map(({ name }) => name)).toEqual(['API', 'db', 'web']);
    expect(await settings.scheduleNames()).toEqual(['day', 'night']);
  });
}
