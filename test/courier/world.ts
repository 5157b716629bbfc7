import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { SECOND } from '../../src/clock.ts';
import type { AttemptParts, WhenUnknown } from '../../src/courier/attempt.ts';
import { Courier } from '../../src/courier/courier.ts';
import type { Renderer } from '../../src/courier/renderer.ts';
import type { Card } from '../../src/courier/types.ts';
import type { Command } from '../../src/incidents/commands.ts';
import { IncidentService } from '../../src/incidents/service.ts';
import type { StoredTimelineEvent } from '../../src/incidents/timeline.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/store/sqlite/settings-writer.ts';
import { openStores } from '../../src/store/sqlite/stores.ts';
import { ModelSlack } from './model-slack.ts';

const SETTINGS = `
workspace:
  default_channel: "#default"
  subscriptions: [{ channel: "#all", urgencies: [LOW] }]
services: [{ name: Web, channel: "#web" }]
`;

const SILENT = pino({ level: 'silent' });

/** A clock that the test turns. */
class TurnedClock {
  time = Date.UTC(2026, 0, 5, 12);
  now = () => this.time;
}

/** The real courier, service and store, a model of Slack, and a clock that stands still until it is turned. */
export class World {
  readonly clock = new TurnedClock();
  readonly slack = new ModelSlack();
  readonly stores: ReturnType<typeof openStores>;
  readonly incidents: IncidentService;
  private courier: Courier;
  private life = { isOver: false };

  private constructor(
    private readonly folder: string,
    url: string,
    private readonly whenUnknown: WhenUnknown,
  ) {
    this.stores = openStores(url, this.clock);
    const { incidents, settings, onCall } = this.stores;
    this.incidents = new IncidentService(incidents, settings, onCall, this.clock, () => this.courier.wake(), {
      maySee: async () => true,
    });
    this.courier = this.hire();
  }

  static async open(whenUnknown: WhenUnknown = 'repeat'): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'opsknight-courier-'));
    const url = `file:${join(folder, 'test.db')}`;
    const database = openDatabase(url);
    await applySettings(sqliteSettingsWriter(database), SETTINGS, { dryRun: false, prune: false });
    database.close();
    const world = new World(folder, url, whenUnknown);
    const { connections } = world.stores;
    // Before channels are listed nobody knows what is private, so everything is.
    await connections.replaceChannels((await connections.primary()).id, [], world.clock.now());
    return world;
  }

  async close(): Promise<void> {
    this.kill();
    await this.tick(20);
    this.stores.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The process dies, with whatever it was doing, and another one starts. */
  restart(): void {
    this.kill();
    this.life = { isOver: false };
    this.courier = this.hire();
    this.courier.wake();
  }

  async trigger(title: string, urgency: 'HIGH' | 'MEDIUM' | 'LOW' = 'HIGH'): Promise<number> {
    const service = await this.stores.settings.serviceByName('Web');
    const report = {
      title,
      urgency,
      serviceId: service?.id ?? null,
      dedupKey: title,
      description: null,
      components: [],
      source: null,
      url: null,
      details: null,
    };
    const outcome = await this.incidents.report(report, { kind: 'monitor', name: 'test' });
    if (outcome.kind === 'repeated') throw new Error('a test has no repeated requests');
    return outcome.incident.number;
  }

  /** Several alerts in the same breath. */
  burst(name: string, count: number, urgency: 'HIGH' | 'MEDIUM' | 'LOW' = 'HIGH'): Promise<number[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.trigger(`${name} ${index}`, urgency)));
  }

  async command(number: number, command: Command): Promise<void> {
    const jane = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: null } as const;
    await this.incidents.execute(number, command, jane);
  }

  /** Lets so many turns of the event loop pass, while the clock goes on a little. */
  async tick(turns: number, each = 0): Promise<void> {
    for (let turn = 0; turn < turns; turn++) {
      this.clock.time += each;
      this.courier.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Goes on until nothing is owed to Slack any more. */
  async settle(): Promise<void> {
    for (let turns = 0; (await this.stores.deliveries.load()).waiting > 0; turns++) {
      if (turns > 2_000) throw new Error(`it never ends: ${JSON.stringify(await this.stores.deliveries.load())}`);
      await this.tick(5, SECOND);
    }
  }

  cardsOf(number: number): Promise<Card[]> {
    return this.stores.deliveries.cardsOf(number);
  }

  private kill(): void {
    this.life.isOver = true;
    void this.courier.stop();
  }

  private hire(): Courier {
    const { life } = this;
    const parts: AttemptParts = {
      store: mortal(this.stores.deliveries, life),
      slack: mortal(this.slack, life),
      renderer: this.renderer(),
      budget: { spend: () => 0 },
      clock: this.clock,
      whenUnknown: this.whenUnknown,
      onRefused: async () => {},
      fallbackChannel: async () => '#default',
    };
    return new Courier(parts, { delivered() {}, postponed() {}, refused() {} }, SILENT);
  }

  private renderer(): Renderer {
    const { incidents, storms } = this.stores;
    return {
      async card({ incidentNumber }) {
        const incident = await incidents.get(incidentNumber);
        return { text: `[INC-${incidentNumber} v${incident?.version}]` };
      },
      async line(_card, event) {
        return { text: said(event) };
      },
      async storm({ id }) {
        const members = await storms.members(id, { order: 'opened', limit: 10_000, offset: 0 });
        return { text: members.map(({ number, version }) => `[INC-${number} v${version}]`).join('') };
      },
      async stormLines(_storm, lines) {
        return { text: lines.map(({ event }) => said(event)).join('') };
      },
      async notice({ notice }) {
        return { text: JSON.stringify(notice) };
      },
    };
  }
}

function said({ id, incidentNumber }: StoredTimelineEvent): string {
  return `(INC-${incidentNumber} event ${id})`;
}

/** The same object, of which nothing is heard any more once the life is over: neither effects nor answers. */
function mortal<T extends object>(whole: T, life: { isOver: boolean }): T {
  return new Proxy(whole, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (life.isOver) return new Promise(() => {});
        const result = await value.apply(target, args);
        return life.isOver ? new Promise(() => {}) : result;
      };
    },
  });
}
