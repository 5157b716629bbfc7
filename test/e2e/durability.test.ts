import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import type { MessageHandle } from 'local-slack';
import { House } from './house.ts';
import { linesOf } from './reading.ts';

let house: House;
beforeAll(async () => {
  // The app is started more often than Slack lets anybody open sockets.
  house = await House.open({ slack: { enforceRateLimits: false } });
});
afterEach(() => house.slack.faults.clear());
afterAll(() => house.close());

async function restart(): Promise<void> {
  await house.app.kill();
  house.slack.faults.clear();
  await house.start();
}

describe('killed with -9 and started again', () => {
  test('between an accepted alert and its card: exactly one card appears', async () => {
    house.slack.faults.httpError(503, { method: 'chat.postMessage' });
    const { service, channel } = house.desk();
    await house.trigger('Accepted, not posted', { service });
    await restart();
    await house.channel(channel).waitForMessage('Accepted, not posted');
    await house.owesNothing();
    expect(house.channel(channel).messages()).toHaveLength(1);
  });

  test('after Slack has posted the card but before the app heard so: still exactly one card', async () => {
    house.slack.faults.loseReply({ method: 'chat.postMessage', times: 1 });
    const { card, channel } = await house.incident('Posted, reply lost');
    await restart();
    await house.person('jane').click(card, 'Acknowledge');
    await card.becomes({ buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
    await house.owesNothing();
    expect(channel.messages()).toHaveLength(1);
  });

  test('between a merge and what Slack hears of it: both cards follow, and each thread says it once', async () => {
    const merged = await house.incident('Goes on elsewhere');
    const survivor = await house.incident('Stays');
    await house.owesNothing();
    const jane = house.person('jane');
    house.slack.faults.loseReply({ method: 'chat.postMessage', times: 1 });
    house.slack.faults.httpError(503, { method: 'chat.update' });
    await jane.command('#general', `/opsknight merge ${merged.key} into ${survivor.key}`);
    await jane.seesEphemeral(`${merged.key} was merged into ${survivor.key}`);
    await restart();
    await merged.card.becomes({ buttons: ['Undo merge', 'View in OpsKnight'] });
    await merged.card.waitForReply(`Merged into ${survivor.key}`);
    await survivor.card.waitForReply(`${merged.key} was merged into this one`);
    await house.owesNothing();
    expect([merged, survivor].map(({ card }) => linesOf(card).length)).toEqual([1, 1]);
    await jane.click(merged.card, 'Undo merge');
    await merged.card.becomes({ buttons: ['Acknowledge', 'Resolve', 'View in OpsKnight'] });
  });

  test('while it takes back what became private: nothing stays to be seen, and the private channel has it once', async () => {
    const { card, channel, key } = await house.incident('Salaries leaked');
    const jane = house.person('jane');
    await jane.command('#general', `/opsknight resolve ${key} It was the payroll file`);
    await card.waitForReply('payroll file');
    await jane.command('#general', `/opsknight reopen ${key}`);
    await card.waitForReply('Reopened by @jane');
    await house.owesNothing();
    // The first is deleted, but the app does not hear so; the others are not.
    house.slack.faults.loseReply({ method: 'chat.delete', times: 1 });
    house.slack.faults.httpError(503, { method: ['chat.delete', 'chat.update'] });
    await jane.command('#general', `/opsknight private ${key}`);
    const modal = await jane.seesModal(`Mark ${key} private`);
    await modal.choose('Private channel', '🔒 leads');
    expect(await modal.submit()).toBe('closed');
    await restart();
    await house.owesNothing();
    const seen = channel.messages().flatMap((one) => [one.visible().text, ...linesOf(one)]);
    expect(seen.filter((words) => /Salaries|payroll|Reopened/.test(words))).toEqual([]);
    const leads = house.channel('#leads').messages();
    expect(leads.filter((one) => one.visible().text.includes('Salaries leaked'))).toHaveLength(1);
  });

  test('between a click and its update: the click counts, the card catches up, one line is in the thread', async () => {
    const { card } = await house.incident('Clicked, not updated');
    house.slack.faults.httpError(503, { method: ['chat.update', 'chat.postMessage'] });
    await house.person('bob').click(card, 'Acknowledge');
    await restart();
    await card.becomes({ text: 'Acknowledged by', buttons: ['Acknowledged ✓', 'Resolve', 'View in OpsKnight'] });
    await card.waitForReply('✅ Acknowledged by @bob');
    await house.owesNothing();
    expect(card.thread()).toHaveLength(1);
  });

  test('while a snooze ends: the incident wakes as soon as the app is back', async () => {
    const { card } = await house.incident('Sleeps through a restart');
    const jane = house.person('jane');
    await jane.choose(card, 'Snooze', 'Custom…');
    const modal = await jane.seesModal(/^Snooze/);
    await modal.pickDateTime('Snooze until', Math.ceil(Date.now() / 1000) + 62);
    expect(await modal.submit()).toBe('closed');
    await card.becomes({ text: 'Snoozed until' });
    await house.app.kill();
    await house.rewindTimers();
    await house.start();
    await card.becomes({ text: '· Open' });
    await card.waitForReply('🔔 Woke up: the snooze is over');
  });
});

describe('a reply of Slack that is lost after it had its effect', () => {
  test.each<[string, string, (card: MessageHandle) => Promise<unknown>]>([
    ['a thread line', 'chat.postMessage', (card) => card.waitForReply('Acknowledged by')],
    ['an update', 'chat.update', (card) => card.becomes({ text: 'Acknowledged by' })],
  ])('does not make %s come twice', async (what, method, arrived) => {
    const { card, channel } = await house.incident(`Lost ${what}`);
    const fault = house.slack.faults.loseReply({ method, times: 1 });
    await house.person('jane').click(card, 'Acknowledge');
    await arrived(card);
    await house.owesNothing();
    expect(fault.hits).toBe(1);
    expect(card.thread().filter((one) => one.visible().text.includes('Acknowledged'))).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
  });
});

describe('a request that Slack delivers twice', () => {
  test.each([true, false])('has its effect once (same envelope: %s)', async (sameEnvelope) => {
    const { card } = await house.incident(`Delivered twice ${sameEnvelope}`);
    await house.person('jane').click(card, 'Acknowledge');
    const envelope = house.slack.envelopes.findLast(({ kind }) => kind === 'interactive');
    if (!envelope) throw new Error('no envelope');
    await house.slack.redeliver(envelope, { sameEnvelope });
    await restart();
    await house.slack.redeliver(envelope, { sameEnvelope });
    await card.waitForReply('Acknowledged by @jane');
    await house.owesNothing();
    expect(card.thread()).toHaveLength(1);
  });

  test('creates one incident, though its modal is submitted twice', async () => {
    const jane = house.person('jane');
    const { service, channel } = house.desk();
    await jane.shortcut('Create Incident');
    const modal = await jane.seesModal('Create incident');
    await modal.fill('Title', 'Submitted twice');
    await modal.choose('Service', service);
    await modal.submit();
    const envelope = house.slack.envelopes.findLast(({ payload }) =>
      JSON.stringify(payload).includes('view_submission'),
    );
    if (!envelope) throw new Error('no envelope');
    await restart();
    await house.slack.redeliver(envelope, { sameEnvelope: false });
    await house.channel(channel).waitForMessage('Submitted twice');
    await house.owesNothing();
    expect(house.channel(channel).messages()).toHaveLength(1);
  });
});

test('with Slack down at the start, alerts are accepted, and their cards come when it is back, saying nothing false', async () => {
  await house.app.stop();
  house.slack.faults.outage(true);
  await house.app.start();
  const { action } = await house.trigger('Slack is down');
  expect(action).toBe('opened');
  expect((await fetch(`${house.app.url}/healthz`)).status).toBe(200);
  const readyz = await fetch(`${house.app.url}/readyz`);
  expect(readyz.status).toBe(503);
  house.slack.faults.outage(false);
  await house.channel('#payment-alerts').waitForMessage('Slack is down');
  await house.app.ready();
  expect(house.app.isRunning).toBe(true);
});

test('while another program has the database locked the app goes on, a click is told so, and counts when it is let go', async () => {
  const { card } = await house.incident('Clicked while locked');
  await house.owesNothing();
  const jane = house.person('jane');
  const other = new Sqlite(join(house.folder, 'opsknight.db'));
  other.exec('BEGIN IMMEDIATE');
  try {
    const click = jane.click(card, 'Acknowledge');
    const [health, refused] = await Promise.all([
      fetch(`${house.app.url}/healthz`),
      house.post({ event_action: 'trigger', title: 'While locked', service: 'Payment API' }),
      click,
    ]);
    expect(health.status).toBe(200);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('locked by another program');
    const readyz = await fetch(`${house.app.url}/readyz`);
    expect([readyz.status, await readyz.text()]).toEqual([503, expect.stringContaining('locked by another program')]);
  } finally {
    other.exec('COMMIT');
    other.close();
  }
  await house.app.ready();
  await jane.seesEphemeral('Nothing was changed: the database is locked by another program');
  await jane.click(card, 'Acknowledge');
  await card.becomes({ text: 'Acknowledged by' });
});
