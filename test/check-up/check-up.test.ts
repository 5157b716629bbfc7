import { expect, test } from '@jest/globals';
import { checkUp, type Examined } from '../../src/check-up/check-up.ts';
import { DAY } from '../../src/lib/clock.ts';
import type { DirectoryEntry } from '../../src/oncall/call.ts';
import type { EscalationPolicy, Target } from '../../src/oncall/types.ts';
import { NO_REACH } from '../../src/people/contact.ts';
import { checkUpParts, checkUpWords } from '../../src/words/check-up.ts';
import { ana, bob, layer, schedule, utc, window } from '../oncall/support.ts';

const NOW = utc('2026-03-02T12:00Z');

function user(id: number, name: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  const known = { connectionId: 1, email: `${name}@x`, active: true, obstacle: null, reach: NO_REACH };
  return { id, name, ...known, ...more };
}

function policy(name: string, ...targets: Target[]): EscalationPolicy {
  return { name, repeat: 0, repeatAfter: null, urgencies: null, steps: [{ after: 0, targets }] };
}

const NOTHING = {
  keys: [],
  services: [],
  policies: [],
  unusedChannels: [],
  scopes: null,
  scopesInUse: { now: [], before: [] },
};

function told(examined: Partial<Examined>): string[] {
  const directory = { users: [user(ana, 'ana'), user(bob, 'bob')], groups: [], schedules: [], slackUserGroups: [] };
  return checkUp({ ...NOTHING, directory, ...examined }, NOW).map((one) => checkUpWords(one, NOW).what);
}

const primary: Target = { kind: 'schedule', name: 'primary' };

test('a check-up of what is in order finds nothing', () => {
  const schedules = [schedule('UTC', [layer('2026-01-05T09:00', 'weekly', [ana, bob])])];
  expect(
    told({
      directory: { users: [user(ana, 'ana'), user(bob, 'bob')], groups: [], schedules, slackUserGroups: [] },
      services: [
        { name: 'Pay', policy: policy('p', primary) },
        { name: 'Site', policy: null },
      ],
      keys: [{ name: 'new', prefix: 'ok_a', createdAt: NOW - DAY, lastUsedAt: null }],
    }),
  ).toEqual([]);
});

test('a check-up names keys that nothing has used for 90 days, by their last use or since they were made', () => {
  const key = (name: string, made: number, used: number | null) => ({
    name,
    prefix: `ok_${name}`,
    createdAt: NOW - made * DAY,
    lastUsedAt: used === null ? null : NOW - used * DAY,
  });
  expect(told({ keys: [key('a', 90, null), key('b', 89, null), key('c', 400, 90), key('d', 400, 1)] })).toEqual([
    'Key a (ok_a…) has never been used',
    'Key c (ok_c…) was last used on 2025-12-02',
  ]);
});

test('a check-up names people whom no message reaches, but nobody who has left', () => {
  const users = [
    user(ana, 'ana', { obstacle: 'no_account' }),
    user(bob, 'bob', { obstacle: 'deactivated', active: false }),
  ];
  expect(told({ directory: { users, groups: [], schedules: [], slackUserGroups: [] } })).toEqual([
    'ana, who has no Slack account with that e-mail address, can not be reached at all',
  ]);
});

test('a check-up names schedules with gaps, and policies that reach nobody in one of them', () => {
  const office = schedule('UTC', [layer('2026-01-05T09:00', 'weekly', [ana], window(null, '09:00', '17:00'))]);
  const directory = { users: [user(ana, 'ana')], groups: [], schedules: [office], slackUserGroups: [] };
  const services = [
    { name: 'Pay', policy: policy('office', primary) },
    { name: 'Shop', policy: policy('always', primary, { kind: 'user', name: 'ana@x' }) },
    { name: 'Site', policy: policy('nobody', { kind: 'group', name: 'gone' }) },
  ];
  expect(told({ directory, services })).toEqual([
    'Escalation policy office reaches nobody from Mon 2026-03-02 17:00 UTC on; Pay uses it',
    'Escalation policy nobody reaches nobody now; Site uses it',
    'Schedule primary has 30 gaps in the next 30 days, the first from Mon 2026-03-02 17:00 to Tue 2026-03-03 09:00 (UTC)',
  ]);
});

test('a check-up names policies that will reach nobody since whoever is on call then is reached by nothing', () => {
  const weekly = schedule('UTC', [layer('2026-01-05T09:00', 'weekly', [ana, bob])]);
  const users = [user(ana, 'ana'), user(bob, 'bob', { obstacle: 'no_account' })];
  const directory = { users, groups: [], schedules: [weekly], slackUserGroups: [] };
  expect(told({ directory, services: [{ name: 'Pay', policy: policy('p', primary) }] })).toEqual([
    'Escalation policy p reaches nobody from Mon 2026-03-09 09:00 UTC on; Pay uses it',
    'bob, who has no Slack account with that e-mail address, can not be reached at all',
  ]);
});

test('a check-up names policies and channels that nothing uses, and permissions that are too many or missing', () => {
  expect(
    told({
      services: [{ name: 'Pay', policy: policy('Used', { kind: 'channel', name: '#x' }) }],
      policies: ['used', 'spare'],
      unusedChannels: ['#old'],
      scopes: { missing: [{ scope: 'pins:read', switchesOff: 'adding pins' }], needless: ['files:read'] },
    }),
  ).toEqual([
    'The Slack app lacks the permission pins:read: without it there is no adding pins',
    'The Slack app has the permission files:read, which OpsKnight does not ask for',
    'Escalation policy spare is used by no service',
    'OpsKnight is in #old, which no setting names, and has not posted there for 90 days',
  ]);
  const scopes = { missing: [{ scope: 'usergroups:read', switchesOff: null }], needless: [] };
  const before = ['chat:write.customize', 'usergroups:read', 'usergroups:write'];
  expect(told({ scopes, scopesInUse: { now: ['chat:write.customize'], before } })).toEqual([
    'The Slack app lacks the permission usergroups:read',
    'The Slack app has the permission usergroups:write, which nothing uses any more as things are set',
  ]);
});

test('a message lists ten of each kind, and says how many more there are', () => {
  const findings = Array.from({ length: 13 }, (_, index) => ({ kind: 'unused_policy', policy: `p${index}` }) as const);
  const [part, ...others] = checkUpParts([...findings, { kind: 'unused_channel', channel: '#old' }], NOW);
  expect(part).toMatchObject({ more: 3, remedy: 'Name it in a service, or remove it.' });
  expect(part?.found).toHaveLength(10);
  expect(others).toMatchObject([{ more: 0 }]);
  const long = findings.map((one) => ({ ...one, policy: '&'.repeat(100) }));
  const keys = long.map(({ policy: name }) => ({ kind: 'unused_key', name, prefix: 'ok', lastUsedAt: null }) as const);
  const cut = checkUpParts([...long, ...keys], NOW);
  expect(cut.map(({ more }) => more)).toEqual([9, 9]);
});

test('a check-up says until when it has looked, when there are more hand-offs than it looks at', () => {
  const schedules = Array.from({ length: 100 }, (_, index) => ({
    ...schedule('UTC', [layer(`2026-01-05T09:${String(index % 60).padStart(2, '0')}`, 'daily', [ana, bob])]),
    name: `s${index}`,
    timezone: index < 60 ? 'UTC' : 'Asia/Kathmandu',
  }));
  const users = [user(ana, 'ana'), user(bob, 'bob')];
  expect(told({ directory: { users, groups: [], schedules, slackUserGroups: [] } }).join()).toMatch(
    /so many hand-offs that escalation policies were looked at until/,
  );
});
