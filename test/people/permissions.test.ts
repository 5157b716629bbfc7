import { expect, test } from '@jest/globals';
import { permissionOf, refusalToSee } from '../../src/people/permissions.ts';
import type { Person, Role } from '../../src/people/types.ts';

const HOUSE = { teamId: 'T1', requireMappedUser: false };

function person(identity: Partial<Person['identity']> = {}, role: Role | null = 'responder'): Person {
  return {
    identity: {
      connectionId: 1,
      slackUserId: 'U1',
      teamId: 'T1',
      displayName: 'jane',
      email: 'jane@example.com',
      timezone: 'Europe/Berlin',
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isWorkspaceAdmin: false,
      refreshedAt: 0,
      ...identity,
    },
    user: role && { id: 7, name: 'Jane Doe', email: 'jane@example.com', role, timezone: null, active: true },
  };
}

test.each<[string, Person, boolean, string | null, string | null]>([
  // who, person, require_mapped_user, why they may not act, why they may not see
  ['a responder', person(), false, null, null],
  ['an admin', person({}, 'admin'), true, null, null],
  ['somebody without a user', person({}, null), false, null, null],
  ['somebody without a user where one is required', person({}, null), true, 'unmapped', null],
  ['a viewer', person({}, 'viewer'), false, 'viewer', null],
  ['a guest', person({ isGuest: true }), false, 'guest', 'guest'],
  ['a guest with a user', person({ isGuest: true }, 'admin'), true, 'guest', 'guest'],
  ['somebody from another organization', person({ teamId: 'T2' }), false, 'stranger', 'stranger'],
  ['a bot', person({ isBot: true }), false, 'bot', 'bot'],
  ['a deactivated account', person({ isDeactivated: true }), false, 'deactivated', 'deactivated'],
])('%s', (_, who, requireMappedUser, mayNotAct, mayNotSee) => {
  const permission = permissionOf(who, { ...HOUSE, requireMappedUser });
  expect(permission.allowed ? null : permission.refusal).toBe(mayNotAct);
  expect(refusalToSee(who, HOUSE.teamId)).toBe(mayNotSee);
});

test('whoever may act does so as the user they are, or as nobody in particular', () => {
  expect(permissionOf(person(), HOUSE)).toEqual({
    allowed: true,
    actor: { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: 7 },
  });
  expect(permissionOf(person({}, null), HOUSE)).toMatchObject({ allowed: true, actor: { userId: null } });
});
