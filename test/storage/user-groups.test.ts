import { beforeEach, expect, test } from '@jest/globals';
import type { UserGroupStore } from '../../src/oncall/user-group-store.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { sqliteConnectionStore } from '../../src/storage/sqlite/connections.ts';
import { sqliteDeliveryStore } from '../../src/storage/sqlite/deliveries.ts';
import { sqlitePeopleStore } from '../../src/storage/sqlite/people.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { sqliteUserGroupStore } from '../../src/storage/sqlite/user-groups.ts';
import { tempDatabase } from './temp-database.ts';

const clock = { now: () => 1_000 };
let groups: UserGroupStore;
let connectionId: number;
let owed: () => Promise<number>;
let apply: (yaml: string) => Promise<unknown>;

beforeEach(async () => {
  const database = tempDatabase();
  groups = sqliteUserGroupStore(database, clock);
  const connections = sqliteConnectionStore(database);
  connectionId = (await connections.primary()).id;
  await connections.identify(connectionId, { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' });
  owed = async () => (await sqliteDeliveryStore(database, clock).load()).waiting;
  apply = (yaml) => applySettings(sqliteSettingsWriter(database), yaml, { prune: false, dryRun: false });
  await sqlitePeopleStore(database).saveIdentities([
    {
      connectionId,
      slackUserId: 'UADMIN',
      teamId: 'T1',
      displayName: 'admin',
      email: null,
      timezone: null,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isWorkspaceAdmin: true,
      refreshedAt: 0,
    },
  ]);
});

test('the groups that schedules name are wanted, each with all of its schedules', async () => {
  await apply(`schedules:
  - { name: a, timezone: UTC, user_group: on-call }
  - { name: b, timezone: UTC, user_group: on-call }
  - { name: c, timezone: UTC }`);
  expect([...(await groups.wanted())]).toEqual([['on-call', ['a', 'b']]]);
  expect(await groups.areCalled()).toBe(false);
  await apply('escalation_policies: [{ name: p, steps: [{ after: 0s, notify: [usergroup:on-call] }] }]');
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
  expect(await owed()).toBe(1);
  expect(await groups.failures(connectionId)).toEqual([{ ...failure, members: ['U2'] }]);
  await groups.written(connectionId, 'on-call', { id: 'S1', handle: 'on-call', members: ['U2'] });
  expect(await groups.failures(connectionId)).toEqual([]);
  await groups.failed(connectionId, failure);
  expect(await owed()).toBe(2);
});
