import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { opsknight } from './app-process.ts';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** What doctor says, and the code it ends with. */
async function doctor(environment = house.reaching): Promise<{ text: string; code: number }> {
  try {
    return { text: (await opsknight(environment, 'doctor')).stdout, code: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { text: stdout + stderr, code };
  }
}

async function metrics(): Promise<string> {
  return (await fetch(`${house.app.url}/metrics`)).text();
}

test('doctor finds nothing wrong where nothing is', async () => {
  const { text, code } = await doctor();
  expect(text).toContain('✓ Database');
  expect(text).toContain('✓ OpsKnight runs, and is ready');
  expect(text).toContain('✓ Bot token: accepted, for the workspace Acme');
  expect(text).toMatch(/✓ Permissions: all \d+ that the manifest asks for/);
  expect(text).toContain('✓ App token: Slack offers a socket');
  expect(text).toContain('✓ Channel #payment-alerts (service Payment API)');
  expect(text).toContain('✓ Refused deliveries: none');
  expect(text).toContain('All is well.');
  expect(code).toBe(0);
});

test('metrics tell of deliveries, calls, the queue, sockets, incidents, and of how long things take', async () => {
  await house.trigger('Measured');
  const card = await house.channel('#payment-alerts').waitForMessage('Measured');
  await house.person('jane').click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by' });
  await card.waitForReply('Acknowledged by');
  house.slack.faults.rateLimit(1, { method: 'chat.update', times: 1 });
  await house.person('jane').choose(card, 'Snooze', '1 hour');
  await card.becomes({ text: 'Snoozed until' });

  // What people see in Slack, the app counts a moment later.
  const delivered = 'opsknight_deliveries_total{kind="card",outcome="delivered",error=""} 3';
  let text = await metrics();
  while (!text.includes(delivered)) text = await metrics();
  expect(text).toContain('opsknight_deliveries_total{kind="card",outcome="postponed",error="ratelimited"} 1');
  expect(text).toContain('opsknight_slack_calls_total{method="apps.connections.open",result="ok"} 2');
  expect(text).toMatch(/opsknight_slack_calls_total\{method="chat.postMessage",result="ok"\} \d/);
  expect(text).toContain('opsknight_slack_rate_limited_total{method="chat.update"} 1');
  expect(text).toMatch(/opsknight_slack_budget_used_ratio\{method="chat.update"\} [01]/);
  expect(text).toContain('opsknight_alert_to_card_seconds_count 1');
  expect(text).toContain('opsknight_click_to_update_seconds_count 2');
  expect(text).toMatch(/opsknight_deliveries_waiting \d/);
  expect(text).toMatch(/opsknight_deliveries_oldest_seconds \d/);
  expect(text).toContain('opsknight_deliveries_failed 0');
  expect(text).toContain('opsknight_slack_sockets 2');
  expect(text).toContain('opsknight_ready 1');
  expect(text).toContain('opsknight_incidents{state="SNOOZED"} 1');
});

test('doctor says what is wrong, what it means and what to do, and ends with 1', async () => {
  await house.apply(`
workspace: { default_channel: "#nowhere" }
services: [{ name: Payment API, channel: "#old-incidents" }]
`);
  await house.trigger('Undeliverable');
  const deadline = Date.now() + 10_000;
  while (!/opsknight_deliveries_failed [1-9]/.test(await metrics()) && Date.now() < deadline);
  house.workspace.model.scopes.delete('groups:history');

  const { text, code } = await doctor();
  expect(text).toContain('✗ Permissions: the token lacks groups:history');
  expect(text).toMatch(/✗ Channel #nowhere \(default channel\): The channel does not exist/);
  expect(text).toMatch(
    /✗ Channel #old-incidents \(service Payment API\): The channel is archived\.\n {4}→ Unarchive it/,
  );
  expect(text).toMatch(/✗ Refused deliveries: 1 with channel_not_found \(INC-\d+\)\. .*\n {4}→ Invite the app/);
  expect(text).toMatch(/\d things to see to/);
  expect(code).toBe(1);
  expect(await metrics()).toContain(
    'opsknight_deliveries_total{kind="card",outcome="refused",error="channel_not_found"} 1',
  );
});

test('doctor explains tokens that Slack does not accept, and ones that are missing', async () => {
  const bad = await doctor({ ...house.reaching, SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-wrong' });
  expect(bad.text).toContain('✗ Bot token: Slack does not know the token. (invalid_auth)');
  expect(bad.text).toContain('✗ App token: Slack does not know the token. (invalid_auth)');
  expect(bad.text).not.toContain('wrong\n');
  expect(bad.code).toBe(1);
  const missing = await doctor({ ...house.reaching, SLACK_BOT_TOKEN: '' });
  expect(missing.text).toContain('SLACK_BOT_TOKEN is not set');
  expect(missing.code).toBe(2);
});
