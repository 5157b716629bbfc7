import { expect, test } from '@jest/globals';
import { deservesRecap } from '../../src/incidents/recap.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import type { Actor } from '../../src/people/actor.ts';

const PERSON: Actor = { kind: 'person', connectionId: 1, slackUserId: 'UBOB', name: 'bob', userId: 2 };
const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };

test.each([
  ['HIGH, resolved by a person', 'HIGH', null, PERSON, 1, true],
  ['HIGH, acknowledged, then over by itself', 'HIGH', 10, MONITOR, 1, true],
  ['HIGH, over by itself before anybody had it', 'HIGH', null, MONITOR, 29, false],
  ['long, whoever resolves it', 'LOW', null, MONITOR, 30, true],
  ['less urgent and short', 'MEDIUM', 10, PERSON, 29, false],
] as const)('%s: worth a summary or not', (_, urgency, firstAcknowledgedAt, actor, minutes, expected) => {
  const resolved = { at: minutes * MINUTE, actor, fact: { kind: 'resolved', note: null } } as const;
  expect(deservesRecap({ urgency, openedAt: 0, firstAcknowledgedAt }, resolved)).toBe(expected);
});

test('only its end is followed by one', () => {
  const acknowledged = { at: 60 * MINUTE, actor: PERSON, fact: { kind: 'acknowledged' } } as const;
  expect(deservesRecap({ urgency: 'HIGH', openedAt: 0, firstAcknowledgedAt: null }, acknowledged)).toBe(false);
});
