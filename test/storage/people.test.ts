import { beforeEach, expect, test } from '@jest/globals';
import type { PeopleStore } from '../../src/people/store.ts';
import type { SlackIdentity } from '../../src/people/types.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { sqliteConnectionStore } from '../../src/storage/sqlite/connections.ts';
import type { Database } from '../../src/storage/sqlite/database.ts';
import { sqlitePeopleStore } from '../../src/storage/sqlite/people.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { tempDatabase } from './temp-database.ts';

let database: Database;
let people: PeopleStore;
let connectionId: number;

beforeEach(async () => {
  database = tempDatabase();
  people = sqlitePeopleStore(database);
  const connections = sqliteConnectionStore(database);
  connectionId = (await connections.primary()).id;
  await connections.identify(connectionId, { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' });
});

async function declareUsers(yaml: string) {
  await applySettings(sqliteSettingsWriter(database), `users:\n${yaml}`, { prune: false, dryRun: false });
}

function identity(values: Partial<SlackIdentity> = {}): SlackIdentity {
  return {
    connectionId,
    slackUserId: 'U1',
    teamId: 'T1',
    displayName: 'jane',
    email: 'jane@example.com',
    timezone: 'Europe/Berlin',
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    isWorkspaceAdmin: false,
    refreshedAt: 1,
    ...values,
  };
}

test('an account that Slack never described is nobody', async () => {
  expect(await people.person(connectionId, 'U1')).toBeNull();
});

test('an account maps to the active user with its e-mail, whatever the case', async () => {
  await declareUsers('  - { name: Jane Doe, email: Jane@Example.com }');
  await people.saveIdentities([identity({ email: 'JANE@example.com' })]);
  const person = await people.person(connectionId, 'U1');
  expect(person?.user).toMatchObject({ name: 'Jane Doe', email: 'jane@example.com', active: true });
});

test('an account maps to nobody when its user is inactive, its e-mail is hidden, or only the name is the same', async () => {
  await declareUsers(
    '  - { name: jane, email: jane@example.com, active: false }\n  - { name: bob, email: b@example.com }',
  );
  await people.saveIdentities([
    identity(),
    identity({ slackUserId: 'U2', email: null }),
    identity({ slackUserId: 'U3', displayName: 'bob', email: 'bob@other.example' }),
  ]);
  for (const slackUserId of ['U1', 'U2', 'U3']) {
    const person = await people.person(connectionId, slackUserId);
    expect(person).toMatchObject({ identity: { slackUserId }, user: null });
  }
});

test('what Slack says later about an account replaces what it said before', async () => {
  await people.saveIdentities([identity()]);
  await people.saveIdentities([identity({ displayName: 'jane d', isDeactivated: true, refreshedAt: 2 })]);
  const person = await people.person(connectionId, 'U1');
  expect(person?.identity).toEqual(identity({ displayName: 'jane d', isDeactivated: true, refreshedAt: 2 }));
});

test('users are listed by name, without the inactive ones', async () => {
  await declareUsers(
    ['zoe', 'Adam', 'bob'].map((name) => `  - { name: ${name}, email: ${name}@x }\n`).join('') +
      '  - { name: gone, email: gone@x, active: false }',
  );
  expect((await people.users()).map(({ name }) => name)).toEqual(['Adam', 'bob', 'zoe']);
});

test('there is an admin only when an active user is one', async () => {
  await declareUsers('  - { name: a, email: a@x, role: admin, active: false }\n  - { name: b, email: b@x }');
  expect(await people.hasAdmin()).toBe(false);
  await declareUsers('  - { name: a, email: a@x, role: admin }');
  expect(await people.hasAdmin()).toBe(true);
});

test('nobody is mapped to a user, or called, by an account that is not surely theirs', async () => {
  await declareUsers('  - { name: Jane Doe, email: jane@example.com }');
  await people.saveIdentities([
    identity({ email: 'jane@example.com' }),
    identity({ slackUserId: 'U-STRANGER', teamId: 'T2', email: 'jane@example.com' }),
  ]);
  expect(await people.accountOf(connectionId, 'jane@example.com')).toMatchObject({ account: { slackUserId: 'U1' } });
  expect((await people.person(connectionId, 'U-STRANGER'))?.user).toBeNull();
  expect(await people.ambiguous(connectionId)).toEqual([]);

  await people.saveIdentities([identity({ slackUserId: 'U-TWIN', email: 'Jane@Example.com' })]);
  expect(await people.accountOf(connectionId, 'jane@example.com')).toMatchObject({ kind: 'ambiguous' });
  expect((await people.person(connectionId, 'U1'))?.user).toBeNull();
  expect((await people.person(connectionId, 'U-TWIN'))?.user).toBeNull();
  expect(await people.ambiguous(connectionId)).toMatchObject([
    { user: { name: 'Jane Doe' }, accounts: [{ slackUserId: 'U1' }, { slackUserId: 'U-TWIN' }] },
  ]);
});

test('after a move to another workspace, nobody is who they were in the old one', async () => {
  await declareUsers('  - { name: Jane Doe, email: jane@example.com }');
  await people.saveIdentities([identity({ email: 'jane@example.com' })]);
  const moved = { teamId: 'T9', teamName: 'New', botUserId: 'UBOT9', botId: 'B9' };
  await sqliteConnectionStore(database).identify(connectionId, moved);
  expect(await people.accountOf(connectionId, 'jane@example.com')).toEqual({ kind: 'unfit', flaw: 'stranger' });
});
