import { describe, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { JANE, MONITOR, QuietHouse } from './quiet-house.ts';

const ACCOUNTS = { 'jane@example.com': 'jane', 'bob@example.com': 'bob', 'carol@example.com': 'carol' };

const PEOPLE = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com }
groups:
  - { name: Leads, users: [carol@example.com] }
`;
const step = (after: string, target: string) => `{ after: ${after}, notify: ["${target}"] }`;
const JANE_NOW = step('0s', 'user:jane@example.com');
const BOB_LATER = step('10m', 'user:bob@example.com');
const LEADS_LATER = step('10m', 'group:Leads');

function settings(steps: string[], more = '', service = 'escalation_policy: payments'): string {
  return `${PEOPLE}
escalation_policies:
  - { name: payments, steps: [${steps.join(', ')}]${more} }
services:
  - { name: Payment API, ${service} }
`;
}

const THREE_STEPS = settings([JANE_NOW, BOB_LATER, LEADS_LATER]);
const NOON = '2026-01-07T11:00:00Z';

async function climbing(yaml = THREE_STEPS): Promise<[QuietHouse, number]> {
  const house = await QuietHouse.open(NOON, yaml, ACCOUNTS);
  const { number } = await house.open('Down');
  return [house, number];
}

const WHOLE_CLIMB = [
  '0: ⬆️ Escalated to step 1: paged @jane',
  '10: ⬆️ Escalated to step 2: paged @bob',
  '20: ⬆️ Escalated to step 3: paged @carol',
];

describe('an incident that climbs goes on as the policy was when it began', () => {
  test.each([
    ['loses its first step', settings([BOB_LATER, LEADS_LATER])],
    ['loses the step that is due', settings([JANE_NOW, LEADS_LATER])],
    ['is cut short', settings([JANE_NOW])],
    ['becomes slower', settings([JANE_NOW, step('5h', 'user:bob@example.com')])],
    ['is taken from its service', settings([JANE_NOW], '', 'channel: "#payments"')],
    ['is gone', `${PEOPLE}\nescalation_policies: []\nservices: [{ name: Payment API }]`],
  ])('when the policy %s', async (_, edited) => {
    const [house, number] = await climbing();
    await house.passes(MINUTE);
    expect(await house.apply(edited, { prune: true })).toEqual({ older: [number] });
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual(WHOLE_CLIMB);
  });

  test('two incidents of one policy climb each its own version', async () => {
    const [house, first] = await climbing();
    await house.passes(MINUTE);
    await house.apply(settings([step('0s', 'user:carol@example.com'), BOB_LATER]));
    const { number: second } = await house.open('Down too');
    await house.passes(60 * MINUTE);
    expect(await house.story(first)).toEqual(WHOLE_CLIMB);
    expect(await house.story(second)).toEqual([
      '0: ⬆️ Escalated to step 1: paged @carol',
      '10: ⬆️ Escalated to step 2: paged @bob',
    ]);
  });

  test('the same content again is no edit', async () => {
    const [house] = await climbing();
    expect(await house.apply(THREE_STEPS.replace('10m', '600s'))).toEqual({});
  });

  test('until it starts again: then the policy counts as it is', async () => {
    const [house, number] = await climbing();
    await house.apply(settings([step('0s', 'user:carol@example.com')]));
    await house.does(JANE, number, { type: 'snooze', until: house.now() + 30 * MINUTE });
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).slice(2)).toEqual([
      '30: 🔔 Woke up: the snooze is over',
      '30: ⬆️ Escalated to step 1: paged @carol',
    ]);
  });

  test('a person restarts it, and it is the new policy’s first step', async () => {
    const [house, number] = await climbing();
    await house.apply(settings([step('0s', 'user:carol@example.com')]));
    await house.does(JANE, number, { type: 'restart_escalation' });
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).slice(1)).toEqual([
      '0: 🔁 Escalation restarted by @jane',
      '0: ⬆️ Escalated to step 1: paged @carol',
    ]);
  });

  test('--restart-escalations starts over whoever climbs an older version, and nobody else', async () => {
    const [house, number] = await climbing();
    await house.passes(MINUTE);
    const { number: mine } = await house.open('Mine');
    await house.does(JANE, mine, { type: 'acknowledge' });
    const edited = settings([step('0s', 'user:carol@example.com'), BOB_LATER]);
    expect(await house.apply(edited, { restartEscalations: true, dryRun: true })).toEqual({ restarted: [number] });
    expect(await house.apply(edited, { restartEscalations: true })).toEqual({ restarted: [number] });
    expect(await house.apply(edited, { restartEscalations: true })).toEqual({});
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).slice(1)).toEqual([
      '1: 🔁 Escalation starts from its first step: the settings have changed',
      '1: ⬆️ Escalated to step 1: paged @carol',
      '11: ⬆️ Escalated to step 2: paged @bob',
    ]);
    expect(await house.story(mine)).toHaveLength(2);
  });
});

describe('what a policy refers to is read live', () => {
  test('somebody who is due and pruned is a gap: the next step comes at once', async () => {
    const [house, number] = await climbing();
    const without = THREE_STEPS.replace('  - { name: Bob Smith, email: bob@example.com }\n', '');
    await house.apply(without.replace(`${BOB_LATER}, `, ''), { prune: true });
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '10: ⬆️ Escalated to step 2: nobody paged; skipped @bob, disabled',
      '10: ⬆️ Escalated to step 3: paged @carol',
    ]);
  });

  test('a group that is gone leads to nobody, and one that is only written otherwise is still it', async () => {
    const [house, number] = await climbing(settings([JANE_NOW, LEADS_LATER, BOB_LATER]));
    await house.apply(PEOPLE.replace('Leads', 'LEADS'));
    await house.passes(10 * MINUTE);
    expect((await house.story(number)).at(-1)).toBe('10: ⬆️ Escalated to step 2: paged @carol');
    const { number: later } = await house.open('Later');
    const gone = settings([JANE_NOW, BOB_LATER]).replace(/groups:\n.*\n/, 'groups: []\n');
    await house.apply(gone, { prune: true });
    await house.passes(60 * MINUTE);
    expect(await house.story(later)).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '10: ⬆️ Escalated to step 2: nobody paged; group:LEADS leads to nobody',
      '10: ⬆️ Escalated to step 3: paged @bob',
    ]);
  });
});

describe('a service that gets its first policy', () => {
  const BARE = settings([JANE_NOW], '', 'channel: "#payments"');

  test('starts it for its open incidents, once', async () => {
    const [house, number] = await climbing(BARE);
    const { number: mine } = await house.open('Mine');
    await house.does(JANE, mine, { type: 'acknowledge' });
    await house.passes(5 * MINUTE);
    expect(await house.apply(THREE_STEPS, { dryRun: true })).toEqual({ started: [number] });
    expect(await house.apply(THREE_STEPS)).toEqual({ started: [number] });
    expect(await house.apply(THREE_STEPS)).toEqual({});
    await house.passes(10 * MINUTE);
    expect(await house.story(number)).toEqual([
      '5: 🔁 Escalation starts from its first step: the settings have changed',
      '5: ⬆️ Escalated to step 1: paged @jane',
      '15: ⬆️ Escalated to step 2: paged @bob',
    ]);
    expect(await house.story(mine)).toEqual(['0: ✅ Acknowledged by @jane']);
  });

  test('does not start over what has climbed to the end of one before', async () => {
    const [house, number] = await climbing(settings([JANE_NOW]));
    await house.passes(MINUTE);
    expect(await house.apply(THREE_STEPS)).toEqual({});
    expect(await house.story(number)).toHaveLength(1);
  });
});

describe('the urgency filter', () => {
  const FILTERED = THREE_STEPS.replace('"#incidents" }', '"#incidents", notify: { urgencies: [HIGH, MEDIUM] } }');
  const worse = (urgency: 'MEDIUM' | 'HIGH') => ({ type: 'repeat_alert', urgency, title: 'worse' }) as const;

  test('holds pages back as well as cards; both come when the incident is urgent enough', async () => {
    const house = await QuietHouse.open(NOON, FILTERED, ACCOUNTS);
    const { number } = await house.open('Only a little', 'LOW');
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual(['0: 🔕 Nobody is paged while it is 🔵 LOW']);
    expect(await house.cards(number)).toEqual([]);
    await house.does(MONITOR, number, worse('MEDIUM'));
    await house.passes(10 * MINUTE);
    expect((await house.story(number)).slice(2)).toEqual([
      '60: ⬆️ Escalated to step 1: paged @jane',
      '70: ⬆️ Escalated to step 2: paged @bob',
    ]);
    expect((await house.cards(number)).map(({ target }) => target)).toContain('#incidents');
    await house.does(MONITOR, number, worse('HIGH'));
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toHaveLength(6);
  });

  test('does not hold back what a person asks for', async () => {
    const house = await QuietHouse.open(NOON, FILTERED, ACCOUNTS);
    const { number } = await house.open('Only a little', 'LOW');
    await house.does(JANE, number, { type: 'escalate' });
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).slice(1)).toEqual(['0: ⬆️ Escalated to step 1 by @jane: paged @jane']);
  });

  test('gives way to what the policy says itself, either way', async () => {
    const all = FILTERED.replace(', steps:', ', urgencies: [LOW, HIGH], steps:');
    const house = await QuietHouse.open(NOON, all, ACCOUNTS);
    const { number } = await house.open('Only a little', 'LOW');
    expect(await house.story(number)).toEqual(['0: ⬆️ Escalated to step 1: paged @jane']);
    const { number: medium } = await house.open('Somewhat', 'MEDIUM');
    expect(await house.story(medium)).toEqual(['0: 🔕 Nobody is paged while it is 🟡 MEDIUM']);
  });

  test('that is opened pages for the open incidents that it held back; one that is closed stops nobody’s climb', async () => {
    const house = await QuietHouse.open(NOON, FILTERED, ACCOUNTS);
    const { number } = await house.open('Only a little', 'LOW');
    expect(await house.apply(THREE_STEPS)).toEqual({ started: [number] });
    await house.passes(MINUTE);
    expect(await house.apply(FILTERED)).toEqual({});
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).slice(2)).toEqual(WHOLE_CLIMB);
  });
});

describe('somebody who can not be reached', () => {
  test('is a gap as soon as Slack has said so, also between two steps', async () => {
    const [house, number] = await climbing();
    await house.hasAccount('bob@example.com', 'bob', { isDeactivated: true });
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '10: ⬆️ Escalated to step 2: nobody paged; could not reach @Bob Smith, whose Slack account is deactivated',
      '10: ⬆️ Escalated to step 3: paged @carol',
    ]);
  });

  const failed = (name: string) =>
    ({ type: 'page_failed', target: `@${name}@example.com`, name, code: 'user_disabled' }) as const;

  test('is a gap also when Slack refuses the page itself; the next step comes at once', async () => {
    const [house, number] = await climbing();
    await house.passes(MINUTE);
    await house.does({ kind: 'clock' }, number, failed('jane'));
    await house.passes(60 * MINUTE);
    expect((await house.story(number)).map((line) => line.replace(/\. .*/, ''))).toEqual([
      '0: ⬆️ Escalated to step 1: paged @jane',
      '1: ⚠️ @jane could not be paged',
      '1: ⬆️ Escalated to step 2: paged @bob',
      '11: ⬆️ Escalated to step 3: paged @carol',
    ]);
  });

  test('is none while somebody else of the step may have heard, nor once it is acknowledged', async () => {
    const both = '{ after: 0s, notify: [user:jane@example.com, user:carol@example.com] }';
    const [house, number] = await climbing(settings([both, BOB_LATER]));
    await house.does({ kind: 'clock' }, number, failed('jane'));
    await house.passes(MINUTE);
    expect(await house.story(number)).toHaveLength(2);
    await house.does(JANE, number, { type: 'acknowledge' });
    await house.does({ kind: 'clock' }, number, failed('carol'));
    await house.passes(60 * MINUTE);
    expect(await house.story(number)).toHaveLength(4);
  });

  test('does not make a policy hurry through its rounds', async () => {
    const [house, number] = await climbing(settings([JANE_NOW, BOB_LATER], ', repeat: 9'));
    for (const name of ['jane', 'bob', 'jane', 'bob']) await house.does({ kind: 'clock' }, number, failed(name));
    await house.fireDue();
    const pages = (await house.story(number)).filter((line) => line.includes('Escalated'));
    expect(pages).toEqual(['0: ⬆️ Escalated to step 1: paged @jane', '0: ⬆️ Escalated to step 2: paged @bob']);
  });
});
