import { beforeEach, expect, test } from '@jest/globals';
import type { UserGroupStore } from '../../../src/oncall/user-group-store.ts';
import type { Fixture } from './fixture.ts';

export function userGroups(fixture: () => Fixture): void {
  let groups: UserGroupStore;
  let connectionId: number;

  beforeEach(async () => {
    groups = fixture().storage.userGroups;
    connectionId = fixture().connectionId;
    await fixture().storage.people.saveIdentities([fixture().identity('admin', { isWorkspaceAdmin: true })]);
  });

  test('the groups that schedules name are wanted, each with all of its schedules', async () => {
    await fixture().apply(`schedules:
    - { name: a, timezone: UTC, user_group: on-call }
    - { name: b, timezone: UTC, user_group: on-call }
    - { name: c, timezone: UTC }`);
    expect([...(await groups.wanted())]).toEqual([['on-call', ['a', 'b']]]);
    expect(await groups.areCalled()).toBe(false);
    await fixture().apply('escalation_policies: [{ name: p, steps: [{ after: 0s, notify: [usergroup:on-call] }] }]');
    expect(await groups.areCalled()).toBe(true);
  });

  test('the list is what Slack gave last, and what was written since', async () => {
    const group = { id: 'S1', handle: 'on-call', members: ['U1'] };
    await groups.replace(connectionId, [group, { id: 'S2', handle: 'gone', members: [] }]);
    await groups.replace(connectionId, [group]);
    await groups.written(connectionId, 'on-call', { ...group, members: ['U2'] });
    expect(await groups.known(connectionId)).toEqual([{ ...group, members: ['U2'] }]);
  });

  test('admins are told of a failure once, and it is over when a write succeeds', async () => {
    const failure = { userGroup: 'on-call', members: ['U1'], code: 'permission_denied' };
    await groups.failed(connectionId, failure);
    await groups.failed(connectionId, { ...failure, members: ['U2'] });
    expect(await fixture().courier.sendAll()).toEqual(['tell UADMIN: user_group_closed']);
    expect(await groups.failures(connectionId)).toEqual([{ ...failure, members: ['U2'] }]);
    await groups.written(connectionId, 'on-call', { id: 'S1', handle: 'on-call', members: ['U2'] });
    expect(await groups.failures(connectionId)).toEqual([]);
    await groups.failed(connectionId, failure);
    expect(await fixture().courier.sendAll()).toEqual(['tell UADMIN: user_group_closed']);
    await groups.forgetFailures(connectionId);
    expect(await groups.failures(connectionId)).toEqual([{ ...failure, members: [] }]);
  });
}
