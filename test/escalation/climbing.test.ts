import { describe, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { JANE, QuietHouse } from './quiet-house.ts';

const ACCOUNTS = { 'jane@example.com': 'jane', 'bob@example.com': 'bob', 'carol@example.com': 'carol' };

/** Jane is on call from Monday to Monday, then Bob; hand-off at nine in Berlin. */
const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com }
  - { name: Dave Doyle, email: dave@example.com, active: false }
groups:
  - { name: leads, users: [carol@example.com, dave@example.com] }
schedules:
  - name: primary
    timezone: Europe/Berlin
    layers: [{ start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }]
  - name: office
    timezone: Europe/Berlin
    layers:
      - start: 2026-01-05T09:00
        rotation: weekly
        users: [bob@example.com]
        restrictions: [{ from: "09:00", to: "17:00" }]
escalation_policies:
  - name: payments
    repeat: 1
    steps:
      - { after: 0s, notify: [schedule:primary] }
      - { after: 10m, notify: [group:leads, "channel:#critical"] }
  - name: with-gap
    repeat: 1
    steps:
      - { after: 5m, notify: [schedule:office] }
      - { after: 10m, notify: [user:carol@example.com] }
  - name: nobody
    repeat: 2
    steps:
      - { after: 0s, notify: [schedule:office] }
      - { after: 10m, notify: [user:dave@example.com, usergroup:unknown] }
  - name: long
    repeat: 1
    steps:
      - { after: 5m, notify: [schedule:primary] }
      - { after: 10m, notify: [user:carol@example.com] }
      - { after: 10m, notify: [schedule:primary] }
      - { after: 1h, notify: [group:leads] }
services:
  - { name: Payment API, escalation_policy: payments }
  - { name: Office, escalation_policy: with-gap }
  - { name: Void, escalation_policy: nobody }
  - { name: Long, escalation_policy: long }
`;

/** A Wednesday in Jane's week, at noon in Berlin. */
const NOON = '2026-01-07T11:00:00Z';
const NIGHT = '2026-01-07T23:00:00Z';

describe('an incident that nobody acknowledges', () => {
  test('climbs its steps at their times, then repeats them, then stops', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('Down');
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '10: ⬆️ Escalated to step 2: paged @carol, #critical; skipped @Dave Doyle, disabled',
      '20: ⬆️ Escalated to step 1, round 2: paged @jane',
      '30: ⬆️ Escalated to step 2, round 2: paged @carol, #critical; skipped @Dave Doyle, disabled',
    ]);
    expect((await house.incident(number)).escalation).toBeNull();
    expect(await house.paged(number)).toEqual(['jane@example.com', 'carol@example.com']);
    expect((await house.cards(number)).map(({ target }) => target)).toContain('#critical');
  });

  test('pages whoever is on call when the step is due, also after a hand-off', async () => {
    // Monday, five minutes before Bob takes over.
    const house = await QuietHouse.open('2026-01-12T07:55:00Z', SETTINGS, ACCOUNTS);
    const { number } = await house.open('Around nine', 'HIGH', 'Long');
    await house.passes(30 * MINUTE);
    expect(await house.story(number)).toEqual([
      '5: ⬆️ Escalated to step 1: paged @bob',
      '15: ⬆️ Escalated to step 2: paged @carol',
      '25: ⬆️ Escalated to step 3: paged @bob',
    ]);
  });

  test('goes on to the next step at once where nobody is on call', async () => {
    const house = await QuietHouse.open(NIGHT, SETTINGS, ACCOUNTS);
    const { number } = await house.open('At night', 'HIGH', 'Office');
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '5: ⬆️ Escalated to step 1: nobody paged; nobody is on call in office',
      '5: ⬆️ Escalated to step 2: paged @carol',
      '15: ⬆️ Escalated to step 1, round 2: nobody paged; nobody is on call in office',
      '15: ⬆️ Escalated to step 2, round 2: paged @carol',
    ]);
  });

  test('keeps its pace when its policy reaches nobody at all', async () => {
    const house = await QuietHouse.open(NIGHT, SETTINGS, ACCOUNTS);
    const { number } = await house.open('Into the void', 'HIGH', 'Void');
    await house.passes(60 * MINUTE);
    const story = await house.story(number);
    expect(story.map((line) => line.split(':')[0])).toEqual(['0', '0', '10', '10', '20', '20']);
    expect(story[1]).toBe(
      '0: ⬆️ Escalated to step 2: nobody paged; skipped @Dave Doyle, disabled; usergroup:unknown leads to nobody',
    );
  });
});

test('a Slack group is its members of that moment: users, and accounts that no user has', async () => {
  const house = await QuietHouse.open(NOON, SETTINGS, { ...ACCOUNTS, 'sam@elsewhere.example': 'sam' });
  await house.slackGroup('unknown', ['UBOB0001', 'USAM0001']);
  const { number } = await house.open('To the group', 'HIGH', 'Void');
  await house.passes(10 * MINUTE);
  expect((await house.story(number)).at(1)).toBe(
    '10: ⬆️ Escalated to step 2: paged @bob, @sam; skipped @Dave Doyle, disabled',
  );
  expect(await house.paged(number)).toEqual(['bob@example.com', 'USAM0001']);
});

describe('an acknowledgement', () => {
  test('in the middle of a step stops what has not gone out, and everything after', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('Taken in time');
    expect(await house.paged(number)).toEqual(['jane@example.com']);
    await house.does(JANE, number, { type: 'acknowledge' });
    expect(await house.paged(number)).toEqual([]);
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual(['0: ⬆️ Escalated to step 1: paged @jane', '0: ✅ Acknowledged by @jane']);
  });

  test('wins over a step that is due at the same moment, or loses, but never halfway', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('At the same moment', 'HIGH', 'Office');
    const before = await house.incident(number);
    await Promise.all([house.does(JANE, number, { type: 'acknowledge' }), house.passes(5 * MINUTE)]);
    const after = await house.incident(number);
    expect(after.state.status).toBe('ACKNOWLEDGED');
    await house.passes(60 * MINUTE);
    const pages = (await house.story(number)).filter((line) => line.includes('Escalated'));
    expect(after.version - before.version).toBe(1 + pages.length);
  });

  test('that is taken back starts again from the first step, and so does the end of a snooze', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('On and off');
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.passes(5 * MINUTE);
    await house.does(JANE, number, { type: 'reopen' });
    await house.passes(MINUTE);
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 15 * MINUTE });
    await house.passes(16 * MINUTE);
    expect((await house.story(number)).filter((line) => line.includes('Escalated'))).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '5: ⬆️ Escalated to step 1: paged @jane',
      '21: ⬆️ Escalated to step 1: paged @jane',
    ]);
  });
});

describe('a person who escalates', () => {
  test('calls the next step now, and the clock goes on from there', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('Faster, please', 'HIGH', 'Long');
    await house.passes(MINUTE);
    await house.does(JANE, number, { type: 'escalate' });
    await house.passes(12 * MINUTE);
    expect(await house.story(number)).toEqual([
      '1: ⬆️ Escalated to step 1 by @jane: paged @jane',
      '11: ⬆️ Escalated to step 2: paged @carol',
    ]);
  });

  test('may call for help when they have it already; the clock stays silent', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('Mine, but', 'HIGH', 'Long');
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.does(JANE, number, { type: 'escalate' });
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '0: ✅ Acknowledged by @jane',
      '0: ⬆️ Escalated to step 1 by @jane: paged @jane',
    ]);
  });
});

test('resolved in the middle of its climb, an incident is climbed no further, also when it is reopened', async () => {
  const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
  const { number } = await house.open('Solved', 'HIGH', 'Long');
  await house.passes(6 * MINUTE);
  await house.does(JANE, number, { type: 'resolve', note: null });
  await house.passes(60 * MINUTE);
  await house.does(JANE, number, { type: 'reopen' });
  await house.passes(6 * MINUTE);
  expect((await house.story(number)).filter((line) => line.includes('Escalated'))).toEqual([
    '5: ⬆️ Escalated to step 1: paged @jane',
    '71: ⬆️ Escalated to step 1: paged @jane',
  ]);
});

describe('after the app was down', () => {
  test('across a hand-off and three due steps, it catches up once, in order, and pages nobody twice', async () => {
    // Monday, half an hour before Bob takes over.
    const house = await QuietHouse.open('2026-01-12T07:30:00Z', SETTINGS, ACCOUNTS);
    const { number } = await house.open('In the dark', 'HIGH', 'Long');
    await house.isDownFor(40 * MINUTE);
    expect(await house.story(number)).toEqual([
      '40: ⬆️ Escalated to step 1: paged @bob',
      '40: ⬆️ Escalated to step 2: paged @carol',
      '40: ⬆️ Escalated to step 3: paged @bob',
    ]);
    expect(await house.paged(number)).toEqual(['bob@example.com', 'carol@example.com']);
    await house.isDownFor(0);
    expect(await house.story(number)).toHaveLength(3);
    // The fourth step keeps the time it always had.
    await house.passes(45 * MINUTE);
    expect((await house.story(number)).at(-1)).toMatch(/^85: ⬆️ Escalated to step 4/);
  });

  test('for long, it does not use up the rounds that are left', async () => {
    const house = await QuietHouse.open(NOON, SETTINGS, ACCOUNTS);
    const { number } = await house.open('For a day', 'HIGH', 'Office');
    await house.isDownFor(24 * 60 * MINUTE);
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '1440: ⬆️ Escalated to step 1: paged @bob',
      '1440: ⬆️ Escalated to step 2: paged @carol',
      '1450: ⬆️ Escalated to step 1, round 2: paged @bob',
      '1460: ⬆️ Escalated to step 2, round 2: paged @carol',
    ]);
  });
});
