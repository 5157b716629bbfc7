import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HeartbeatService } from '../../src/heartbeats/service.ts';
import { Arrivals } from '../../src/http/arrivals.ts';
import type { HttpDeps } from '../../src/http/deps.ts';
import { createHttpApp, startHttpServer } from '../../src/http/server.ts';
import { SignInLinks } from '../../src/http/sign-in.ts';
import type { SlackPerson } from '../../src/http/store.ts';
import { IncidentService, type Responders } from '../../src/incidents/service.ts';
import { RequestLimits } from '../../src/keys/request-limits.ts';
import { newApiKey } from '../../src/keys/secret.ts';
import { systemClock, systemStopwatch } from '../../src/lib/clock.ts';
import { AcknowledgeLinks } from '../../src/notifications/contacts/acknowledge-link.ts';
import { Notifier } from '../../src/notifications/requested/notifier.ts';
import { findAssignee } from '../../src/people/assignee.ts';
import type { SlackIdentity } from '../../src/people/types.ts';
import { PostMortems } from '../../src/post-mortems/service.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { ServiceAccess } from '../../src/settings/service-access.ts';
import { composeNotification } from '../../src/slack/cards/notification.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteInsightsStore } from '../../src/storage/sqlite/insights.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { afterThisTest } from '../after-this-test.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { HandTurnedClock } from '../hand-turned-clock.ts';
import { keptLog } from '../kept-log.ts';
import { OPERATOR } from '../operator.ts';
import { temporaryFolder } from '../temporary.ts';

export const TEAM = 'T1';

/** A Wednesday noon in Berlin. */
const NOON = Date.parse('2026-01-14T11:00:00Z');

const SETTINGS = `
workspace:
  default_channel: "#incidents"
users:
  - { name: Jane Doe, email: jane@example.com, role: responder, timezone: Europe/Berlin }
  - { name: Vera Only, email: vera@example.com, role: viewer }
services:
  - { name: Payment API }
  - { name: Büro }
`;

/** Over a connection of its own: the server may close one that is kept alive in the very moment in which it is used again. */
const ANEW = { Connection: 'close' };

/** The fields of a form; as a list where a name stands in it several times. */
type Fields = Record<string, string> | [string, string][];

const entriesOf = (fields: Fields) => (Array.isArray(fields) ? fields : Object.entries(fields));

/** A browser that is signed in. */
export class Browser {
  constructor(
    private readonly url: string,
    readonly cookie: string,
  ) {}

  open(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      headers: { ...ANEW, Accept: 'text/html', Cookie: this.cookie },
      redirect: 'manual',
    });
  }

  async read(path: string): Promise<string> {
    return await (await this.open(path)).text();
  }

  /** Sends a form as the page at `from` would, with the hidden fields of its forms. */
  async submit(from: string, action: string, fields: Fields = {}): Promise<Response> {
    const html = await this.read(from);
    const token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    return this.post(action, [['form_token', token], ...entriesOf(fields)], { Origin: this.url });
  }

  post(action: string, fields: Fields, headers: Record<string, string>): Promise<Response> {
    return fetch(`${this.url}${action}`, {
      method: 'POST',
      headers: { ...ANEW, Accept: 'text/html', Cookie: this.cookie, ...headers },
      body: new URLSearchParams(entriesOf(fields)),
      redirect: 'manual',
    });
  }
}

/** Presses **Continue** on the page of a sign-in link. */
export function redeem(link: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(link, {
    method: 'POST',
    headers: {
      ...ANEW,
      Accept: 'text/html',
      Origin: new URL(link).origin,
      'User-Agent': 'Mozilla/5.0 Firefox',
      ...headers,
    },
    redirect: 'manual',
  });
}

export type House = Awaited<ReturnType<typeof startHouse>>;

/** The real HTTP app over a real database file, with a clock that the test turns and without Slack. */
export async function startHouse(changes: Partial<HttpDeps> = {}, host = '127.0.0.1') {
  const folder = temporaryFolder('http');
  const clock = new HandTurnedClock(NOON);
  const databaseFile = join(folder, 'test.db');
  copyFileSync(await furnished(), databaseFile);
  const databaseUrl = `file:${databaseFile}`;
  const stores = sqliteStorage(openDatabase(databaseUrl), clock);
  const reading = openDatabase(databaseUrl);
  const { connections, incidents: store, settings, people, keys, sessions, deliveries } = stores;
  const connection = await connections.primary();
  await connections.identify(connection.id, { teamId: TEAM, teamName: 'Acme', botUserId: 'U0', botId: 'B0' });
  await connections.replaceChannels(connection.id, [], NOON);

  const serviceAccess = new ServiceAccess({ settings, people, connections });
  const responders: Responders = {
    maySee: async (number, person) => store.isVisible(number, await deps.viewer(person)),
    mayAct: (number, person) => serviceAccess.mayAct(person, async () => (await store.get(number))?.serviceId ?? null),
    mayChoose: (serviceId, person) => serviceAccess.mayChoose(person, serviceId),
    assignee: (whom) =>
      findAssignee(whom, {
        connectionId: connection.id,
        people,
        rules: () => deps.workspaceRules(connection.id),
        ask: async () => true,
      }),
  };
  const incidents = new IncidentService(store, clock, () => {}, responders);
  const { logger, lines: logLines } = keptLog('debug');
  const arrivals = new Arrivals(systemStopwatch, async () => {});
  const heartbeats = new HeartbeatService({
    store: stores.heartbeats,
    incidents,
    incidentStore: store,
    clock,
    onBeat: () => {},
  });
  const deps: HttpDeps = {
    baseUrl: 'http://127.0.0.1',
    incidents,
    store,
    settings,
    serviceAccess,
    people,
    keys,
    limits: new RequestLimits(clock),
    sessions,
    cards: deliveries,
    rooms: stores.ownChannels,
    onCall: stores.onCall,
    postMortems: new PostMortems({
      store: stores.postMortems,
      incidents: stores.incidents,
      settings: stores.settings,
      responders,
      pageUrl: (number) => `http://127.0.0.1/incidents/${number}`,
      clock,
      onOwed: () => {},
    }),
    notifier: new Notifier({
      store: stores.notifications,
      templates: () => settings.templates(),
      compose: composeNotification,
      connections,
      clock,
      onOwed: () => {},
    }),
    notifications: stores.notifications,
    acknowledgeLinks: new AcknowledgeLinks('http://127.0.0.1', () => stores.contacts.linkSecret()),
    mayKnow: async () => true,
    insights: sqliteInsightsStore(reading),
    runbooks: stores.runbooks,
    arrivals,
    slackEndpoint: null,
    installing: null,
    slackUrl: 'https://slack.com',
    heartbeats,
    maintenance: stores.maintenance,
    settingsLog: {
      list: (query) => stores.audit.list(query),
      admin: async () => null,
      hides: async () => () => false,
      takeBack: async () => ({ kind: 'no_such_entry', entry: null }),
    },
    environment: {},
    instance: () => stores.webhooks.instance(),
    workspaceRules: async () => ({ teamId: TEAM, requireMappedUser: false }),
    viewer: async (person) => ({ ...person, userId: null, privateChannelIds: [], isAdmin: false }),
    sharedPrivateChannels: async () => [],
    troubles: async () => [],
    metrics: { text: async () => ({ contentType: 'text/plain', body: '' }) },
    getText: async () => {
      throw new Error('there is no way out of a test');
    },
    pendingWrites: () => stores.health.pendingWrites(),
    clock,
    logger,
    ...changes,
  };
  const server = await startHttpServer({ host, port: 0 });
  server.serve(createHttpApp(deps));
  afterThisTest(async () => {
    await server.stop();
    stores.close();
    reading.close();
    rmSync(folder, { recursive: true });
  });
  const { key, prefix, hash } = newApiKey();
  const apiKey = await keys.create({ by: OPERATOR, name: 'prometheus', prefix, hash, serviceId: null, at: NOON });

  /** Sends something as JSON, with a key. */
  const post = (path: string, body: unknown, { key: secret = key }: { key?: string } = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...ANEW, 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const links = new SignInLinks(sessions, arrivals, server.url, clock);

  return {
    ...stores,
    incidents,
    heartbeats,
    heartbeatStore: stores.heartbeats,
    clockStore: stores.clock,
    store,
    deps,
    clock,
    logLines,
    databaseUrl,
    applySettings: (yaml: string) => applyToDatabase(databaseUrl, yaml),
    connectionId: connection.id,
    url: server.url,
    key,
    apiKey,
    stopServer: server.stop,
    /** From now on its incidents belong to a private channel. */
    async makePrivate(serviceName: string): Promise<void> {
      const channel = { connectionId: connection.id, id: 'G1', name: 'secret', isPrivate: true, isArchived: false };
      await connections.replaceChannels(connection.id, [{ ...channel, isMember: true, isGone: false }], NOON);
      await applyToDatabase(databaseUrl, `services:\n  - { name: ${serviceName}, channel: "#secret" }\n`);
    },
    /** A key that is bound to the service. */
    async keyOf(serviceName: string): Promise<string> {
      const service = await settings.serviceByName(serviceName);
      const { key, prefix, hash } = newApiKey();
      await keys.create({ by: OPERATOR, name: serviceName, prefix, hash, serviceId: service?.id ?? null, at: NOON });
      return key;
    },
    links,
    /** Sends native events, as JSON. */
    sendEvents: (body: unknown, secret = key) => post('/api/events', body, { key: secret }),
    post,
    /** Opens a sign-in link of the person in a browser of their own. */
    async signIn(person: SlackPerson): Promise<Browser> {
      const response = await redeem(await links.create(person, '/incidents'));
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      return new Browser(server.url, cookie);
    },
    /** Somebody with a Slack account. */
    async meet(slackUserId: string, details: Partial<SlackIdentity> = {}): Promise<SlackPerson> {
      await people.saveIdentities([{ ...anyone, ...details, connectionId: connection.id, slackUserId }]);
      return { connectionId: connection.id, slackUserId };
    },
  };
}

/** A database with SETTINGS, from which every house gets its own: made once in each process. */
let furnishing: Promise<string> | undefined;

function furnished(): Promise<string> {
  furnishing ??= furnish();
  return furnishing;
}

async function furnish(): Promise<string> {
  const folder = temporaryFolder('http-template');
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  await applyToDatabase(`file:${file}`, SETTINGS);
  return file;
}

/** As `opsknight apply` does it, also while the app runs. */
async function applyToDatabase(databaseUrl: string, settings: string): Promise<void> {
  const database = openDatabase(databaseUrl);
  await applySettings(sqliteSettingsWriter(database, systemClock), settings, {
    by: OPERATOR,
    prune: false,
    dryRun: false,
  });
  database.close();
}

const anyone: Omit<SlackIdentity, 'connectionId' | 'slackUserId'> = {
  teamId: TEAM,
  displayName: 'jane',
  email: 'jane@example.com',
  timezone: null,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isWorkspaceAdmin: false,
  refreshedAt: NOON,
};
