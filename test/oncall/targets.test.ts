import { describe, expect, test } from '@jest/globals';
import {
  type Directory,
  formatTarget,
  parseTarget,
  type Recipients,
  resolveTargets,
} from '../../src/oncall/targets.ts';
import { ana, bob, cho, dev, layer, schedule, utc, window } from './support.ts';

test.each([
  ['user:Bob@Example.com', { kind: 'user', name: 'bob@example.com' }],
  ['schedule:payments-primary', { kind: 'schedule', name: 'payments-primary' }],
  ['group: Payments: EU', { kind: 'group', name: 'Payments: EU' }],
  ['usergroup:payments-oncall', { kind: 'usergroup', name: 'payments-oncall' }],
  [' channel:#incidents-critical ', { kind: 'channel', name: '#incidents-critical' }],
] as const)('%s', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
  expect(parseTarget(formatTarget(target))).toEqual(target);
});

test.each(['bob@example.com', 'team:payments', 'user:', 'user: ', 'USER:bob@example.com', ''])(
  '"%s" is not a target',
  (text) => {
    expect(() => parseTarget(text)).toThrow(
      new RangeError(
        `"${text}" is not a target: write user:EMAIL, schedule:NAME, group:NAME, usergroup:NAME or channel:#NAME`,
      ),
    );
  },
);

describe('resolveTargets', () => {
  const directory: Directory = {
    users: [
      { id: ana, email: 'ana@example.com', active: true },
      { id: bob, email: 'bob@example.com', active: true },
      { id: cho, email: 'cho@example.com', active: false },
      { id: dev, email: 'dev@example.com', active: true },
    ],
    groups: [
      { name: 'payments', users: [dev, cho, ana] },
      { name: 'gone', users: [cho] },
    ],
    schedules: [
      { ...schedule('Europe/Berlin', [layer('2026-01-05T09:00', 'daily', [ana, cho, bob])]), name: 'primary' },
      {
        ...schedule('Europe/Berlin', [layer('2026-01-05T09:00', 'daily', [dev], window(null, '09:00', '17:00'))]),
        name: 'office',
      },
    ],
  };
  const nobody: Recipients = { people: [], channels: [], slackUserGroups: [], gaps: [], skipped: [], unknown: [] };

  test.each<[string, string[], Partial<Recipients>]>([
    ['a user', ['user:bob@example.com'], { people: [bob] }],
    ['a disabled user', ['user:cho@example.com'], { skipped: [cho] }],
    ['a group without its disabled member', ['group:payments'], { people: [dev, ana], skipped: [cho] }],
    ['a schedule, where the turn of a disabled person has passed on', ['schedule:primary'], { people: [bob] }],
    ['a schedule with a gap', ['schedule:office', 'user:ana@example.com'], { people: [ana], gaps: ['office'] }],
    ['a Slack user group', ['usergroup:payments-oncall'], { slackUserGroups: ['payments-oncall'] }],
    ['a channel', ['channel:#incidents-critical'], { channels: ['#incidents-critical'] }],
    [
      'nobody twice',
      ['schedule:primary', 'user:bob@example.com', 'group:payments', 'group:gone', 'channel:#a', 'channel:#a'],
      { people: [bob, dev, ana], skipped: [cho], channels: ['#a'] },
    ],
    [
      'what is not there any more',
      ['user:eve@example.com', 'schedule:old', 'group:old', 'user:ana@example.com'],
      { people: [ana], unknown: ['user:eve@example.com', 'schedule:old', 'group:old'] },
    ],
    ['no targets', [], {}],
  ])('%s', (_, targets, recipients) => {
    // The turn of cho in the first schedule, and after hours in the second.
    const t = utc('2026-01-06T20:00Z');
    expect(resolveTargets(targets.map(parseTarget), directory, t)).toEqual({ ...nobody, ...recipients });
  });
});
