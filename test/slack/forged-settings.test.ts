import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ModalHandle, Person } from 'local-slack';
import { ADMIN_PAGES } from '../../src/slack/interactions/admin/pages.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { App } from './app.ts';

/*
 * What nobody was shown, sent to the settings on the Home tab: by people who may not change them, and by an admin whose values are made up.
 */

const SETTINGS = `
workspace: { default_channel: "#incidents", subscriptions: [{ channel: "#leads", urgencies: [HIGH] }] }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Carol White, email: carol@example.com, role: viewer }
  - { name: Alice Martin, email: alice@example.com, role: responder, contact: [{ webhook: "https://hooks.example.com/s3cret" }] }
schedules:
  - name: primary
    timezone: UTC
    layers: [{ users: [bob@example.com], rotation: daily, start: 2026-01-05T09:00 }]
    overrides: [{ from: "2099-01-05T09:00", to: "2099-01-06T09:00", user: alice@example.com }]
  - { name: spare, timezone: UTC }
escalation_policies: [{ name: spare, steps: [{ after: 0s, notify: ["user:bob@example.com"] }] }, { name: everybody, steps: [{ after: 0s, notify: ["schedule:primary"] }] }]
services: [{ name: Payment API, escalation_policy: everybody }, { name: Payroll, channel: "#general" }, { name: Spare }]
projects: [{ name: hr, services: [Payroll], people: [{ user: bob@example.com, role: admin }] }]
connections: [{ name: spare, bot_token_env: SPARE_TOKEN_FOR_TESTS }]
`;

let app: App;
beforeAll(async () => {
  app = await App.start(SETTINGS, () => {}, { isPaced: false });
});
afterAll(() => app.stop());

const person = (name: string) => app.slack.workspace().member(name);
const teamId = () => app.slack.workspace().teamId;

/** All that can be changed there. */
async function everything(): Promise<object> {
  return app.withStorage(async ({ settingsWriter, keys, audit, onCall }) => {
    const { owned: _, ...settings } = await settingsWriter.read();
    const [made, log, overrides] = await Promise.all([
      keys.list(),
      audit.list({ limit: 100 }),
      onCall.overridesIn('primary'),
    ]);
    return { settings, keys: made.map(({ lastUsedAt: __, ...key }) => key), log, overrides };
  });
}

let requests = 0;
/** Sends what Slack would send, as somebody. */
function sendAs({ id }: { id: string }, payload: object) {
  requests += 1;
  const user = { id, team_id: teamId() };
  const forged = { ...payload, team: { id: teamId(), domain: 'acme' }, user, trigger_id: `forged.${requests}` };
  return app.send({ kind: 'interactive', payload: forged, acceptsResponse: true });
}

interface Submission {
  view: { id: string; private_metadata: string; state: { values: Record<string, unknown> } };
}

/** What Slack sent when a form was submitted last. */
function lastSubmission(): Submission {
  const sent = app.slack.envelopes.map(({ payload }) => payload as unknown as { type?: string } & Submission);
  const last = sent.filter(({ type }) => type === 'view_submission').at(-1);
  if (!last) throw new Error('no form was submitted');
  return last;
}

async function opensForm(page: string, button: string, row: RegExp | null, title: string): Promise<ModalHandle> {
  const jane = person('jane');
  const home = jane.openHome();
  await home.waitForText('Settings');
  await jane.click(home, page);
  const list = await jane.seesModal(page);
  await list.click(button, row ? { row } : {});
  return jane.seesModal(title);
}

/** Those who may change nothing: a responder who administers a project, a viewer, a guest, somebody from elsewhere. */
const OTHERS = ['bob', 'carol', 'guest', 'stranger'];

type Shown = [what: string, page: string, button: string, row: RegExp | null, title: string];

describe('a form that an admin was shown, sent by somebody else with all that the admin entered', () => {
  const shown: Shown[] = [
    ['a key', 'API keys', 'Create API key', null, 'Create API key'],
    ['a role', 'People', 'Edit', /Carol/, 'Edit person'],
    ['a schedule', 'Schedules', 'Delete', /spare/, 'Delete schedule'],
    ['a policy', 'Policies', 'Delete', /spare/, 'Delete policy'],
    ['a service', 'Services', 'Delete', /Spare/, 'Delete service'],
    ['a subscription', 'Subscriptions', 'Remove', /leads/, 'Remove subscription'],
    ['a connection', 'Connections', 'Remove', /spare/, 'Remove connection'],
  ];

  test.each(shown)('changes nothing: %s', async (_what, page, button, row, title) => {
    const form = await opensForm(page, button, row, title);
    if (page === 'API keys') await form.fill('Name', 'forged');
    if (page === 'People') await form.choose('Role', 'admin');
    await form.submit();
    const submission = lastSubmission();
    await closeAll();
    // As it was when the form was opened: nothing but who sends it stands against it now.
    await app.apply(SETTINGS);
    await app.withStorage(({ keys }) => keys.revoke('forged', Date.now(), OPERATOR));
    const before = await everything();
    const again = (who: string) => {
      const view = { ...submission.view, id: `V0FORGED${requests}` };
      return sendAs(person(who), { ...submission, view });
    };
    for (const name of OTHERS) expect((await again(name)).acknowledged).toBe(true);
    expect(await everything()).toEqual(before);
    await again('jane');
    expect(await everything()).not.toEqual(before);
    await app.apply(SETTINGS);
  });
});

async function closeAll(): Promise<void> {
  const jane: Person = person('jane');
  while (app.slack.workspace().model.views.topOf(jane.id)) (await jane.seesModal(/./)).close();
}

const names = fc.constantFrom(
  '',
  '0',
  '1',
  '-1',
  '99999999',
  'NaN',
  '1e9 primary',
  '-1 primary',
  '99 primary',
  '0.5 everybody',
  '99 everybody',
  'set99 primary',
  'made1 primary',
  'made-1 primary',
  '__proto__',
  '__proto__ primary',
  'constructor',
  'toString everybody',
  'nobody@example.com',
  'opk_aaaaaaaa',
  'Payment API',
  'primary',
  'everybody',
  'jane@example.com',
  '0 primary',
  '0 everybody',
  'set0 primary',
  'spare',
  'x'.repeat(300),
);
const odd = fc.constantFrom<unknown>(
  { value: '\u0000' },
  { value: '\u2028' },
  { value: 'x'.repeat(4_000) },
  { value: null },
  { value: 7 },
  { selected_option: { value: 'kept:AAAAAAAAAAAAAAAA' } },
  { selected_option: { value: '#no-such-channel' } },
  { selected_options: [{ value: '__proto__' }, { value: 'forged' }] },
  { selected_users: ['U0NOBODY1'] },
  { selected_date_time: -1 },
  {},
);
const BLOCKS = [
  'admin_key_name',
  'admin_key_overlap',
  'admin_person_email',
  'admin_person_contact',
  'admin_schedule_name',
  'admin_schedule_zone',
  'admin_layer_people',
  'admin_step_after',
  'admin_step_place',
  'admin_policy_repeat',
  'admin_policy_name',
  'admin_service_name',
  'admin_service_connection',
  'admin_service_written_channel',
  'admin_channel:service',
  'admin_channel:subscription',
  'admin_subscription_labels',
  'admin_connection_name',
  'admin_connection_bot_token',
  'admin_connection_test_channel',
  'override_person',
];
const forms = ADMIN_PAGES.flatMap(({ key, forms: all = {} }) => Object.keys(all).map((form) => ({ page: key, form })));
const anyForm = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...forms) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ page: '__proto__', form: 'constructor' }, { page: 'keys', form: '__proto__' }),
  },
);
const nth = fc.constantFrom(1, 2, 99_999, 0, -1, 1.5);

test('an admin who makes up values changes nothing, and is answered', async () => {
  const jane = person('jane');
  const before = await everything();
  const submission = fc.record({
    at: anyForm,
    name: names,
    list: nth,
    part: nth,
    seen: fc.dictionary(fc.constantFrom(...BLOCKS, 'whole', 'bot', 'app'), fc.constantFrom('', 'AAAAAAAAAAAAAAAA')),
    values: fc.dictionary(fc.constantFrom(...BLOCKS), odd),
  });
  await fc.assert(
    fc.asyncProperty(submission, async ({ at, name, list, part, seen, values }) => {
      const metadata = JSON.stringify({ ...at, name, list, part, seen, previewed: 'AAAAAAAAAAAAAAAA' });
      const state = { values: Object.fromEntries(Object.entries(values).map(([block, input]) => [block, { input }])) };
      const id = `V0MADEUP${requests}`;
      const view = {
        id,
        type: 'modal',
        callback_id: 'admin_form_modal',
        private_metadata: metadata,
        blocks: [],
        state,
      };
      expect((await sendAs(jane, { type: 'view_submission', view })).acknowledged).toBe(true);
    }),
    runs(60),
  );
  const press = fc.record({
    at: anyForm,
    name: names,
    action: fc.constantFrom('admin_form', 'admin_form_4', 'admin_request', 'admin_page_next', 'admin_page_previous'),
    value: fc.constantFrom('2', '-1', '1e21', 'x', ''),
    list: nth,
  });
  await fc.assert(
    fc.asyncProperty(press, async ({ at: { page, form }, name, action, value, list }) => {
      const carried = action.startsWith('admin_page') ? value : JSON.stringify({ page, what: form, name });
      const metadata = JSON.stringify({ page, list, form, name, seen: {} });
      const view = { id: `V0MADEUP${requests}`, type: 'modal', callback_id: 'admin_page', private_metadata: metadata };
      const actions = [{ type: 'button', action_id: action, block_id: 'b', value: carried, action_ts: '1' }];
      expect((await sendAs(jane, { type: 'block_actions', view, actions })).acknowledged).toBe(true);
    }),
    runs(40),
  );
  expect(await everything()).toEqual(before);
  await jane.command('#general', '/opsknight help');
  await jane.seesEphemeral('What I can do for you');
});
