import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack, LocalSlackOptions } from '../src/index.ts';
import { DEFAULT_WORKSPACE } from '../src/index.ts';
import { Cleanup, clientOf, eventsOf, failure, startWithMore } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

const EVENTS = ['subteam_created', 'subteam_updated', 'subteam_members_changed'];

async function begin(options: Partial<LocalSlackOptions> = {}): Promise<void> {
  slack = await startWithMore(cleanup, { events: EVENTS }, options);
  client = clientOf(slack);
}
beforeEach(() => begin());
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;
const create = (args: object) => client.apiCall('usergroups.create', { ...args });

describe('a user group', () => {
  // https://docs.slack.dev/reference/methods/usergroups.create#errors
  it.each([
    [{}, 'missing_subteam_name'],
    [{ name: 'Payments on call' }, 'name_already_exists'],
    [{ name: 'Other', handle: 'payments-oncall' }, 'handle_already_exists'],
    [{ name: 'Other', handle: 'jane' }, 'handle_already_exists'],
    [{ name: 'Other', handle: 'general' }, 'handle_already_exists'],
    [{ name: 'Other', handle: 'Two Words' }, 'bad_handle'],
    [{ name: 'Other', handle: 'here' }, 'forbidden_handle'],
    [{ name: 'x'.repeat(81) }, 'name_too_long'],
    [{ name: 'Other', description: 'x'.repeat(141) }, 'description_too_long'],
  ])('with %j is refused as %s', async (args, code) => {
    expect(await codeOf(create(args))).toBe(code);
  });

  it('is made, changed, filled, disabled and enabled again, and every step is told of', async () => {
    const usergroup = (await client.usergroups.create({ name: 'Database Team' })).usergroup?.id ?? '';
    await client.usergroups.update({ usergroup, handle: 'dba', description: 'Who knows the database' });
    const [jane, bob] = [ws().member('jane').id, ws().member('bob').id];
    await client.usergroups.users.update({ usergroup, users: `${jane},${bob}` });
    await client.usergroups.users.update({ usergroup, users: jane });
    await client.usergroups.users.update({ usergroup, users: jane });
    await client.usergroups.disable({ usergroup });
    const names = async (args: object) => (await client.usergroups.list(args)).usergroups?.map(({ handle }) => handle);
    expect(await names({})).toEqual(['payments-oncall']);
    expect(await names({ include_disabled: true })).toEqual(['payments-oncall', 'dba']);
    await client.usergroups.enable({ usergroup });
    expect(await names({})).toEqual(['payments-oncall', 'dba']);
    const told = eventsOf(slack);
    expect(told.map(({ type }) => type)).toEqual([
      'subteam_created',
      'subteam_updated',
      'subteam_members_changed',
      'subteam_updated',
      'subteam_members_changed',
      'subteam_updated',
      'subteam_updated',
      'subteam_updated',
    ]);
    expect(told[0]).toMatchObject({ subteam: { id: usergroup, handle: 'database-team', user_count: 0 } });
    expect(told[2]).toMatchObject({ subteam_id: usergroup, added_users: [jane, bob], removed_users: [] });
    expect(told[4]).toMatchObject({ added_users: [], removed_users: [bob], removed_users_count: 1 });
    expect(told[6]).toMatchObject({ subteam: { date_delete: expect.any(Number), deleted_by: ws().botUserId } });
  });

  it('that is nobody’s is refused as no_such_subteam', async () => {
    expect(await codeOf(client.usergroups.disable({ usergroup: 'S0NOBODY00' }))).toBe('no_such_subteam');
  });
});

const changes: [string, (usergroup: string) => Promise<unknown>][] = [
  ['usergroups.create', () => client.usergroups.create({ name: 'New' })],
  ['usergroups.update', (usergroup) => client.usergroups.update({ usergroup, name: 'New' })],
  ['usergroups.enable', (usergroup) => client.usergroups.enable({ usergroup })],
  ['usergroups.disable', (usergroup) => client.usergroups.disable({ usergroup })],
  [
    'usergroups.users.update',
    (usergroup) => client.usergroups.users.update({ usergroup, users: ws().member('bob').id }),
  ],
];

describe.each(changes)('%s', (_, change) => {
  it.each([
    ['plan_upgrade_required', { plan: 'free' as const }],
    ['permission_denied', { userGroupChanges: 'admins' as const }],
  ])('is refused as %s', async (code, rules) => {
    await begin({ workspaces: [{ ...DEFAULT_WORKSPACE, ...rules }] });
    const group = ws().model.userGroups.all[0];
    expect(await codeOf(change(group?.id ?? ''))).toBe(code);
    expect(group?.users).toEqual([ws().member('jane').id]);
  });
});
