import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { AskedCommand } from '../../src/incidents/commands.ts';
import { IncidentService } from '../../src/incidents/service.ts';
import type { StoredTimelineEvent } from '../../src/incidents/timeline.ts';
import { timerCommands } from '../../src/incidents/timers.ts';
import { type Clock, SECOND, systemClock } from '../../src/lib/clock.ts';
import { StorageFailure, type StorageTrouble } from '../../src/lib/storage-failure.ts';
import type { WhenUnknown } from '../../src/notifications/queue/attempt.ts';
import { Courier } from '../../src/notifications/queue/courier.ts';
import type { Carriers } from '../../src/notifications/queue/outside.ts';
import type { CourierBudget } from '../../src/notifications/queue/payments.ts';
import { refusals } from '../../src/notifications/queue/refused-pages.ts';
import { SlackTime } from '../../src/notifications/queue/slack-time.ts';
import type { Renderer } from '../../src/notifications/renderer.ts';
import type { Card } from '../../src/notifications/types.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { EVERYBODY } from '../everybody.ts';
import { OPERATOR } from '../operator.ts';
import { temporaryFolder } from '../temporary.ts';
import { ModelSlack } from './model-slack.ts';

/** What goes past Slack arrives. */
const CARRIERS: Carriers = {
  contact: { method: 'contact', label: () => 'email', send: async () => {} },
  webhook: { method: 'webhook', label: () => 'outgoing', send: async () => {} },
  check: { method: 'contact', label: () => 'email', send: async () => {} },
};

const SETTINGS = `
workspace:
  default_channel: "#default"
  subscriptions: [{ channel: "#all", urgencies: [LOW] }]
users: [{ name: Jane Doe, email: jane@example.com }, { name: Bob Stone, email: bob@example.com }]
escalation_policies:
  - { name: jane, steps: [{ after: 1h, notify: [user:jane@example.com] }] }
  - name: jane, then bob
    steps: [{ after: 0s, notify: [user:jane@example.com] }, { after: 10m, notify: [user:bob@example.com] }]
  - name: jane, then her channel
    steps: [{ after: 0s, notify: [user:jane@example.com] }, { after: 10m, notify: ["channel:#jane"] }]
services:
  - { name: Announced, channel: "#jane", escalation_policy: "jane, then her channel" }
  - { name: Climbed, channel: "#web", escalation_policy: "jane, then bob" }
  - { name: Paged, channel: "#web", escalation_policy: jane }
  - { name: Web, channel: "#web" }
  - { name: Quiet, channel: "#quiet" }
  - { name: Private, channel: "#all" }
${Array.from({ length: 80 }, (_, team) => `  - { name: ${teamName(team)}, channel: "#${teamName(team)}" }`).join('\n')}
`;

function teamName(team: number): string {
  return `team-${team}`;
}

const SILENT = pino({ level: 'silent' });

/** What the store's methods that write are called; the others only read. */
const WRITES = new Set([
  'gather',
  'begin',
  'settledAsUnsent',
  'finish',
  'postpone',
  'drop',
  'fail',
  'takeLines',
  'keepPrivate',
  'channelClosed',
  'reroute',
  'repost',
  'editRefused',
]);

/** A clock and a stopwatch that the test turns; the clock can be set as well. */
class TurnedClock {
  time = Date.UTC(2026, 0, 5, 12);
  private passed = 0;
  now = () => this.time;
  elapsed = () => this.passed;

  goOn(by: number): void {
    this.time += by;
    this.passed += by;
  }
}

/** One run of the process. */
interface Life {
  isOver: boolean;
  /** Settled once what the one before has left behind is on disk or lost: the same process can't write any more. */
  readonly began: Promise<unknown>;
}

export interface WorldOptions {
  whenUnknown?: WhenUnknown;
  seed?: number;
  budget?: (stopwatch: TurnedClock) => CourierBudget;
}

/** The real courier, service and store, a model of Slack, and a clock that stands still until it is turned. */
export class World {
  readonly clock = new TurnedClock();
  readonly slack = new ModelSlack(this.clock);
  readonly stores: Storage;
  readonly incidents: IncidentService;
  /** What becomes of the next writes of the courier, one each. */
  storageTroubles: (StorageTrouble | null)[] = [];
  /** A message that says so can't be drawn. */
  undrawable: string | null = null;
  /** The process dies in the middle of the next operation of this name, before or after it has its effect. */
  deathAt: { operation: string; when: 'before' | 'after' } | null = null;
  /** How often the courier has looked what may go. */
  looks = 0;
  private courier: Courier;
  private life: Life = { isOver: false, began: Promise.resolve() };
  /** What is under way: begun by a life that is over, it is over with it, or has had its effect before the next one begins. */
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly random: () => number;

  private constructor(
    private readonly rooms: Rooms,
    private readonly options: WorldOptions,
  ) {
    this.random = generator(options.seed ?? 1);
    rooms.clock = this.clock;
    this.stores = rooms.stores;
    const { incidents } = this.stores;
    this.incidents = new IncidentService(incidents, this.clock, () => this.courier.wake(), EVERYBODY);
    this.courier = this.hire();
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    return new World(furnished.pop() ?? (await furnish()), options);
  }

  async close(): Promise<void> {
    this.kill();
    await this.tick(3);
    this.rooms.empty();
    furnished.push(this.rooms);
  }

  /** The process dies, with whatever it was doing, and another one starts. */
  restart(): void {
    this.kill();
    this.life = { isOver: false, began: Promise.allSettled([...this.underWay]) };
    this.courier = this.hire();
    this.courier.wake();
  }

  async trigger(
    title: string,
    urgency: 'HIGH' | 'MEDIUM' | 'LOW' = 'HIGH',
    service: 'Web' | 'Quiet' | 'Private' | 'Paged' | 'Climbed' | 'Announced' = 'Web',
  ): Promise<number> {
    const found = await this.stores.settings.serviceByName(service);
    const report = { ...this.report(title, urgency), serviceId: found?.id ?? null };
    const outcome = await this.incidents.report(report, { kind: 'monitor', name: 'test' });
    if (outcome.kind === 'repeated') throw new Error('a test has no repeated requests');
    return outcome.incident.number;
  }

  /** Several alerts in the same breath. */
  burst(name: string, count: number, urgency: 'HIGH' | 'MEDIUM' | 'LOW' = 'HIGH'): Promise<number[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.trigger(`${name} ${index}`, urgency)));
  }

  /** New incidents in the channel of a team (`#team-7`). */
  async triggerIn(team: number, count: number, urgency: 'HIGH' | 'MEDIUM' | 'LOW'): Promise<void> {
    const service = await this.stores.settings.serviceByName(teamName(team));
    for (let index = 0; index < count; index++) {
      const report = { ...this.report(`${teamName(team)} ${index}`, urgency), serviceId: service?.id ?? null };
      await this.incidents.report(report, { kind: 'monitor', name: 'test' });
    }
  }

  async command(number: number, command: AskedCommand): Promise<void> {
    const jane = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: null } as const;
    await this.incidents.execute(number, command, jane);
  }

  /** Fires what is due now, as the scheduler does. */
  async fireDue(): Promise<void> {
    const fire = timerCommands(this.incidents, () => Number.POSITIVE_INFINITY);
    for (const timer of await this.stores.timers.due(this.clock.now(), 100)) {
      if (!(await fire(timer))) await this.stores.timers.discard(timer);
    }
  }

  /** Lets so many turns of the event loop pass, while time goes on a little. */
  async tick(turns: number, each = 0): Promise<void> {
    for (let turn = 0; turn < turns; turn++) {
      this.clock.goOn(each);
      this.courier.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Goes on until nothing is owed to Slack any more. */
  async settle(): Promise<void> {
    for (let turns = 0; (await this.stores.deliveries.load()).waiting > 0; turns++) {
      if (turns > 3_000) throw new Error(`it never ends: ${JSON.stringify(await this.stores.deliveries.load())}`);
      await this.tick(5, SECOND);
    }
  }

  slackIsBack(): void {
    this.courier.slackIsBack();
  }

  cardsOf(number: number): Promise<Card[]> {
    return this.stores.deliveries.cardsOf(number);
  }

  private report(title: string, urgency: 'HIGH' | 'MEDIUM' | 'LOW') {
    const rest = { description: null, components: [], source: null, url: null, details: null };
    return { title, urgency, dedupKey: title, ...rest };
  }

  private kill(): void {
    this.life.isOver = true;
    void this.courier.stop();
  }

  private hire(): Courier {
    const { clock, life, stores, incidents } = this;
    const { deliveries, storms, onCall } = stores;
    const store = this.mortal(deliveries, life);
    return new Courier(
      {
        store,
        slack: this.mortal(this.slack, life),
        carriers: CARRIERS,
        ownChannels: { store: stores.ownChannels, incidents, content: async () => null },
        renderer: this.mortal(this.renderer(), life),
        budget: this.options.budget?.(clock) ?? { spend: () => 0, refund() {} },
        clock,
        stopwatch: clock,
        random: this.random,
        slackTime: new SlackTime(clock, (connectionId) => deliveries.latestMessageAt(connectionId)),
        whenUnknown: this.options.whenUnknown ?? 'repeat',
        refuse: refusals({
          deliveries: store,
          storms,
          incidents: this.mortal(incidents, life),
          onCall,
          carriers: CARRIERS,
          clock,
        }),
        fallbackChannel: async () => '#default',
      },
      { delivered() {}, postponed() {}, refused() {} },
      SILENT,
    );
  }

  /** The same object, of which nothing is heard any more once the life is over: neither effects nor answers. */
  private mortal<T extends object>(whole: T, life: Life): T {
    return new Proxy(whole, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return async (...args: unknown[]) => {
          await life.began;
          if (name === 'heads') this.looks++;
          this.dieAt(name, 'before', life);
          if (life.isOver) return new Promise(() => {});
          if (WRITES.has(name)) this.troubleStorage();
          const result = await this.isUnderWay(value.apply(target, args));
          this.dieAt(name, 'after', life);
          return life.isOver ? new Promise(() => {}) : result;
        };
      },
    });
  }

  private async isUnderWay<Result>(operation: Promise<Result>): Promise<Result> {
    this.underWay.add(operation);
    try {
      return await operation;
    } finally {
      this.underWay.delete(operation);
    }
  }

  private dieAt(operation: string, when: 'before' | 'after', life: Life): void {
    if (life.isOver || this.deathAt?.operation !== operation || this.deathAt.when !== when) return;
    this.deathAt = null;
    this.restart();
  }

  private troubleStorage(): void {
    const trouble = this.storageTroubles.shift();
    if (trouble) throw new StorageFailure(trouble, 'SQLITE_TEST');
  }

  private renderer(): Renderer {
    const { incidents, storms } = this.stores;
    const drawn = async (text: string) => {
      if (this.undrawable !== null && text.includes(this.undrawable)) throw new Error('it can not be drawn');
      return { text };
    };
    return {
      card: async ({ incidentNumber }) => {
        const incident = await incidents.get(incidentNumber);
        return drawn(`[INC-${incidentNumber} v${incident?.version}]`);
      },
      line: (_card, event) => drawn(said(event)),
      recap: (_card, { id, incidentNumber }) => drawn(`{INC-${incidentNumber} in short, up to ${id}}`),
      storm: async ({ id }) => {
        const members = await storms.members(id, { order: 'opened', limit: 10_000, offset: 0 });
        return drawn(members.map(({ number, version }) => `[INC-${number} v${version}]`).join(''));
      },
      stormLines: (_storm, lines) => drawn(lines.map(({ event }) => said(event)).join('')),
      summary: (_place, lines) => drawn(lines.map(({ event }) => said(event)).join('')),
      stormEnd: async ({ id }) => {
        const { byStatus } = await storms.summary(id);
        return byStatus.OPEN + byStatus.ACKNOWLEDGED + byStatus.SNOOZED > 0 ? null : drawn('(over)');
      },
      notice: (notice) => drawn(JSON.stringify(notice)),
      topicPart: (onDuty) => JSON.stringify(onDuty),
      notification: ({ text }) => drawn(text),
      postMortem: ({ incidentNumber }) => drawn(`post-mortem of INC-${incidentNumber}`),
      runbookMessage: ({ message }) => drawn(message.text),
      runbookLine: (_thread, event) => drawn(said(event)),
      statusPost: async ({ incidentNumber }) => ({ text: `update on ${incidentNumber}` }),
      statusLine: async (_post, { id }) => ({ text: `update ${id}` }),
      runbookProgress: ({ runbook }) => drawn(runbook),
      mayShow: async () => true,
    };
  }
}

function said({ id, incidentNumber }: StoredTimelineEvent): string {
  return `(INC-${incidentNumber} event ${id})`;
}

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A database with the settings and nothing else; to open one takes longer than to empty it. */
interface Rooms {
  clock: Clock;
  stores: Storage;
  empty(): void;
}

const furnished: Rooms[] = [];

/** What the settings are stored in stays. */
const SETTLED =
  /^(__drizzle.*|sqlite_.*|connections|documents|services|users|escalation.*|workspace.*|groups?|schedules?)$/;

async function furnish(): Promise<Rooms> {
  const folder = temporaryFolder('courier');
  const file = join(folder, 'test.db');
  placeEmptyDatabase(file);
  const url = `file:${file}`;
  const database = openDatabase(url);
  await applySettings(sqliteSettingsWriter(database, systemClock), SETTINGS, {
    by: OPERATOR,
    dryRun: false,
    prune: false,
  });
  const { $client } = database.db;
  const tables = $client.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
  const stores = sqliteStorage(openDatabase(url), { now: () => rooms.clock.now() });
  const rooms: Rooms = {
    clock: systemClock,
    stores,
    empty() {
      $client.pragma('foreign_keys = OFF');
      for (const table of tables) if (!SETTLED.test(table)) $client.exec(`delete from ${table}`);
      $client.exec("delete from sqlite_sequence where name not in ('connections', 'services', 'users')");
    },
  };
  // Before channels are listed nobody knows what is private, so everything is.
  const { connections } = stores;
  await connections.replaceChannels((await connections.primary()).id, [], systemClock.now());
  process.once('exit', () => rmSync(folder, { recursive: true }));
  return rooms;
}
