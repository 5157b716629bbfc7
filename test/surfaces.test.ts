import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Envelope, LocalSlack } from 'local-slack';
import type { HttpDeps } from '../src/http/deps.ts';
import { createHttpApp } from '../src/http/server.ts';
import { newApiKey } from '../src/keys/secret.ts';
import { InboundReceiver } from '../src/slack/inbound/receiver.ts';
import { listenTo } from '../src/slack/interactions/index.ts';
import { SUBCOMMANDS } from '../src/slack/interactions/opsknight.ts';
import { App, openIncidents } from './slack/app.ts';
import { FakeBolt } from './slack/interactions/fake-bolt.ts';
import {
  COMMANDS,
  CONTROLS,
  DESCRIPTIONS,
  EVENTS,
  FORMS,
  OPEN_TO_ALL,
  OWN_SETTINGS,
  SHORTCUTS,
  SUGGESTIONS,
  type Use,
} from './surfaces.ts';
import { until } from './until.ts';

/*
 * Who sees what, on every surface there is: a stranger, a guest, a viewer, and a responder who is not of the private channel. The
 * surfaces come from the code; what is sent to each is in `surfaces.ts`.
 */

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Alice Martin, email: alice@example.com }
  - { name: Bob Smith, email: bob@example.com }
  - { name: Carol Jones, email: carol@example.com, role: viewer }
schedules:
  - name: primary
    timezone: UTC
    layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [alice@example.com, bob@example.com, carol@example.com] }]
services:
  - { name: Payroll, channel: "#leads" }
  - { name: Website }
  - { name: Vault }
projects:
  - { name: safe, closed: true, services: [Vault], channels: ["#incidents"], people: [{ user: alice@example.com, role: viewer }] }
`;

/** INC-1 to INC-7 are a storm in a channel of Alice and Jane; INC-1 has a private channel of its own, with Jane in it. INC-8 is for everybody. */
const HIDDEN = 1;
const SECRET = 'Salaries';
const PUBLIC = 8;
const KNOWN = 'Website is down';
/** Of a closed project, in which Alice is a viewer, and Bob nobody. */
const CLOSED = 9;
const LOCKED = 'Vault is open';
const ABSENT = 9_999;

let app: App;
let sink: Server;
const answers: string[] = [];
const dealing: Promise<unknown>[] = [];
const { receive } = InboundReceiver.prototype;

async function fill(slack: LocalSlack, databaseFile: string): Promise<void> {
  slack.limits.enforced = false;
  const salaries = Array.from({ length: 7 }, (_, index) => `${SECRET} leaked ${index}`);
  await openIncidents(databaseFile, salaries, { service: 'Payroll' });
  await openIncidents(databaseFile, [KNOWN], { service: 'Website' });
  await openIncidents(databaseFile, [LOCKED], { service: 'Vault' });
}

beforeAll(async () => {
  jest.spyOn(InboundReceiver.prototype, 'receive').mockImplementation(function (this: InboundReceiver, envelope) {
    const dealt = receive.call(this, envelope);
    dealing.push(dealt);
    return dealt;
  });
  sink = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      answers.push(body);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  // Whatever is asked of it, at its most talkative it logs no secret (`leaks.ts`).
  app = await App.start(SETTINGS, fill, { isPaced: false, environment: { LOG_LEVEL: 'trace' } });
  await app.slack.workspace().channel('#incidents').waitForMessage(KNOWN);
  await app.slack.workspace().channel('#incidents').waitForMessage(LOCKED);
  await app.slack.workspace().channel('#leads').waitForMessage('Storm: 7 incidents at once');
  await person('jane').command('#general', `/opsknight channel INC-${HIDDEN}`);
  await until(() => room() !== 'none');
  // The app goes into the channels in which it posts, and looks at what is there anew.
  const isMember = () =>
    app.open().prepare("select is_member from channels where name = 'incidents'").pluck().get() === 1;
  await until(() => isMember() && app.rows('deliveries')['deliveries'] === 0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await new Promise((resolve) => sink.close(resolve));
  await app.stop();
});

const person = (name: string) => app.slack.workspace().member(name);
/** The private channel of the hidden incident's own, from which commands about it come. */
const room = () => app.slack.workspace().model.channels.byName(`inc-${HIDDEN}-payroll`)?.id ?? 'none';
const sinkUrl = () => `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;

/** Something that somebody could send, whatever they were shown. */
interface Attempt {
  surface: string;
  kind: Envelope['kind'];
  payload: Record<string, unknown>;
}

function control(actionId: string, { value, chosen, within }: Use): Attempt {
  const id = actionId.startsWith('/') ? 'open_notification_link:1' : actionId;
  const action = { type: 'button', action_id: id, block_id: 'x', value, selected_option: chosen && { value: chosen } };
  const view = within && {
    id: 'V1',
    type: 'modal',
    callback_id: within.callback,
    private_metadata: within.metadata,
    blocks: [],
    state: { values: {} },
  };
  return {
    surface: `control ${actionId} ${value ?? chosen}`,
    kind: 'interactive',
    payload: { type: 'block_actions', user: { id: 'ME' }, actions: [action], view, response_url: 'SINK' },
  };
}

function form(callback: string): Attempt {
  const { metadata = '', fields = {} } = FORMS[callback] ?? {};
  const values = Object.fromEntries(Object.entries(fields).map(([block, input]) => [block, { input }]));
  const blocks = Object.keys(fields).map((block_id) => ({ type: 'input', block_id }));
  const view = {
    id: 'VIEW',
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    blocks,
    state: { values },
  };
  return {
    surface: `form ${callback}`,
    kind: 'interactive',
    payload: { type: 'view_submission', user: { id: 'ME' }, view },
  };
}

function command(words: string): Attempt {
  const payload = { command: '/opsknight', text: words, user_id: 'ME', channel_id: 'PLACE', response_url: 'SINK' };
  return { surface: `/opsknight ${words}`, kind: 'slash_commands', payload };
}

function shortcut(callback: string): Attempt {
  const type = callback.endsWith('_message') || callback === 'add_to_timeline' ? 'message_action' : 'shortcut';
  const message = { text: 'forged', ts: '1.1' };
  const payload = {
    type,
    callback_id: callback,
    user: { id: 'ME' },
    channel: { id: 'C0' },
    message_ts: '1.1',
    message,
  };
  return { surface: `shortcut ${callback}`, kind: 'interactive', payload };
}

function suggestion(field: string): Attempt {
  const isFind = field === 'admin_find';
  const block_id = field.startsWith('/') ? 'admin_channel:default' : field;
  const isOfNone = field === 'timeline_incident';
  const ofIncident = isOfNone ? '{}' : '{"number":N}';
  const private_metadata = block_id.startsWith('admin') ? '{"page":"services","list":1}' : ofIncident;
  const action_id = isFind ? field : 'input';
  const view = { id: 'V1', type: 'modal', private_metadata, blocks: [], state: { values: {} } };
  const payload = {
    type: 'block_suggestion',
    user: { id: 'ME' },
    action_id,
    block_id,
    value: isFind ? 'site' : 'leaked',
    view,
  };
  return { surface: `suggestions for ${field}`, kind: 'interactive', payload };
}

const look: Attempt = {
  surface: 'the Home tab',
  kind: 'events_api',
  payload: { event: { type: 'app_home_opened', user: 'ME', tab: 'home' } },
};

const ATTEMPTS: Attempt[] = [
  ...Object.entries(CONTROLS).flatMap(([actionId, uses]) => uses.map((use) => control(actionId, use))),
  ...Object.keys(FORMS).map(form),
  ...Object.values(COMMANDS).flat().map(command),
  ...SHORTCUTS.map(shortcut),
  ...SUGGESTIONS.map(suggestion),
  look,
];

let attempts = 0;

/** Everything that somebody gets to see by an attempt on an incident, and on the first storm. */
async function attempt({ kind, payload }: Attempt, name: string, number: number): Promise<string> {
  const id = `${++attempts}`;
  const written = JSON.stringify({
    ...payload,
    trigger_id: `${id}.1`,
    ...(payload['event'] ? { event_id: `Ev${id}` } : {}),
  })
    .replaceAll('"VIEW"', `"V${id}"`)
    .replaceAll('PLACE', number === HIDDEN ? room() : 'C0')
    .replaceAll('ME', person(name).id)
    .replaceAll('SINK', sinkUrl())
    .replaceAll(/\bINC-N\b/g, `INC-${number}`)
    .replaceAll(/(?<=[":])N(?=[":}])|(?<=[":])N(?=,)/g, String(number))
    .replaceAll(/(?<=[":])S(?=[",])/g, [ABSENT, CLOSED].includes(number) ? String(ABSENT) : '1');
  const [before, calls] = [answers.length, app.slack.calls.count()];
  const acceptsResponse = kind === 'interactive';
  const { response, acknowledged } = (await app.send({ kind, payload: JSON.parse(written), acceptsResponse })) as {
    acknowledged: boolean;
    response?: unknown;
  };
  expect(acknowledged).toBe(true);
  await Promise.all(dealing);
  const shown = app.slack.calls.all.slice(calls).filter(({ method }) => /^(views|chat)\./.test(method));
  return [
    JSON.stringify(response ?? ''),
    ...answers.slice(before),
    ...shown.map(({ args }) => JSON.stringify(args)),
  ].join('\n');
}

/** What incidents are, and what people can change besides. */
const TABLES = [
  'incidents',
  'timeline_events',
  'overrides',
  'cover_requests',
  'maintenance_windows',
  'storm_acknowledgements',
  'api_keys',
  'audit_entries',
];

function standing(): string {
  const database = app.open();
  try {
    return JSON.stringify(TABLES.map((table) => database.prepare(`select * from ${table}`).all()));
  } finally {
    database.close();
  }
}

/** Of one incident, or of all. */
function rowsOf(table: string, number: number): unknown[] {
  const database = app.open();
  try {
    return database.prepare(`select * from ${table} where number = ?`).all(number);
  } finally {
    database.close();
  }
}

const isAboutIncident = ({ payload }: Attempt) =>
  /\bINC-N\b|(?<=[":])N(?=[":},])|stormId|storm/.test(JSON.stringify(payload));

/** Without what may differ: which incident was asked about, and which request it was. */
const unnumbered = (seen: string) =>
  seen
    .replaceAll(/INC-\d+/g, 'INC-n')
    .replaceAll(/stormId[\\":]+\d+/g, 'stormId')
    .replaceAll(/"(trigger_id|view_id)":"[^"]+"/g, '"$1":""');

/** Without what the courier brings up to date in channels meanwhile. */
const told = (seen: string) =>
  unnumbered(seen)
    .split('\n')
    .filter((line) => !line.includes('opsknight_delivery'))
    .join('\n');

test('every control, form, command, shortcut and event is among what is tried', () => {
  const bolt = new FakeBolt();
  listenTo(bolt.app, {} as never);
  const named = (ids: Iterable<string>) => [...ids].map(String).sort();
  expect(Object.keys(CONTROLS).sort()).toEqual(named(bolt.actions.keys()));
  expect(Object.keys(FORMS).sort()).toEqual(named(bolt.views.keys()));
  expect(Object.keys(COMMANDS).sort()).toEqual(named(SUBCOMMANDS.map(({ name }) => name)));
  expect([...SHORTCUTS].sort()).toEqual(named(bolt.shortcuts.keys()));
  expect([...SUGGESTIONS].sort()).toEqual(named(bolt.suggestions.keys()));
  expect([...EVENTS, ...DESCRIPTIONS].sort()).toEqual(named(bolt.events.keys()));
  expect([...bolt.commands.keys()]).toEqual(['/opsknight']);
});

describe('whatever is sent from Slack', () => {
  test.each([
    ['a guest', 'guest', PUBLIC],
    ['a stranger', 'stranger', HIDDEN],
  ])('by %s shows no incident, and changes nothing', async (_, name, number) => {
    const before = standing();
    for (const one of ATTEMPTS) {
      const seen = await attempt(one, name, number);
      expect({ surface: one.surface, seen }).toEqual({
        surface: one.surface,
        seen: expect.not.stringMatching(/Salaries|Website|INC-\d/),
      });
      expect({ surface: one.surface, standing: standing() }).toEqual({ surface: one.surface, standing: before });
    }
  });

  test('by a viewer changes nothing', async () => {
    const before = standing();
    for (const one of ATTEMPTS.filter(({ surface }) => !OWN_SETTINGS.includes(surface))) {
      await attempt(one, 'carol', PUBLIC);
      expect({ surface: one.surface, standing: standing() }).toEqual({ surface: one.surface, standing: before });
    }
  });

  test('by a responder about an incident of a private channel that they are not in is as about one that is not there', async () => {
    const about = ATTEMPTS.filter(isAboutIncident);
    expect(about.length).toBeGreaterThan(60);
    const incidents = () => JSON.stringify(rowsOf('incidents', HIDDEN));
    const before = incidents();
    for (const one of about) {
      const [hidden, absent] = [await attempt(one, 'bob', HIDDEN), await attempt(one, 'bob', ABSENT)];
      const { surface } = one;
      expect({ surface, seen: told(hidden) }).toEqual({ surface, seen: told(absent) });
      expect({ surface, seen: told(hidden) }).toEqual({ surface, seen: expect.not.stringContaining(SECRET) });
      expect({ surface, incidents: incidents() }).toEqual({ surface, incidents: before });
    }
    for (const one of ATTEMPTS.filter((other) => !isAboutIncident(other))) {
      const { surface } = one;
      expect({ surface, seen: await attempt(one, 'bob', ABSENT) }).toEqual({
        surface,
        seen: expect.not.stringContaining(SECRET),
      });
    }
  });

  test('by an outsider of a closed project, about its incident, is as about one that is not there; by its viewer it changes nothing', async () => {
    const incidents = () => JSON.stringify(rowsOf('incidents', CLOSED));
    const before = incidents();
    for (const one of ATTEMPTS.filter(isAboutIncident)) {
      const [hidden, absent] = [await attempt(one, 'bob', CLOSED), await attempt(one, 'bob', ABSENT)];
      const { surface } = one;
      expect({ surface, seen: told(hidden) }).toEqual({ surface, seen: told(absent) });
      expect({ surface, seen: told(hidden) }).toEqual({ surface, seen: expect.not.stringContaining(LOCKED) });
    }
    for (const one of ATTEMPTS.filter(isAboutIncident)) {
      await attempt(one, 'alice', CLOSED);
      expect({ surface: one.surface, incidents: incidents() }).toEqual({ surface: one.surface, incidents: before });
    }
    expect(await attempt(look, 'bob', ABSENT)).not.toContain(LOCKED);
    expect(await attempt(look, 'alice', ABSENT)).toContain(LOCKED);
  });

  test('would be answered otherwise to a member of the channel: what is tried is what counts', async () => {
    for (const one of ATTEMPTS.filter(isAboutIncident)) {
      const { surface } = one;
      const [ours, theirs] = [await attempt(one, 'alice', HIDDEN), await attempt(one, 'alice', ABSENT)];
      expect({ surface, seen: unnumbered(ours) }).not.toEqual({ surface, seen: unnumbered(theirs) });
    }
  });
});

describe('whatever is asked over HTTP', () => {
  const routes = () => {
    const { routes } = createHttpApp({ baseUrl: 'http://127.0.0.1', clock: { now: () => 0 } } as HttpDeps);
    const asked = routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    return [...new Set(asked)].filter((route) => !route.includes('*') && !route.includes('/assets/'));
  };
  const guarded = () => routes().filter((route) => !OPEN_TO_ALL.includes(route));

  async function ask(route: string, number: number, headers: Record<string, string>, query = '') {
    const [method = '', path = ''] = route.split(' ');
    const isForm = 'cookie' in headers;
    const answer = await fetch(`${app.url}${path.replace(/:\w+(\{.*?\})?/, String(number))}${query}`, {
      method,
      headers: { ...headers, accept: isForm ? 'text/html' : 'application/json', ...(isForm && { origin: app.url }) },
      redirect: 'manual',
      ...(method !== 'GET' && {
        body: isForm ? new URLSearchParams({ number: String(number), action: 'resolve' }) : '{}',
      }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async function signedIn(name: string): Promise<Record<string, string>> {
    const someone = person(name);
    await someone.command('#incidents', '/opsknight web');
    await someone.click(await someone.seesEphemeral('Open OpsKnight in your browser'), 'Open OpsKnight');
    const link = someone.openedUrls.at(-1) ?? '';
    const redeemed = await fetch(link, {
      method: 'POST',
      headers: { origin: app.url, accept: 'text/html' },
      redirect: 'manual',
    });
    return { cookie: (redeemed.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
  }

  test('what is open to all is there, and everything else refuses whoever is nobody', async () => {
    expect(routes()).toEqual(expect.arrayContaining([...OPEN_TO_ALL]));
    const before = standing();
    for (const route of guarded()) {
      const { status, text } = await ask(route, PUBLIC, {});
      expect({ route, isRefused: [302, 303, 400, 401, 403].includes(status) }).toEqual({ route, isRefused: true });
      expect({ route, text }).toEqual({ route, text: expect.not.stringMatching(/Salaries|Website/) });
    }
    expect(standing()).toBe(before);
  });

  test.each([
    ['a responder who is an outsider', () => signedIn('bob')],
    ['a key', keyHolder],
  ])('%s hears of an incident of a closed project what they hear of one that is not there', async (_, who) => {
    const headers = await who();
    const before = rowsOf('incidents', CLOSED);
    for (const route of guarded().filter((one) => one.includes('/:number'))) {
      const [hidden, absent] = [await ask(route, CLOSED, headers), await ask(route, ABSENT, headers)];
      expect({ route, status: hidden.status }).toEqual({ route, status: absent.status });
      expect({ route, text: hidden.text }).toEqual({ route, text: expect.not.stringContaining(LOCKED) });
    }
    const list = 'cookie' in headers ? 'GET /incidents' : 'GET /api/incidents';
    expect((await ask(list, CLOSED, headers, '?q=Vault&status=all')).text).not.toContain(LOCKED);
    expect(rowsOf('incidents', CLOSED)).toEqual(before);
    const viewer = await signedIn('alice');
    expect((await ask(list, CLOSED, viewer, '?q=Vault&status=all')).text).toContain('cookie' in headers ? LOCKED : '');
    expect((await ask('POST /incidents/:number/acknowledge', CLOSED, viewer)).status).toBe(403);
    expect(rowsOf('incidents', CLOSED)).toEqual(before);
  });

  test.each([
    ['a viewer', () => signedIn('carol')],
    ['a responder who is not of the channel', () => signedIn('bob')],
    ['a key', keyHolder],
  ])('%s hears of an incident of a private channel what they hear of one that is not there', async (_, who) => {
    const headers = await who();
    const before = rowsOf('incidents', HIDDEN);
    for (const route of guarded().filter((one) => !one.includes('/account/'))) {
      const [hidden, absent] = [await ask(route, HIDDEN, headers), await ask(route, ABSENT, headers)];
      expect({ route, status: hidden.status }).toEqual({ route, status: absent.status });
      expect({ route, text: hidden.text }).toEqual({ route, text: expect.not.stringContaining(SECRET) });
    }
    for (const query of ['?q=Salaries', '?status=all&q=leaked', '?text=Salaries&view=all', '?limit=100']) {
      const list = 'cookie' in headers ? 'GET /incidents' : 'GET /api/incidents';
      expect((await ask(list, HIDDEN, headers, query)).text).not.toMatch(/Salaries leaked/);
    }
    expect(rowsOf('incidents', HIDDEN)).toEqual(before);
  });

  test('a viewer changes nothing, and a member sees', async () => {
    const before = standing();
    const carol = await signedIn('carol');
    for (const route of guarded().filter((one) => one.startsWith('POST /incidents'))) {
      expect({ route, status: (await ask(route, PUBLIC, carol)).status }).toEqual({ route, status: 403 });
    }
    expect(standing()).toBe(before);
    expect(await ask('GET /incidents/:number', HIDDEN, await signedIn('alice'))).toMatchObject({
      status: 200,
      text: expect.stringContaining(SECRET),
    });
  });

  async function keyHolder(): Promise<Record<string, string>> {
    const { key, prefix, hash } = newApiKey();
    await app.withStorage(({ keys }) =>
      keys.create({
        name: 'all',
        prefix,
        hash,
        serviceId: null,
        at: Date.now(),
        by: { kind: 'command_line', user: 'test' },
      }),
    );
    return { authorization: `Bearer ${key}` };
  }
});
