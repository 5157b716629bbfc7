import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { FaultFilter } from 'local-slack';
import { until } from '../until.ts';
import { House } from './house.ts';

const OPEN_METHOD = 'apps.connections.open';
const OPEN: FaultFilter = { method: OPEN_METHOD };

let house: House;
beforeAll(async () => {
  // The app is started and its sockets are cut more often than Slack lets anybody open new ones; the test of that limit
  // switches it on.
  house = await House.open({ start: false, slack: { enforceRateLimits: false } });
});
afterEach(() => house.slack.faults.clear());
afterAll(() => house.close());

async function troubles(): Promise<string[]> {
  const answer = await fetch(`${house.app.url}/readyz`, { headers: { connection: 'close' } });
  const body = (await answer.json()) as { troubles?: string[] };
  return answer.ok ? [] : (body.troubles ?? []);
}

/** Resolves when /readyz says so. */
async function says(expected: RegExp | 'ready'): Promise<void> {
  let found: string[] = [];
  await until(
    async () => {
      found = await troubles();
      return expected === 'ready' ? found.length === 0 : found.some((trouble) => expected.test(trouble));
    },
    () => `/readyz does not say ${expected}, but ${JSON.stringify(found)}\n${house.app.log}`,
  );
}

/** The connections that are there are no newcomers any more: one that ends sooner is taken for a failure. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2_500));

/** The proof of the pudding. */
async function aClickIsAnswered(title: string): Promise<void> {
  const unique = `${title} ${Date.now()}`;
  await house.trigger(unique);
  const card = await house.channel('#payment-alerts').waitForMessage(unique);
  await house.person('jane').click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by' });
  expect(house.app.isRunning).toBe(true);
  expect(house.app.log).not.toContain('nobody cared');
}

test.each<[string, () => void]>([
  ['answers 429', () => house.slack.faults.rateLimit(1, { ...OPEN, times: 4 })],
  ['is not there at all', () => house.slack.faults.outage(true)],
])('at start, Slack %s: the app runs, says so, takes alerts, and connects as soon as it can', async (_what, fault) => {
  await house.app.stop();
  fault();
  await house.app.start();
  await says(/socket|token/);
  const { incident } = await house.trigger(`While Slack was away: ${_what}`);
  expect(incident).toMatch(/^INC-/);
  house.slack.faults.outage(false);
  await says('ready');
  await aClickIsAnswered('After the start');
});

test('while running, Slack drops the sockets and answers 503 to new ones for a while', async () => {
  house.slack.faults.httpError(503, { ...OPEN, times: 6 });
  house.slack.faults.dropSockets();
  await says(/socket/);
  await says('ready');
  await aClickIsAnswered('After the drop');
});

test('a hung apps.connections.open is given up, also after Socket Mode was turned off for a while', async () => {
  await aWhile();
  house.slack.faults.disconnect('link_disabled');
  house.slack.faults.hang({ ...OPEN, times: 2 });
  house.slack.faults.dropSockets();
  await says(/socket/);
  await says('ready');
  await aClickIsAnswered('After the hanging');
});

test.each(['warning', 'refresh_requested'] as const)('%s costs no click', async (reason) => {
  await aWhile();
  await house.trigger(`Clicked during ${reason}`);
  const card = await house.channel('#payment-alerts').waitForMessage(`Clicked during ${reason}`);
  const before = house.slack.envelopes.length;
  const sockets = house.slack.socketCount;
  house.slack.faults.disconnect(reason);
  // After anything but a warning Slack hands out nothing over a connection that it is about to cut. One successor comes at
  // once; the second one when there is an opening to spare.
  if (reason !== 'warning') await house.slack.waitForSockets(sockets + 1);
  for (let click = 0; click < 20; click++) {
    await house.person('jane').choose(card, 'Snooze', '1 hour');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // An event of before that comes again meanwhile may find no socket, and comes once more.
  const sent = house.slack.envelopes.slice(before).filter(({ kind }) => kind === 'interactive');
  expect(sent.length).toBeGreaterThanOrEqual(20);
  expect(sent.filter(({ outcome }) => outcome !== 'acknowledged')).toEqual([]);
  await says('ready');
});

test('both sockets are cut again and again: each time a click is answered, and Slack never asks to wait', async () => {
  await house.app.stop();
  house.slack.limits.enforced = true;
  await house.app.start();
  await says('ready');
  const already = house.slack.calls.rateLimited(OPEN_METHOD);
  for (let cut = 0; cut < 2; cut++) {
    await aWhile();
    house.slack.faults.dropSockets();
    await until(
      () => house.slack.socketCount > 0,
      () => house.app.log,
    );
    await says('ready');
    await aClickIsAnswered(`After cut ${cut}`);
  }
  expect(house.slack.calls.rateLimited(OPEN_METHOD)).toBe(already);
  house.slack.limits.enforced = false;
});

test('a revoked bot token shows within 30 seconds; what had to wait is delivered once it is good again', async () => {
  house.workspace.revokeToken();
  await house.trigger('While the token was bad');
  await says(/does not accept the bot token \(token_revoked\)/);
  house.workspace.restoreToken();
  await says('ready');
  await house.channel('#payment-alerts').waitForMessage('While the token was bad');
});

test('dead sockets and a revoked token show within 30 seconds, even when nothing is sent; both are got over', async () => {
  house.slack.faults.halfOpenSockets();
  house.workspace.revokeToken('account_inactive');
  await says(/account_inactive/);
  house.workspace.restoreToken();
  await says(/socket/);
  house.slack.faults.halfOpenSockets(false);
  await says('ready');
  await aClickIsAnswered('After the silence');
});
