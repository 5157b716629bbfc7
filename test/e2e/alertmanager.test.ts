import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MessageHandle } from 'local-slack';
import { Alertmanager, describeWithAlertmanager, type PrometheusAlert } from './alertmanager-process.ts';
import { House } from './house.ts';

/** As docs/integrations/alertmanager.md has it, with each receiver behind a label, and in a hurry. */
const configuration = (url: string, key: string) => `
route:
  receiver: by-alert
  group_by: [alertname, service]
  group_wait: 100ms
  group_interval: 300ms
  repeat_interval: 1s
  routes:
    - matchers: ['receiver = by-group']
      receiver: by-group
      group_wait: 1s
    - matchers: ['receiver = pagerduty']
      receiver: pagerduty
    - matchers: ['receiver = opsgenie']
      receiver: opsgenie
      group_wait: 1s
receivers:
  - name: by-alert
    webhook_configs:
      - url: ${url}/api/integrations/alertmanager
        http_config:
          authorization:
            credentials: ${key}
  - name: by-group
    webhook_configs:
      - url: ${url}/api/integrations/alertmanager?group=group
        http_config:
          authorization:
            credentials: ${key}
  - name: pagerduty
    pagerduty_configs:
      - url: ${url}/v2/enqueue
        routing_key: ${key}
        severity: '{{ if eq .CommonLabels.severity "warning" "info" }}{{ .CommonLabels.severity }}{{ else }}critical{{ end }}'
        details:
          service: '{{ .CommonLabels.service }}'
  - name: opsgenie
    opsgenie_configs:
      - api_url: ${url}/
        api_key: ${key}
        priority: '{{ if eq .CommonLabels.severity "critical" }}P1{{ else if eq .CommonLabels.severity "warning" }}P3{{ else }}P5{{ end }}'
        update_alerts: true
`;

describeWithAlertmanager('a real Alertmanager', () => {
  let house: House;
  let alertmanager: Alertmanager;
  beforeAll(async () => {
    house = await House.open();
    alertmanager = await Alertmanager.start(configuration(house.app.url, house.apiKey));
  });
  afterAll(async () => {
    await alertmanager?.stop();
    await house.close();
  });

  /** Hosts of a service that has a channel of its own, whose alerts go to a receiver. */
  function hosts(receiver: string) {
    const { service, channel } = house.desk();
    const isDown = (instance: string, severity = 'warning'): PrometheusAlert => ({
      labels: { alertname: `HostDown ${receiver}`, receiver, instance, service, severity },
      annotations: { summary: `${instance} is down`, description: `${instance} has not answered for 5 minutes` },
      generatorURL: `http://prometheus.example.com/graph?g0.expr=up%7Binstance%3D%22${instance}%22%7D`,
    });
    return { isDown, channel: house.channel(channel) };
  }

  /** Alertmanager repeats what goes on. */
  async function isRepeated(card: MessageHandle): Promise<void> {
    const before = countOn(card);
    const look = () => countOn(card) > before || undefined;
    await house.slack.changes.waitFor(look, () => `not counted any more:\n${card.describe()}`);
  }

  test('sends alerts that become a card each in the channel of their service, are counted when they are repeated, and resolve it when they are over', async () => {
    const { isDown, channel } = hosts('by-alert');
    await alertmanager.post([isDown('web-1'), isDown('web-2')]);
    const first = await channel.waitForMessage('web-1 is down');
    const second = await channel.waitForMessage('web-2 is down');
    expect(first.visible().text).toMatch(/🟡 MEDIUM[\s\S]*web-1 has not answered for 5 minutes/);
    expect(first.visible().text).toMatch(/Components\s*web-1/);
    await alertmanager.end([isDown('web-1')]);
    await first.becomes({ text: '✅ Resolved' });
    await first.waitForReply('🔧 Resolved by Alertmanager');
    await isRepeated(second);
    expect(second.visible().text).toContain('· Open');
    expect(channel.messages()).toHaveLength(2);
  });

  test('sends a group that is one card with ?group=group, until the last of its alerts is over', async () => {
    const { isDown, channel } = hosts('by-group');
    await alertmanager.post([isDown('db-1'), isDown('db-2')]);
    const card = await channel.waitForMessage('HostDown by-group');
    expect(card.visible().text).toMatch(/db-1 is down\s*• db-2 is down/);
    await alertmanager.end([isDown('db-1')]);
    await alertmanager.post([isDown('db-3', 'critical')]);
    await card.waitForReply('Urgency raised from MEDIUM to 🔴 HIGH');
    expect(card.visible().text).toContain('· Open');
    await alertmanager.end([isDown('db-2'), isDown('db-3', 'critical')]);
    await card.becomes({ text: '✅ Resolved' });
    await card.waitForReply('🔧 Resolved by Alertmanager');
    expect(channel.messages()).toHaveLength(1);
  });

  test('takes it for PagerDuty: opens an incident, repeats it, and resolves it', async () => {
    const { isDown, channel } = hosts('pagerduty');
    await alertmanager.post([isDown('mail-1')]);
    const card = await channel.waitForMessage('HostDown pagerduty');
    expect(card.visible().text).toContain('🟡 MEDIUM');
    await isRepeated(card);
    await alertmanager.end([isDown('mail-1')]);
    await card.becomes({ text: '✅ Resolved' });
    await card.waitForReply('🔧 Resolved by');
    expect(channel.messages()).toHaveLength(1);
  });

  test('takes it for Opsgenie: a group opens an incident, is counted again as more of it comes, and resolves it', async () => {
    const { isDown, channel } = hosts('opsgenie');
    await alertmanager.post([isDown('cache-1'), isDown('cache-2')]);
    const card = await channel.waitForMessage('HostDown opsgenie');
    expect(card.visible().text).toContain('🟡 MEDIUM');
    await alertmanager.end([isDown('cache-1')]);
    await isRepeated(card);
    expect(card.visible().text).toContain('· Open');
    await alertmanager.end([isDown('cache-2')]);
    await card.becomes({ text: '✅ Resolved' });
    await card.waitForReply('🔧 Resolved by');
    expect(channel.messages()).toHaveLength(1);
  });
});

function countOn(card: MessageHandle): number {
  return Number(/Alerts\s*(\d+)/.exec(card.visible().text)?.[1] ?? 1);
}
