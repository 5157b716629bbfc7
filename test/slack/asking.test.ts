import { afterEach, expect, test } from '@jest/globals';
import { IncidentService } from '../../src/incidents/service.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { EVERYBODY } from '../everybody.ts';
import { until } from '../until.ts';
import { App, openIncidents } from './app.ts';

let app: App;
afterEach(() => app.stop());

const SETTINGS = 'workspace: { default_channel: "#incidents" }';
const NOBODY = { id: 'U0NOBODY01' };

/** The app while Slack does not say who anybody is. */
async function withoutKnowingAnybody(...titles: string[]): Promise<{ told(): void }> {
  let told = () => {};
  app = await App.start(
    SETTINGS,
    async (slack, databaseFile) => {
      const faults = ['users.info', 'users.list'].map((method) => slack.faults.httpError(503, { method }));
      told = () => {
        for (const fault of faults) fault.clear();
      };
      await openIncidents(databaseFile, titles);
    },
    { isPaced: false },
  );
  return { told };
}

const said = (words: string) =>
  app.slack.changes.waitFor(
    () => app.slack.calls.of('chat.postMessage').find(({ args }) => String(args['text']).includes(words)),
    () => `nobody was told ${words}`,
  );

test('nobody of whom Slack has not said who they are gets a form, a list or a name: they may try again', async () => {
  await withoutKnowingAnybody();
  let trigger = 0;
  const asks = [
    { kind: 'interactive', payload: { type: 'shortcut', callback_id: 'create_incident', user: NOBODY } },
    ...[
      'resolve_incident',
      'snooze_incident',
      'storm_incident',
      'create_incident',
      'incidents_page_next',
      'show_storm',
    ].map((action_id) => {
      const value = { resolve_incident: '1', show_storm: '1' }[action_id] ?? '1:custom';
      const action = { type: 'button', action_id, block_id: 'x', value, selected_option: { value } };
      return { kind: 'interactive', payload: { type: 'block_actions', user: NOBODY, actions: [action] } } as const;
    }),
    ...['create', 'oncall', 'incidents', 'override', 'cover 4h', 'page x y', 'reopen INC-1'].map(
      (text) => ({ kind: 'slash_commands', payload: { command: '/opsknight', text, user_id: NOBODY.id } }) as const,
    ),
  ] as const;
  for (const { kind, payload } of asks) {
    const before = app.slack.calls.of('chat.postMessage').length;
    const { acknowledged } = await app.send({ kind, payload: { ...payload, trigger_id: `t${++trigger}` } });
    expect(acknowledged).toBe(true);
    const answer = await app.slack.changes.waitFor(
      () => app.slack.calls.of('chat.postMessage')[before],
      () => `no answer to ${JSON.stringify(payload)}`,
    );
    expect([payload, answer.args['text']]).toEqual([payload, expect.stringContaining('Please try again in a moment')]);
  }
  expect(app.slack.calls.of('views.open')).toEqual([]);
});

test('a request in waiting that fails for a reason of its own is answered, and keeps nobody waiting', async () => {
  const slack = await withoutKnowingAnybody('Its row makes no sense', 'A good one');
  const database = app.open();
  database.prepare("update incidents set pauses = 'nonsense' where number = 1").run();
  database.close();
  const [jane, bob] = ['jane', 'bob'].map((name) => app.slack.workspace().member(name));
  const presses = [
    [jane, 1],
    [jane, 2],
    [bob, 2],
  ] as const;
  for (const [person, number] of presses) {
    const action = { type: 'button', action_id: 'ack_incident', block_id: 'x', value: String(number) };
    const body = {
      type: 'block_actions',
      user: { id: person?.id },
      actions: [action],
      trigger_id: `${person?.id}.${number}`,
    };
    expect((await app.send({ kind: 'interactive', payload: body })).acknowledged).toBe(true);
  }
  expect(app.rows('pending_requests')).toEqual({ pending_requests: 3 });
  slack.told();
  const { args } = await said('broke on my side, and I have given it up');
  expect(args['channel']).toMatch(/^[UD]/);
  await app.slack.changes.waitFor(
    () => (app.rows('pending_requests')['pending_requests'] === 0 ? true : undefined),
    () => 'somebody still waits',
  );
  // Jane's second request, or bob's, took it; whoever came second was told so.
  await said('INC-2 was already acknowledged by');
  expect(app.log).toContainEqual(
    expect.objectContaining({ slackUserId: jane?.id, msg: expect.stringContaining('can not be carried out') }),
  );
});

test('what was done before the app was killed is not done again, and not answered as if somebody else had been faster', async () => {
  app = await App.start(
    SETTINGS,
    async (slack, databaseFile) => {
      await openIncidents(databaseFile, ['Acknowledged before the kill']);
      const stores = sqliteStorage(openDatabase(`file:${databaseFile}`), systemClock);
      const { id: connectionId } = await stores.connections.primary();
      const slackUserId = slack.workspace().member('jane').id;
      const jane = { kind: 'person', connectionId, slackUserId, name: 'jane', userId: null } as const;
      const incidents = new IncidentService(stores.incidents, systemClock, () => {}, EVERYBODY);
      await incidents.execute(1, { type: 'acknowledge' }, jane, { requestKey: 'first' });
      const form = { title: 'Opened before the kill', serviceId: null, urgency: 'LOW', description: null } as const;
      const report = { ...form, components: [], source: null, url: null, details: null, dedupKey: 'slack:second' };
      await incidents.report(report, jane, { requestKey: 'second' });
      const command = { kind: 'command', number: 1, command: { type: 'acknowledge' } } as const;
      await stores.pending.add(connectionId, { requestKey: 'first', slackUserId, action: command }, 0);
      await stores.pending.add(
        connectionId,
        { requestKey: 'second', slackUserId, action: { kind: 'create', form } },
        0,
      );
      stores.close();
    },
    { isPaced: false },
  );
  const jane = app.slack.workspace().member('jane');
  await jane.dm().waitForMessage('Your incident “Opened before the kill” is open.');
  // The first may have had to wait once more than the second.
  await until(() => app.rows('pending_requests')['pending_requests'] === 0);
  expect(app.rows('incidents')).toEqual({ incidents: 2 });
  expect(
    jane
      .dm()
      .messages()
      .map((one) => one.visible().text),
  ).toHaveLength(1);
});

test('a listener that breaks in the middle says that it may be done, and leaves incident and person in the log', async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, ['Its row makes no sense']), {
    isPaced: false,
  });
  const card = await app.slack.workspace().channel('#incidents').waitForMessage('Its row makes no sense');
  const database = app.open();
  database.prepare("update incidents set pauses = 'nonsense' where number = 1").run();
  database.close();
  const jane = app.slack.workspace().member('jane');
  await jane.click(card, 'Acknowledge');
  await jane.seesEphemeral("I can't tell whether it was done");
  expect(app.log).toContainEqual(
    expect.objectContaining({
      slackUserId: jane.id,
      request: 'ack_incident 1',
      msg: 'a request from Slack could not be carried out',
    }),
  );
});

test('what people have written is not in the log when it breaks', async () => {
  app = await App.start(SETTINGS, () => {}, { isPaced: false });
  const database = app.open();
  database.exec("create trigger broken before insert on incidents begin select raise(abort, 'broken'); end");
  database.close();
  const jane = app.slack.workspace().member('jane');
  await jane.command('#incidents', '/opsknight page @jane our secret plan');
  await jane.seesEphemeral("I can't tell whether it was done");
  expect(app.log).toContainEqual(expect.objectContaining({ request: '/opsknight page' }));
  expect(JSON.stringify(app.log)).not.toContain('our secret plan');
});

test('a request that is done, but whose answer does not reach its asker, is not said to have failed', async () => {
  app = await App.start(SETTINGS, (_slack, databaseFile) => openIncidents(databaseFile, ['Listed']), {
    isPaced: false,
  });
  const jane = app.slack.workspace().member('jane');
  const home = jane.openHome();
  await home.waitForText('Open incidents');
  await jane.click(await app.slack.workspace().channel('#incidents').waitForMessage('Listed'), 'Acknowledge');
  await home.waitForText('Open incidents');
  jane.openHome();
  await home.waitForText('Acknowledged by @jane');
  app.slack.faults.httpError(500, { method: 'views.publish', times: 1 });
  await jane.choose(home, 'Snooze', '1 hour', { row: 'Listed' });
  await jane.dm().waitForMessage('That went through, but then something went wrong on my side');
});
