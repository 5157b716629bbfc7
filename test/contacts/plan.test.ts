import { describe, expect, test } from '@jest/globals';
import { MINUTE, SECOND } from '../../src/lib/clock.ts';
import { dueOnceUrgent, planContacts, planDue } from '../../src/notifications/contacts/plan.ts';
import type { Contact } from '../../src/notifications/contacts/types.ts';
import type { ContactMethod, Reach } from '../../src/people/contact.ts';
import { afterQuietHours } from '../../src/people/quiet-hours.ts';

const NOW = Date.parse('2026-01-14T22:30:00Z');
const BOB = { connectionId: 1, target: '@bob@example.com', name: 'bob' };
const PAGE = { incidentNumber: 7, eventId: 3, urgency: 'HIGH' } as const;
const mail = (after = 0): ContactMethod => ({ kind: 'email', address: 'bob@example.com', after });
const call = (after = 0): ContactMethod => ({ kind: 'call', address: '+15551111', after });
const NIGHT = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' };

/** "email in 600 s" */
function planned(inSlack: boolean, reach: Reach, urgency: 'HIGH' | 'LOW' = 'HIGH'): string[] {
  return planContacts({ ...BOB, inSlack }, { ...PAGE, urgency }, reach, NOW).map(
    ({ method, dueAt }) => `${method} in ${((dueAt ?? 0) - NOW) / SECOND} s`,
  );
}

describe('whoever is called', () => {
  test('is watched in Slack, and reached by each other method at its time', () => {
    expect(planned(true, { methods: [call(15 * MINUTE), mail(5 * MINUTE)], quietHours: null })).toEqual([
      'slack in 30 s',
      'email in 300 s',
      'call in 900 s',
    ]);
  });

  test('is reached at once by the first method where Slack can not reach them', () => {
    expect(planned(false, { methods: [mail(5 * MINUTE), call(15 * MINUTE)], quietHours: null })).toEqual([
      'email in 0 s',
      'call in 600 s',
    ]);
  });

  test('hears of what was given to them once: by Slack, or by the next method where Slack is silent', () => {
    const reach = { methods: [mail(5 * MINUTE)], quietHours: null };
    const [slack, other] = planContacts({ ...BOB, inSlack: true, isTheirs: true }, PAGE, reach, NOW);
    expect([slack?.dueAt, other?.dueAt]).toEqual([NOW + 30 * SECOND, null]);
    if (!slack || !other) throw new Error('nothing is planned');
    const moment = { waiting: [{ ...other, id: 2 }], urgency: 'HIGH', reach } as const;
    const later = NOW + 30 * SECOND;
    const silent = planDue({ ...slack, id: 1 }, { ...moment, hasArrived: false }, later);
    expect(silent).toContainEqual({ do: 'change_contact', id: 2, set: { dueAt: later } });
    expect(planDue({ ...slack, id: 1 }, { ...moment, hasArrived: true }, later)).toHaveLength(1);
  });

  test('has nothing else in the plan without another method', () => {
    expect(planned(true, { methods: [], quietHours: null })).toEqual([]);
  });

  test('sleeps through what is LOW, and through nothing else', () => {
    const reach = { methods: [mail()], quietHours: NIGHT };
    expect(planned(true, reach, 'LOW')).toEqual(['slack in 30 s', `email in ${7.5 * 3_600} s`]);
    expect(planned(true, reach, 'HIGH')).toEqual(['slack in 30 s', 'email in 0 s']);
  });
});

test.each([
  ['before', '2026-01-14T20:59:00Z', '2026-01-14T20:59:00Z'],
  ['at the beginning', '2026-01-14T21:00:00Z', '2026-01-15T06:00:00Z'],
  ['after midnight', '2026-01-15T02:00:00Z', '2026-01-15T06:00:00Z'],
  ['at the end', '2026-01-15T06:00:00Z', '2026-01-15T06:00:00Z'],
  ['in the night in which the clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29T05:00:00Z'],
])('quiet hours over night: %s', (_, at, end) => {
  expect(new Date(afterQuietHours(Date.parse(at), NIGHT)).toISOString()).toBe(new Date(end).toISOString());
});

test('quiet hours within a day', () => {
  const lunch = { from: '12:00', to: '13:00', timezone: 'UTC' };
  expect(afterQuietHours(Date.parse('2026-01-14T12:30:00Z'), lunch)).toBe(Date.parse('2026-01-14T13:00:00Z'));
  expect(afterQuietHours(NOW, lunch)).toBe(NOW);
});

describe('when the time of a contact has come', () => {
  const contact = (id: number, changes: Partial<Contact>): Contact => ({
    ...{
      id,
      ...BOB,
      ...PAGE,
      address: 'x',
      position: id,
      state: 'waiting',
      dueAt: NOW,
      createdAt: NOW,
      method: 'email',
    },
    ...changes,
  });
  const later = contact(2, { method: 'call', dueAt: NOW + MINUTE });
  const reach: Reach = {
    methods: [
      { kind: 'email', address: 'x', after: MINUTE },
      { kind: 'call', address: 'x', after: 5 * MINUTE },
    ],
    quietHours: NIGHT,
  };
  const urgent = { urgency: 'HIGH', reach } as const;
  const END = Date.parse('2026-01-15T06:00:00Z');

  test('one that waits is used, and watched', () => {
    const plan = planDue(contact(1, {}), { hasArrived: false, waiting: [later], ...urgent }, NOW);
    expect(plan).toMatchObject([
      { do: 'owe', work: { kind: 'contact', of: 1 }, method: 'contact' },
      { do: 'change_contact', id: 1, set: { state: 'owed', dueAt: NOW + 30 * SECOND } },
    ]);
  });

  test('one that has not arrived gives way to the next at once, and goes on being tried', () => {
    const plan = planDue(contact(1, { state: 'owed' }), { hasArrived: false, waiting: [later], ...urgent }, NOW);
    expect(plan).toEqual([
      { do: 'change_contact', id: 1, set: { state: 'owed', dueAt: null } },
      { do: 'change_contact', id: 2, set: { dueAt: NOW } },
    ]);
  });

  test('one that has arrived leaves the others to their time', () => {
    const slack = contact(1, { method: 'slack', state: 'owed' });
    expect(planDue(slack, { hasArrived: true, waiting: [later], ...urgent }, NOW)).toEqual([
      { do: 'change_contact', id: 1, set: { state: 'over', dueAt: null } },
    ]);
  });

  test('what is LOW does not take the place of a page in Slack before the end of quiet hours', () => {
    const slack = contact(1, { method: 'slack', state: 'owed' });
    const low = { hasArrived: false, waiting: [later], urgency: 'LOW', reach } as const;
    expect(planDue(slack, low, NOW)).toMatchObject([{ id: 1 }, { id: 2, set: { dueAt: NOW + MINUTE } }]);
    expect(planDue(slack, { ...low, waiting: [{ ...later, dueAt: END }] }, NOW)).toMatchObject([
      { id: 1 },
      { id: 2, set: { dueAt: END } },
    ]);
    expect(planDue(contact(1, {}), low, NOW)).toEqual([{ do: 'change_contact', id: 1, set: { dueAt: END } }]);
  });

  test('one that waits for the end of quiet hours is back at its own time once its incident is urgent', () => {
    const held = contact(1, { dueAt: END, createdAt: NOW });
    expect(dueOnceUrgent(held, reach, NOW)).toBe(NOW + MINUTE);
    expect(dueOnceUrgent(held, reach, NOW + 60 * MINUTE)).toBe(NOW + 60 * MINUTE);
  });

  test('a method that its person no longer has is not used, and the next takes its place; a corrected address is', () => {
    const moment = { hasArrived: false, waiting: [later], urgency: 'HIGH' } as const;
    const without: Reach = { methods: reach.methods.slice(1), quietHours: null };
    expect(planDue(contact(1, {}), { ...moment, reach: without }, NOW)).toEqual([
      { do: 'change_contact', id: 1, set: { state: 'failed', dueAt: null } },
      { do: 'change_contact', id: 2, set: { dueAt: NOW } },
    ]);
    const corrected: Reach = { methods: [mail()], quietHours: null };
    expect(planDue(contact(1, {}), { ...moment, reach: corrected }, NOW)).toMatchObject([
      { do: 'owe', lane: { target: 'email:bob@example.com' } },
      { do: 'change_contact', id: 1, set: { state: 'owed', address: 'bob@example.com' } },
    ]);
  });
});
