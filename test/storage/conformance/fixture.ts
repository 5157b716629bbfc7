import type { Command } from '../../../src/incidents/commands.ts';
import { decide } from '../../../src/incidents/decide.ts';
import type { Decision } from '../../../src/incidents/decision.ts';
import { join } from '../../../src/incidents/join.ts';
import { open, type Report } from '../../../src/incidents/open.ts';
import { decidePair } from '../../../src/incidents/pair.ts';
import type { CommitGuards, CommitResult, ReceiveResult, Viewer } from '../../../src/incidents/store.ts';
import type { Incident } from '../../../src/incidents/types.ts';
import { HOUR, type UtcMs } from '../../../src/lib/clock.ts';
import type { Actor, PersonActor } from '../../../src/people/actor.ts';
import type { SlackIdentity } from '../../../src/people/types.ts';
import { type ApplyOptions, applySettings } from '../../../src/settings/apply.ts';
import { describeChange } from '../../../src/settings/changes.ts';
import { rulesFor } from '../../../src/settings/rules.ts';
import type { Channel } from '../../../src/slack/directory/store.ts';
import { openStorage } from '../../../src/storage/open.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { NOTHING_AROUND } from '../../incidents/context.ts';
import { OPERATOR } from '../../operator.ts';
import type { Engine, Place } from './engine.ts';
import { HandCourier } from './hand-courier.ts';

export const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };
export const OWNER = { teamId: 'T1', teamName: 'Acme', botUserId: 'UBOT', botId: 'B1' };

const START = Date.parse('2026-01-14T11:00:00Z');

/** A storage of an engine, a clock turned by hand, and what tests put into it; all of it through `Storage`. */
export class Fixture {
  readonly courier: HandCourier;
  /** The connection of the environment. */
  connectionId = 0;
  private others: Storage[] = [];
  private keys = 0;

  private constructor(
    private readonly place: Place,
    readonly clock: { time: UtcMs; now(): UtcMs },
    readonly storage: Storage,
  ) {
    this.courier = new HandCourier(storage.deliveries, clock);
  }

  static async open(engine: Engine): Promise<Fixture> {
    const place = await engine.place();
    const clock = { time: START, now: () => clock.time };
    return new Fixture(place, clock, await openStorage(place.url, { clock, user: 'app' }));
  }

  /** As new: Slack has told whose the token is, and which channels there are: #incidents, #payments and #search. */
  async reset(): Promise<void> {
    for (const other of this.others) await this.closeOne(other);
    await this.place.empty();
    this.clock.time = START;
    const { connections } = this.storage;
    this.connectionId = (await connections.primary()).id;
    await connections.identify(this.connectionId, OWNER);
    const channels = ['incidents', 'payments', 'search'].map((name) => this.channel({ id: `C-${name}`, name }));
    await connections.replaceChannels(this.connectionId, channels, START);
  }

  async close(): Promise<void> {
    for (const storage of [this.storage, ...this.others]) await storage.close();
    await this.place.remove();
  }

  /** Another process opens the same storage. */
  async another(): Promise<Storage> {
    const storage = await openStorage(this.place.url, { clock: this.clock, user: 'command' });
    this.others.push(storage);
    return storage;
  }

  /** That process ends. */
  async closeOne(storage: Storage): Promise<void> {
    this.others = this.others.filter((other) => other !== storage);
    await storage.close();
  }

  passes(ms: number): void {
    this.clock.time += ms;
  }

  /** A key that no request has had. */
  newKey(): string {
    return `request ${this.keys++}`;
  }

  /** What an opsknight.yml changes, in words. */
  async apply(yaml: string, options: Partial<ApplyOptions> & { file?: string } = {}): Promise<string[]> {
    const { settingsWriter } = this.storage;
    const { changes } = await applySettings(settingsWriter, yaml, {
      by: OPERATOR,
      prune: false,
      dryRun: false,
      ...options,
    });
    return changes.map(describeChange);
  }

  async serviceId(name: string): Promise<number> {
    const service = await this.storage.settings.serviceByName(name);
    if (!service) throw new Error(`there is no service ${name}`);
    return service.id;
  }

  async userId(email: string): Promise<number> {
    const user = (await this.storage.people.users()).find((one) => one.email === email);
    if (!user) throw new Error(`there is no user ${email}`);
    return user.id;
  }

  person(name: string, userId: number | null = null): PersonActor {
    return { kind: 'person', connectionId: this.connectionId, slackUserId: slackIdOf(name), name, userId };
  }

  viewer(name: string, values: Partial<Viewer> = {}): Viewer {
    const { connectionId } = this;
    return {
      connectionId,
      slackUserId: slackIdOf(name),
      userId: null,
      privateChannelIds: [],
      isAdmin: false,
      ...values,
    };
  }

  /** A member of the workspace as Slack describes them: "jane" is UJANE, jane@example.com. */
  identity(name: string, values: Partial<SlackIdentity> = {}): SlackIdentity {
    return {
      connectionId: this.connectionId,
      slackUserId: slackIdOf(name),
      teamId: OWNER.teamId,
      displayName: name,
      email: `${name}@example.com`,
      timezone: 'Europe/Berlin',
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isWorkspaceAdmin: false,
      refreshedAt: this.clock.time,
      ...values,
    };
  }

  /** A public channel that the app is in. */
  channel(values: Partial<Channel> = {}): Channel {
    const { connectionId } = this;
    const state = { isPrivate: false, isArchived: false, isMember: true, isExternal: false, isGone: false };
    return { connectionId, id: 'C1', name: 'general', ...state, ...values };
  }

  report(values: Partial<Report> = {}): Report {
    const { title = 'Disk full' } = values;
    return {
      title,
      description: null,
      urgency: 'HIGH',
      serviceId: null,
      components: [],
      source: null,
      url: null,
      details: null,
      dedupKey: title,
      ...values,
    };
  }

  /** A monitor reports a problem: it opens an incident, or counts on the one that has its dedup key. */
  async receive(
    report: Partial<Report> = {},
    guards: CommitGuards = {},
    { incidents }: Pick<Storage, 'incidents'> = this.storage,
  ): Promise<ReceiveResult> {
    const whole = this.report(report);
    const now = this.clock.time;
    return incidents.receive(whole, guards, {
      by: MONITOR,
      repeat: (incident, around, held) =>
        decide(incident, { type: 'repeat_alert', ...whole, held }, { ...around, now, actor: MONITOR }),
      join: (incident, around) => join(whole, incident, { ...around, now, actor: MONITOR }),
      open: (around) => open(whole, { ...around, now, actor: MONITOR }),
    });
  }

  async open(report: Partial<Report> = {}): Promise<Incident> {
    const result = await this.receive(report);
    if (!result.ok || !result.isNew) throw new Error(`it was not opened: ${JSON.stringify(result)}`);
    return result.incident;
  }

  /** Several, in this order. */
  async openMany(count: number, report: Partial<Report> = {}): Promise<Incident[]> {
    const opened: Incident[] = [];
    for (let index = 1; index <= count; index++) {
      opened.push(await this.open({ ...report, title: `${report.title ?? 'Alert'} ${index}` }));
    }
    return opened;
  }

  /** Somebody wants something of an incident. */
  tryTo(
    command: Command,
    number: number,
    guards: CommitGuards = {},
    actor: Actor = this.person('jane'),
    { incidents }: Pick<Storage, 'incidents'> = this.storage,
  ): Promise<CommitResult> {
    const now = this.clock.time;
    return incidents.change(number, guards, (incident, around) => decide(incident, command, { ...around, now, actor }));
  }

  /** What is decided of an incident as a test has it, without storage. */
  async decision(command: Command, incident: Incident, actor: Actor): Promise<Decision> {
    const { settings, onCall } = this.storage;
    const service = incident.serviceId === null ? null : await settings.service(incident.serviceId);
    const rules = rulesFor({ service, workspaces: await settings.workspaces() });
    const around = { ...NOTHING_AROUND, directory: await onCall.directory() };
    return decide(incident, command, { ...rules, ...around, now: this.clock.time, actor });
  }

  async does(command: Command, number: number, actor?: Actor): Promise<Incident> {
    return incidentOf(await this.tryTo(command, number, {}, actor));
  }

  acknowledge = (number: number, guards: CommitGuards = {}) => this.tryTo({ type: 'acknowledge' }, number, guards);
  note = (number: number, text = 'a note') => this.does({ type: 'note', text }, number);
  snooze = (number: number, until = this.clock.time + HOUR) => this.does({ type: 'snooze', until }, number);
  resolve = (number: number) => this.does({ type: 'resolve', note: null }, number);
  /** It goes on as another one. */
  merge = async (number: number, into: number) =>
    incidentOf(
      await this.storage.incidents.changeTogether(number, {}, (own, look) =>
        decidePair(own, { type: 'merge', into }, { now: this.clock.time, actor: this.person('jane'), look }),
      ),
    );
  /** The same alert again. */
  repeat = (number: number, report: Partial<Report> = {}) => {
    const { urgency, title } = this.report(report);
    return this.does({ type: 'repeat_alert', urgency, title }, number, MONITOR);
  };

  /** Kinds of what has happened to an incident. */
  async story(number: number): Promise<string[]> {
    return (await this.storage.incidents.timeline(number)).map(({ fact }) => fact.kind);
  }
}

function slackIdOf(name: string): string {
  return `U${name.toUpperCase()}`;
}

function incidentOf(result: CommitResult): Incident {
  if (!result.ok) throw new Error(`it was refused: ${JSON.stringify(result)}`);
  return result.incident;
}
