import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INTERACTIONS } from '../../src/slack/interactions/index.ts';
import { runs } from '../runs.ts';
import { App } from './app.ts';

const TABLES = [
  'incidents',
  'timeline_events',
  'overrides',
  'cover_requests',
  'storm_acknowledgements',
  'maintenance_windows',
];

let app: App;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  app = await App.start('workspace: { default_channel: "#incidents" }');
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await app.stop();
});

let requests = 0;

/** Anything that JSON can say, and what people who try things out send. */
const anything = fc.oneof(
  fc.constantFrom(
    null,
    0,
    -1,
    1e21,
    true,
    '',
    '0',
    '42',
    '42:15m',
    '42:custom',
    '42:reopen',
    '7:2',
    '1:ack',
    '9'.repeat(40),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constant('x'.repeat(100_000)),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Mostly somebody who may act, so that what is forged gets past the gate. */
const user = fc.oneof(
  { weight: 12, arbitrary: fc.constant('jane') },
  { weight: 1, arbitrary: fc.constantFrom('guest', 'stranger', 'U0NOBODY1', '', null, 7) },
);
const person = (who: string | number | null) =>
  typeof who === 'string' && ['jane', 'guest', 'stranger'].includes(who) ? app.slack.workspace().member(who).id : who;
const text = fc.oneof(anything, fc.record({ text: anything, value: anything, selected_option: anything }));
const actionId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...INTERACTIONS.flatMap(({ actionIds = [] }) => actionIds)) },
  { weight: 1, arbitrary: anything },
);

const action = fc.record(
  {
    type: fc.oneof(fc.constantFrom('button', 'static_select', 'overflow'), anything),
    action_id: actionId,
    block_id: fc.oneof(fc.constantFrom('incidents:1:42', 'storm:7:1:42', 'x'), anything),
    value: anything,
    selected_option: fc.option(fc.record({ value: anything }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);
const METADATA = [
  '{"number":42}',
  '{"number":-1}',
  '{"number":42,"seen":{"title":"x","service":"x","description":"x"}}',
  '{"stormId":7,"page":1,"filter":{"serviceId":"none"}}',
  '{"number":42,"under":{"stormId":7,"page":1e9,"filter":{}}}',
  '{"channelId":"C1","threadTs":"1.1","permalink":null}',
  '{}',
  '[',
];
const blockActions = fc.record({
  type: fc.constant('block_actions'),
  user,
  view: fc.option(
    fc.record({
      id: fc.uuid(),
      type: fc.constantFrom('modal', 'home'),
      callback_id: fc.oneof(fc.constantFrom('storm_modal', 'open_incidents', 'incident_actions'), anything),
      private_metadata: fc.oneof(anything, fc.constantFrom(...METADATA)),
      state: anything,
    }),
    { nil: undefined },
  ),
  actions: fc.oneof(
    { weight: 5, arbitrary: fc.array(action, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: anything },
  ),
  container: anything,
});
const input = fc.record({
  input: fc.oneof(text, fc.record({ value: anything, selected_user: anything, selected_date_time: anything })),
});
const blockIds = [
  'resolution_note',
  'snooze_until',
  'incident_title',
  'override_person',
  'override_schedule',
  'override_to',
  'incident_service',
  'incident_urgency',
  'incident_description',
  'edited_title',
  'edited_service',
  'edited_description',
  'assignee',
  'note',
  'urgency',
  'private_channel',
  'x',
];
const viewSubmission = fc.record({
  type: fc.constantFrom('view_submission', 'view_closed'),
  user,
  view: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        id: fc.uuid(),
        type: fc.constant('modal'),
        callback_id: fc.oneof(fc.constantFrom(...INTERACTIONS.flatMap(({ viewId }) => viewId ?? [])), anything),
        private_metadata: fc.oneof(anything, fc.constantFrom(...METADATA)),
        blocks: fc.oneof(fc.constant([]), fc.constant([{ type: 'input', block_id: 'resolution_note' }]), anything),
        state: fc.oneof(fc.record({ values: fc.dictionary(fc.constantFrom(...blockIds), input) }), anything),
      }),
    },
    { weight: 1, arbitrary: anything },
  ),
});
const shortcut = fc.record({
  type: fc.constantFrom('shortcut', 'message_action', 'dialog_submission', 'nonsense'),
  user,
  callback_id: fc.oneof(
    fc.constantFrom('create_incident', 'add_to_timeline', 'create_incident_from_message'),
    anything,
  ),
  channel: fc.oneof(fc.constant({ id: 'C0NOWHERE1' }), anything),
  message_ts: anything,
  message: fc.oneof(fc.record({ text: anything, attachments: anything, thread_ts: anything }), anything),
});
const words = fc.constantFrom(
  'cover',
  'override',
  'page',
  'reopen',
  'escalate',
  'oncall',
  'incidents',
  'create',
  'web',
  'status',
  'assign',
  'note',
  'urgency',
  'edit',
  'handback',
  'ack',
  'resolve',
  'wake',
  'why',
  'maintenance',
);
const command = fc.record({
  command: fc.constantFrom('/opsknight', '/other'),
  user_id: user,
  text: fc.oneof(
    anything,
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.tuple(words, fc.string({ unit: 'binary', maxLength: 60 })).map((both) => both.join(' ')),
    fc
      .tuple(words, fc.constantFrom('<@U0NOBODY1> 4h', '<@U0NOBODY1|x> help', 'INC-42', '4h x', '<!channel>'))
      .map((both) => both.join(' ')),
  ),
  channel_id: anything,
});

const envelope = fc.oneof(
  fc.oneof(blockActions, viewSubmission, shortcut).map((payload) => ({ kind: 'interactive', payload }) as const),
  command.map((payload) => ({ kind: 'slash_commands', payload }) as const),
  fc
    .record({
      event: fc.record({
        type: fc.constantFrom('app_home_opened', 'user_change', 'channel_rename', 'x'),
        user: anything,
        tab: anything,
        channel: anything,
      }),
    })
    .map((payload) => ({ kind: 'events_api', payload }) as const),
  anything.map((payload) => ({ kind: 'interactive', payload }) as const),
);

interface Forged {
  kind: 'interactive' | 'slash_commands' | 'events_api';
  payload: unknown;
}

/** With what only the running local Slack can give: ids of people, and a trigger that no other request has. */
function signed({ kind, payload }: Forged): Forged {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return { kind, payload };
  const { user, user_id } = payload as { user?: string | number | null; user_id?: string | number | null };
  return {
    kind,
    payload: {
      ...payload,
      trigger_id: `forged.${++requests}`,
      ...(user === undefined ? {} : { user: { id: person(user) } }),
      ...(user_id === undefined ? {} : { user_id: person(user_id) }),
    },
  };
}

test('whatever an envelope holds, it is acknowledged, changes nothing, and leaves the app as it was', async () => {
  const before = app.rows(...TABLES);
  await fc.assert(
    fc.asyncProperty(envelope, async (forged) => {
      const acknowledgement = await app.send({ ...signed(forged), acceptsResponse: forged.kind !== 'events_api' });
      expect(acknowledgement.acknowledged).toBe(true);
    }),
    runs(40),
  );
  expect(app.rows(...TABLES)).toEqual(before);
  expect(unhandled).toEqual([]);
  const jane = app.slack.workspace().member('jane');
  await jane.command('#general', '/opsknight help');
  await jane.seesEphemeral('What I can do for you');
});
