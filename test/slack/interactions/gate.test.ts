import { expect, test } from '@jest/globals';
import { StorageFailure } from '../../../src/lib/storage-failure.ts';
import { SlackFailure } from '../../../src/notifications/queue/failure.ts';
import { Unsettled, Untold } from '../../../src/slack/actions/unsettled.ts';
import type { Deps } from '../../../src/slack/interactions/deps.ts';
import { INTERACTIONS, listenTo } from '../../../src/slack/interactions/index.ts';
import { keptLog } from '../../kept-log.ts';
import { FakeBolt } from './fake-bolt.ts';

const MEMBER = { teamId: 'T1', isBot: false, isDeactivated: false, isGuest: false };

/** What asks for something: a control, a form, a command, a shortcut, the Home tab. */
const CONTROLS = INTERACTIONS.flatMap(({ actionIds = [] }) => actionIds);
const ASKING: object[] = [
  ...CONTROLS.map((action_id) => pressed(action_id)),
  ...INTERACTIONS.flatMap(({ viewId }) => (viewId ? [{ type: 'view_submission', view: { callback_id: viewId } }] : [])),
  { type: 'shortcut', callback_id: 'create_incident' },
  { command: '/opsknight', text: 'incidents', user_id: 'U1' },
  { event: { type: 'app_home_opened', tab: 'home', user: 'U1' } },
];

function pressed(action_id: string, value?: string): object {
  return { type: 'block_actions', actions: [{ action_id, selected_option: { value } }] };
}

/** The error boundary and the gate, over a directory that knows this of everybody; what comes after throws `error`. */
function guarded(known: object | null, { error }: { error?: unknown } = {}) {
  const bolt = new FakeBolt();
  const told: string[] = [];
  const { logger, lines } = keptLog();
  const deps = {
    teamId: () => 'T1',
    people: {
      known: async () => known && { identity: known, user: null },
      person: async () => {
        throw new SlackFailure('unreachable', 'ECONNREFUSED');
      },
    },
    interactive: {
      chat: { postMessage: async ({ text }: { text: string }) => told.push(text) },
      views: { publish: async ({ view }: { view: unknown }) => told.push(JSON.stringify(view)) },
    },
    logger,
  };
  listenTo(bolt.app, deps as unknown as Deps);
  const [boundary, gate] = bolt.middleware;
  let passed = false;
  const ask = async (asking: object) => {
    passed = false;
    const body = 'event' in asking || 'command' in asking ? asking : { user: { id: 'U1' }, ...asking };
    const args = {
      body,
      ack: async () => {},
      ...('event' in asking ? { event: asking.event } : {}),
      view: { blocks: [] },
    };
    const next = async () => {
      passed = true;
      if (error) throw error;
    };
    await boundary?.({ ...args, next: () => gate?.({ ...args, next }) });
    return passed;
  };
  return { ask, told, lines };
}

test.each([
  ['guest', { ...MEMBER, isGuest: true }, "Guests can't"],
  ['deactivated account', { ...MEMBER, isDeactivated: true }, 'deactivated'],
  ['bot', { ...MEMBER, isBot: true }, 'Only people'],
  ['stranger', { ...MEMBER, teamId: 'T2' }, 'another organisation'],
])('a %s gets past the gate to nothing, and is told why', async (_, identity, words) => {
  for (const asking of ASKING) {
    const { ask, told } = guarded(identity);
    expect([asking, await ask(asking)]).toEqual([asking, false]);
    expect(told).toEqual([expect.stringContaining(words)]);
  }
});

test('a member gets past it to everything', async () => {
  const { ask } = guarded(MEMBER);
  for (const asking of ASKING) expect([asking, await ask(asking)]).toEqual([asking, true]);
});

test('somebody not heard of, while Slack is away, gets past it with what can wait alone', async () => {
  const { ask, told } = guarded(null);
  for (const asking of ['ack_incident', 'assign_incident', 'reopen_incident', 'ack_storm', 'accept_cover'].map((id) =>
    pressed(id),
  ))
    expect([asking, await ask(asking)]).toEqual([asking, true]);
  expect(await ask(pressed('snooze_incident', '42:1h'))).toBe(true);
  expect(await ask({ type: 'view_submission', view: { callback_id: 'resolve_incident_modal' } })).toBe(true);
  expect(told).toEqual([]);
  for (const asking of [
    pressed('snooze_incident', '42:custom'),
    pressed('resolve_incident'),
    pressed('resolve_incident_modal'),
  ])
    expect([asking, await ask(asking)]).toEqual([asking, false]);
  expect(told).toEqual(Array(3).fill(expect.stringContaining('Please try again in a moment')));
});

test('what Slack says of itself asks for nothing, and gets past it', async () => {
  const { ask, told } = guarded({ ...MEMBER, isGuest: true });
  expect(await ask({ event: { type: 'user_change', user: { id: 'U1' } } })).toBe(true);
  expect(await ask({ event: { type: 'member_left_channel', user: 'U1' } })).toBe(true);
  expect(told).toEqual([]);
});

test.each([
  ['before anything was done', new Error('broken'), 'Nothing was changed. Please try again'],
  ['in the middle', new Unsettled(new Error('broken')), "I can't tell whether it was done"],
  ['after it was done', new Untold(new Error('broken')), 'That went through'],
  [
    'on a full disk',
    new Unsettled(new StorageFailure('full', 'SQLITE_FULL')),
    'the disk that the database is on is full',
  ],
])(
  'what breaks with %s is said to the person, and logged with the incident and without a value',
  async (_, error, words) => {
    const { ask, told, lines } = guarded(MEMBER, { error });
    await ask({ type: 'block_actions', actions: [{ action_id: 'ack_incident', value: 'INC 42 is secret' }] });
    expect(told).toEqual([expect.stringContaining(words)]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ slackUserId: 'U1', request: 'ack_incident 42' }]);
    expect(lines.join()).not.toContain('secret');
  },
);
