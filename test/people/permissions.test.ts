import { expect, test } from '@jest/globals';
import { mayChangeSettings, permissionOf, refusalToSee } from '../../src/people/permissions.ts';
import { actsIn, type Project, type Standing, standingIn } from '../../src/people/projects.ts';
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

const PROJECT = (isClosed: boolean): Project => ({
  name: 'payments',
  isClosed,
  serviceIds: new Set([1]),
  roles: new Map<number, Role>([
    [1, 'admin'],
    [2, 'responder'],
    [3, 'viewer'],
  ]),
});

test.each<[string, number | null, Role | null, Standing, Standing]>([
  // who, their id, their global role, what they are in an open project, and in a closed one
  ['an admin of OpsKnight', 9, 'admin', 'admin', 'admin'],
  ['an admin of OpsKnight who is called a viewer there', 3, 'admin', 'admin', 'admin'],
  ['an admin of the project', 1, 'responder', 'admin', 'admin'],
  ['a responder of the project who is a viewer elsewhere', 2, 'viewer', 'responder', 'responder'],
  ['a viewer of the project who is a responder elsewhere', 3, 'responder', 'viewer', 'viewer'],
  ['a responder without a role in it', 9, 'responder', 'responder', 'outsider'],
  ['a viewer without a role in it', 9, 'viewer', 'viewer', 'outsider'],
  ['somebody who is no user', null, null, 'responder', 'outsider'],
])('%s', (_, id, role, open, closed) => {
  const user = id !== null && role !== null ? { id, role } : null;
  expect([standingIn(PROJECT(false), user), standingIn(PROJECT(true), user)]).toEqual([open, closed]);
  expect(standingIn(null, user)).toBe(role ?? 'responder');
  // Who sees one as an outsider was called to it.
  const acts = (standing: Standing) => standing !== 'viewer' && !(standing === 'outsider' && role === 'viewer');
  expect([actsIn(PROJECT(false), user), actsIn(PROJECT(true), user)]).toEqual([acts(open), acts(closed)]);
});

test('a viewer who is more than that in some project may act, and only there', () => {
  const rules = { ...HOUSE, actorsOfProjects: new Set([7]) };
  expect(permissionOf(person({}, 'viewer'), rules)).toMatchObject({ allowed: true, inProjectsAlone: true });
  expect(permissionOf(person({ isGuest: true }, 'viewer'), rules)).toMatchObject({ allowed: false });
  expect(permissionOf(person({}, 'responder'), rules)).not.toHaveProperty('inProjectsAlone');
});

test.each<[string, Person, boolean, boolean]>([
  // who, person, while nobody has the role admin, once somebody has
  ['a user with the role admin', person({}, 'admin'), false, true],
  ['an admin of the workspace without a user', person({ isWorkspaceAdmin: true }, null), true, false],
  ['an admin of the workspace who is a responder', person({ isWorkspaceAdmin: true }), true, false],
  ['whoever else comes first', person(), false, false],
  ['an admin of another organisation', person({ teamId: 'T2', isWorkspaceAdmin: true }, 'admin'), false, false],
  ['a guest with the role admin', person({ isGuest: true }, 'admin'), false, false],
  ['an admin whose account is gone', person({ isDeactivated: true, isWorkspaceAdmin: true }, 'admin'), false, false],
])('%s may change settings only as is said', (_, who, whileNobodyIs, onceSomebodyIs) => {
  expect(mayChangeSettings(who, HOUSE.teamId, false)).toBe(whileNobodyIs);
  expect(mayChangeSettings(who, HOUSE.teamId, true)).toBe(onceSomebodyIs);
});
