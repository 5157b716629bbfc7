import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { AskedCommand } from '../../src/incidents/commands.ts';
import { IncidentService, type Outcome } from '../../src/incidents/service.ts';
import type { IncidentTimer, TimerKind } from '../../src/incidents/timers.ts';
import { timerCommands } from '../../src/incidents/timers.ts';
import type { Incident } from '../../src/incidents/types.ts';
import type { Clock, UtcMs } from '../../src/lib/clock.ts';
import { noticeOf } from '../../src/notifications/kinds/notice.ts';
import { topicOf } from '../../src/notifications/kinds/topic.ts';
import { TeamChannels } from '../../src/notifications/team-channels/team-channels.ts';
import { withPart } from '../../src/notifications/team-channels/topic.ts';
import type { Card } from '../../src/notifications/types.ts';
import type { OnCallStore } from '../../src/oncall/store.ts';
import type { Urgency } from '../../src/oncall/urgency.ts';
import type { Actor, PersonActor } from '../../src/people/actor.ts';
import type { SlackIdentity } from '../../src/people/types.ts';
import { type ApplyOptions, applySettings } from '../../src/settings/apply.ts';
import type { Effects } from '../../src/settings/new-settings.ts';
import { topicPart } from '../../src/slack/cards/hand-off.ts';
import { threadLine } from '../../src/slack/cards/thread.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { ClockWatch } from '../../src/timekeeping/clock-watch.ts';
import { Timekeeper } from '../../src/timekeeping/timekeeper.ts';
import { afterThisTest } from '../after-this-test.ts';
import { placeEmptyDatabase } from '../e2e/template.ts';
import { EVERYBODY } from '../everybody.ts';
import { OPERATOR } from '../operator.ts';
import { temporaryFolder } from '../temporary.ts';
import { HandTurnedMachine } from '../timekeeping/hand-turned-machine.ts';

export const JANE: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'UJANE0001', name: 'jane', userId: 1 };
export const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };

export interface Downtime {
  /** What is due by then fires at once. */
  fires: boolean;
  /** The wall clock is set meanwhile, by so much. */
  setBy: number;
  /** The machine is started anew. */
  reboots: boolean;
}

/** The domain on a real database and a clock turned by hand; Slack is what is owed to it. */
export class QuietHouse implements Clock {
  /** Counts what has passed, however the wall clock was set. */
  private elapsed = 0;
  /** Of channels, as Slack has them. */
  readonly topics = new Map<string, string>();
  /** What has fired with an effect, and how old the house was then. */
  readonly fired: { number: number; kind: TimerKind; age: number }[] = [];

  private constructor(
    private readonly machine: HandTurnedMachine,
    private timekeeper: Timekeeper,
    private readonly url: string,
    private stores: Storage,
    readonly connectionId: number,
  ) {}

  /** @param now Such as "2026-01-14T11:00:00Z". @param accounts Display names by e-mail of everybody in Slack. */
  static async open(now: string, settings: string, accounts: Record<string, string> = {}): Promise<QuietHouse> {
    const folder = temporaryFolder('escalation');
    const file = join(folder, 'test.db');
    placeEmptyDatabase(file);
    const url = `file:${file}`;
    const machine = new HandTurnedMachine(Date.parse(now));
    const stores = sqliteStorage(openDatabase(url), { now: () => house.now() });
    const { id } = await stores.connections.primary();
    const house: QuietHouse = new QuietHouse(machine, Timekeeper.from(machine, null), url, stores, id);
    afterThisTest(() => {
      house.stores.close();
      rmSync(folder, { recursive: true });
    });
    await house.noticesTheClock();
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
      refreshedAt: this.now(),
      ...changes,
    };
    await this.stores.people.saveIdentities([identity]);
  }

  now(): UtcMs {
    return this.timekeeper.now();
  }

  /** Another process applies an opsknight.yml. @returns what that means for open incidents, without what is nothing. */
  async apply(settings: string, options: Partial<ApplyOptions> = {}): Promise<Partial<Effects>> {
    const database = openDatabase(this.url);
    const writer = sqliteSettingsWriter(database, this);
    const { effects } = await applySettings(writer, settings, {
      by: OPERATOR,
      prune: false,
      dryRun: false,
      ...options,
    });
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

  does(actor: Actor, number: number, command: AskedCommand): Promise<Outcome> {
    return this.incidents.execute(number, command, actor);
  }

  /** The app runs while time passes: every timer fires at its moment. */
  async passes(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    for (;;) {
      const next = await this.stores.timers.nextDueAt(0);
      const wait = next === null ? Number.POSITIVE_INFINITY : Math.max(0, next - this.now());
      if (this.elapsed + wait > end) break;
      this.turn(wait);
      await this.fireDue();
    }
    this.turn(end - this.elapsed);
  }

  /** The app is down meanwhile; then it is started again, on the same file. */
  async isDownFor(ms: number, { fires = true, setBy = 0, reboots = false }: Partial<Downtime> = {}): Promise<void> {
    this.stores.close();
    this.turn(ms);
    this.machine.isSet(setBy);
    if (reboots) this.machine.reboots();
    this.stores = sqliteStorage(openDatabase(this.url), this);
    this.timekeeper = Timekeeper.from(this.machine, await this.stores.clock.last());
    await this.noticesTheClock();
    if (fires) await this.fireDue();
  }

  /** The machine sleeps, and nothing on it goes on. */
  async sleepsFor(ms: number): Promise<void> {
    this.machine.sleeps(ms);
    this.elapsed += ms;
    await this.fireDue();
  }

  /** The wall clock is set while the app runs; `notices`: it looks at it, as it does every second. */
  async wallClockIsSet(by: number, notices = true): Promise<void> {
    this.machine.isSet(by);
    if (!notices) return;
    await this.noticesTheClock();
    await this.fireDue();
  }

  async noticesTheClock(): Promise<void> {
    const { timekeeper, stores } = this;
    const logger = pino({ level: 'silent' });
    await new ClockWatch({ timekeeper, store: stores.clock, logger, onSet: () => {} }).look();
  }

  /** How many milliseconds have passed since it was opened. */
  get age(): number {
    return this.elapsed;
  }

  private turn(ms: number): void {
    this.machine.passes(ms);
    this.elapsed += ms;
  }

  /** Fires what is due now, as the scheduler does. */
  async fireDue(): Promise<void> {
    const fire = timerCommands(this.incidents, () => Number.POSITIVE_INFINITY);
    for (;;) {
      const due = await this.stores.timers.due(this.now(), 100);
      if (due.length === 0) return;
      for (const timer of due) {
        if (!(await fire(timer))) await this.stores.timers.discard(timer);
        else this.fired.push({ number: timer.incidentNumber, kind: timer.kind, age: this.elapsed });
      }
    }
  }

  /** The timers that are due in `ms` milliseconds, as the scheduler would read them then. */
  timersAt(ms: number): Promise<IncidentTimer[]> {
    return this.stores.timers.due(this.now() + ms, 100);
  }

  /** The scheduler fires a timer that it read a moment ago. @returns whether that had an effect. */
  async fires(timer: IncidentTimer): Promise<boolean> {
    const hadEffect = await timerCommands(this.incidents, () => Number.POSITIVE_INFINITY)(timer);
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
        const notice = job && noticeOf(job);
        if (!delivery || !job || notice?.kind !== 'on_call') continue;
        const { schedule, until } = notice;
        const end = until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16)}`;
        said.push(`${job.place.target.slice(1)}: ${schedule}${end}`);
        await deliveries.finish(delivery, null, this.now());
        isMore = true;
      }
    }
    return said.sort();
  }

  /** It is looked who is on call, as the app does every few seconds. */
  async tellTeams(): Promise<void> {
    await new TeamChannels(this.stores.teamChannels, this).look(await this.onCall.directory());
  }

  /** What teams hear in their channels, and what their topics come to, as Slack takes all of it. */
  async heard(): Promise<string[]> {
    const { deliveries } = this.stores;
    await this.tellTeams();
    const heard: string[] = [];
    for (;;) {
      const heads = await deliveries.heads([]);
      const head = heads.find(({ kind }) => kind === 'topic' || kind === 'notice');
      const delivery = head && (await deliveries.delivery(head.id));
      const job = delivery && (await deliveries.job(delivery.task));
      if (!delivery || !job) return heard.sort();
      const [notice, part] = [noticeOf(job), topicOf(job)];
      const { target } = job.place;
      if (notice?.kind === 'hand_off') heard.push(`${target}: ${topicPart([notice])}`);
      if (notice?.kind === 'roster') {
        heard.push(`${target}: ${notice.shifts.map(({ name }) => name ?? 'nobody').join(', ')}`);
      }
      const written = part && part.onDuty.length > 0 ? topicPart(part.onDuty) : null;
      if (part) {
        this.topics.set(target, withPart(this.topics.get(target) ?? '', part.written, written));
        heard.push(`topic of ${target}`);
        await deliveries.topicIsSet(delivery, written);
      } else await deliveries.finish(delivery, null, this.now());
    }
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
    return new IncidentService(this.stores.incidents, this, () => {}, EVERYBODY);
  }
}
