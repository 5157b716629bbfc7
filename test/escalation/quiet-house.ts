import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { Clock, UtcMs } from '../../src/clock.ts';
import type { Card } from '../../src/courier/types.ts';
import type { Command } from '../../src/incidents/commands.ts';
import type { Effects } from '../../src/incidents/new-settings.ts';
import { IncidentService, type Outcome } from '../../src/incidents/service.ts';
import type { Actor, Incident, PersonActor, Urgency } from '../../src/incidents/types.ts';
import type { OnCallStore } from '../../src/oncall/store.ts';
import type { SlackIdentity } from '../../src/people/types.ts';
import { type ApplyOptions, applySettings } from '../../src/settings/apply.ts';
import { threadLine } from '../../src/slack/cards/thread.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/store/sqlite/settings-writer.ts';
import { openStores, type Stores } from '../../src/store/sqlite/stores.ts';
import { timerCommands } from '../../src/timers/fire.ts';
import type { Timer } from '../../src/timers/types.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

export const JANE: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'UJANE0001', name: 'jane', userId: 1 };
export const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };

/** The domain on a real database and a clock turned by hand; Slack is what is owed to it. */
export class QuietHouse implements Clock {
  private constructor(
    private time: UtcMs,
    private readonly url: string,
    private stores: Stores,
    readonly connectionId: number,
  ) {}

  /** @param now Such as "2026-01-14T11:00:00Z". @param accounts Display names by e-mail of everybody in Slack. */
  static async open(now: string, settings: string, accounts: Record<string, string> = {}): Promise<QuietHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'opsknight-escalation-'));
    const file = join(folder, 'test.db');
    placeEmptyDatabase(file);
    const url = `file:${file}`;
    const time = Date.parse(now);
    const stores = openStores(url, { now: () => house.now() });
    const { id } = await stores.connections.primary();
    const house: QuietHouse = new QuietHouse(time, url, stores, id);
    opened.push(() => {
      house.stores.close();
      rmSync(folder, { recursive: true });
    });
    await stores.connections.identify(id, { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' });
    await house.apply(settings);
    for (const [email, displayName] of Object.entries(accounts)) await house.hasAccount(email, displayName);
    return house;
  }

  /** Slack tells of an account. */
  async hasAccount(email: string, displayName: string, changes: Partial<SlackIdentity> = {}): Promise<void> {
    const identity: SlackIdentity = {
      connectionId: this.connectionId,
      slackUserId: `U${displayName.toUpperCase()}0001`,
      teamId: 'T1',
      displayName,
      email,
      timezone: null,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isWorkspaceAdmin: false,
      refreshedAt: this.time,
      ...changes,
    };
    await this.stores.people.saveIdentities([identity]);
  }

  now(): UtcMs {
    return this.time;
  }

  /** Another process applies an opsknight.yml. @returns what that means for open incidents, without what is nothing. */
  async apply(settings: string, options: Partial<ApplyOptions> = {}): Promise<Partial<Effects>> {
    const database = openDatabase(this.url);
    const writer = sqliteSettingsWriter(database, this);
    const { effects } = await applySettings(writer, settings, { prune: false, dryRun: false, ...options });
    database.close();
    return Object.fromEntries(Object.entries(effects).filter(([, numbers]) => numbers.length > 0));
  }

  async open(title: string, urgency: Urgency = 'HIGH', service = 'Payment API'): Promise<Incident> {
    const report = {
      title,
      description: null,
      urgency,
      serviceId: (await this.stores.settings.serviceByName(service))?.id ?? null,
      components: [],
      source: null,
      url: null,
      details: null,
      dedupKey: title,
    };
    const outcome = await this.incidents.report(report, MONITOR);
    if (outcome.kind === 'repeated') throw new Error('repeated');
    await this.fireDue();
    return outcome.incident;
  }

  does(actor: Actor, number: number, command: Command): Promise<Outcome> {
    return this.incidents.execute(number, command, actor);
  }

  /** The app runs while time passes: every timer fires at its moment. */
  async passes(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = await this.stores.timers.nextDueAt(0);
      if (next === null || next > end) break;
      this.time = Math.max(this.time, next);
      await this.fireDue();
    }
    this.time = end;
  }

  /** The app is down meanwhile; then it is started again, on the same file. `fires`: what is due by then. */
  async isDownFor(ms: number, fires = true): Promise<void> {
    this.stores.close();
    this.time += ms;
    this.stores = openStores(this.url, this);
    if (fires) await this.fireDue();
  }

  /** Fires what is due now, as the scheduler does. */
  async fireDue(): Promise<void> {
    const fire = timerCommands(this.incidents);
    for (;;) {
      const due = await this.stores.timers.due(this.time, 100);
      if (due.length === 0) return;
      for (const timer of due) if (!(await fire(timer))) await this.stores.timers.discard(timer);
    }
  }

  /** The timers that are due in `ms` milliseconds, as the scheduler would read them then. */
  timersAt(ms: number): Promise<Timer[]> {
    return this.stores.timers.due(this.time + ms, 100);
  }

  /** The scheduler fires a timer that it read a moment ago. @returns whether that had an effect. */
  async fires(timer: Timer): Promise<boolean> {
    const hadEffect = await timerCommands(this.incidents)(timer);
    if (!hadEffect) await this.stores.timers.discard(timer);
    return hadEffect;
  }

  async incident(number: number): Promise<Incident> {
    const incident = await this.stores.incidents.get(number);
    if (!incident) throw new Error(`no incident ${number}`);
    return incident;
  }

  /** What the timeline says, in the words of the thread, each with the minutes since `since`. */
  async story(number: number, since = 0): Promise<string[]> {
    const events = await this.stores.incidents.timeline(number);
    const { openedAt } = await this.incident(number);
    return events
      .filter(({ fact }) => fact.kind !== 'triggered')
      .map((event) => `${(event.at - openedAt) / 60_000 - since}: ${threadLine({ event }).text}`);
  }

  /** A group that Slack keeps, by its members' ids. */
  async slackGroup(handle: string, members: string[]): Promise<void> {
    await this.stores.userGroups.replace(this.connectionId, [{ id: `S${handle}`, handle, members }]);
  }

  get onCall(): OnCallStore {
    return this.stores.onCall;
  }

  /** Direct messages that are owed to people at a hand-off: "jane@example.com: payments until …". */
  async told(): Promise<string[]> {
    const { deliveries } = this.stores;
    const said: string[] = [];
    for (let isMore = true; isMore; ) {
      isMore = false;
      for (const { id } of await deliveries.heads([])) {
        const delivery = await deliveries.delivery(id);
        const job = delivery && (await deliveries.job(delivery.task));
        if (!delivery || job?.kind !== 'notice' || job.place.notice.kind !== 'on_call') continue;
        const { schedule, until } = job.place.notice;
        const end = until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16)}`;
        said.push(`${job.place.target.slice(1)}: ${schedule}${end}`);
        await deliveries.finish(delivery, null, this.time);
        isMore = true;
      }
    }
    return said.sort();
  }

  /** Direct messages that are owed to people, whatever they say: "UJANE0001: covered". */
  async owedMessages(): Promise<string[]> {
    const owed: string[] = [];
    for (const { id } of await this.stores.deliveries.heads([])) {
      const delivery = await this.stores.deliveries.delivery(id);
      const job = delivery && (await this.stores.deliveries.job(delivery.task));
      if (job?.kind === 'notice') owed.push(`${job.place.target}: ${job.place.notice.kind}`);
    }
    return owed.sort();
  }

  cards(number: number): Promise<Card[]> {
    return this.stores.deliveries.cardsOf(number);
  }

  /** Who has a card of the incident in their direct messages. */
  async paged(number: number): Promise<string[]> {
    const cards = await this.cards(number);
    return cards.flatMap(({ target }) => (target.startsWith('@') ? [target.slice(1)] : []));
  }

  private get incidents(): IncidentService {
    const { incidents, settings, onCall } = this.stores;
    return new IncidentService(incidents, settings, onCall, this, () => {}, { maySee: async () => true });
  }
}
