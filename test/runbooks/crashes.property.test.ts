import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import pino from 'pino';
import { IncidentService } from '../../src/incidents/service.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { idIn } from '../../src/notifications/types.ts';
import { type OutsideOutcome, OutsideSteps } from '../../src/runbooks/outside-steps.ts';
import { RunbookService } from '../../src/runbooks/service.ts';
import type { StepState } from '../../src/runbooks/types.ts';
import { applySettings } from '../../src/settings/apply.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { EVERYBODY } from '../everybody.ts';
import { HandTurnedClock } from '../hand-turned-clock.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { tempStorage } from '../storage/temp-storage.ts';

/** The process ends here. */
class Kill extends Error {}

type Fate = 'lives' | 'before' | 'after';
const MONITOR = { kind: 'monitor', name: 'prometheus' } as const;

/** What Slack and others have been given, however often the app was killed meanwhile. */
class World {
  readonly posted = new Map<string, number>();
  /** What was called past Slack, and how often, by the step's id. */
  readonly called = new Map<string, number>();
  readonly rooms = new Set<number>();
  private outside: OutsideSteps;
  private fates: Fate[] = [];
  readonly incidents: IncidentService;
  private readonly service: RunbookService;

  constructor(
    private readonly storage: Storage,
    readonly clock: HandTurnedClock,
  ) {
    const fated = <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) => {
      return async (...args: Args): Promise<Result> => {
        const fate = this.fates.pop() ?? 'lives';
        if (fate === 'before') throw new Kill();
        const result = await work(...args);
        if (fate === 'after') throw new Kill();
        return result;
      };
    };
    const { runbooks, incidents: incidentStore, settings, onCall } = storage;
    this.outside = this.anew();
    this.incidents = new IncidentService(incidentStore, this.clock, () => {}, EVERYBODY);
    const execute: IncidentService['execute'] = fated((...args) => this.incidents.execute(...args));
    this.service = new RunbookService({
      store: {
        ...runbooks,
        send: fated(runbooks.send),
        descend: fated(runbooks.descend),
        call: fated(runbooks.call),
        end: fated(runbooks.end),
        awaitChannel: fated(runbooks.awaitChannel),
      },
      incidents: { execute },
      incidentStore,
      settings,
      onCall,
      compose: ({ message }) => ({ text: message }),
      outside: {
        begin: (...args) => this.outside.begin(...args),
        wasCutShort: (...args) => this.outside.wasCutShort(...args),
      },
      pageUrl: (number) => `https://opsknight.example.com/incidents/${number}`,
      clock: this.clock,
      onChanged: () => {},
    });
  }

  /** What goes past Slack, after a start of the app. A kill leaves what is under way without a word. */
  private anew(): OutsideSteps {
    const cutShort = () => {
      this.outside = this.anew();
      return new Promise<OutsideOutcome>(() => {});
    };
    return new OutsideSteps({
      store: this.storage.runbooks,
      outside: {
        call: async (_, { id }) => {
          const fate = this.fates.pop() ?? 'lives';
          if (fate === 'before') return cutShort();
          this.called.set(id, (this.called.get(id) ?? 0) + 1);
          return fate === 'after' ? cutShort() : { kind: 'done', result: {} };
        },
        patience: () => MINUTE,
      },
      clock: this.clock,
      logger: pino({ level: 'silent' }),
      onChanged: () => {},
    });
  }

  async run(fates: Fate[], refusals: boolean[]): Promise<void> {
    this.fates = [...fates];
    const left = [...refusals];
    for (let round = 0; round < 90; round++) {
      for (const step of await this.storage.runbooks.due(this.clock.now(), 100)) {
        await this.service.fire(step).catch((error: unknown) => {
          if (!(error instanceof Kill)) throw error;
        });
      }
      await this.deliver(left);
      this.clock.turn(10 * MINUTE);
    }
  }

  /** Slack shows it to everybody. */
  async showChannel(id: string, name: string): Promise<void> {
    const open = { isPrivate: false, isArchived: false, isGone: false, isMember: true };
    await this.storage.connections.saveChannel({ connectionId: 1, id, name, ...open }, this.clock.now());
  }

  /** As the courier does: one that is there is not made again. */
  private async makeRoom(number: number): Promise<void> {
    if (this.rooms.has(number)) return;
    this.rooms.add(number);
    const room = { connectionId: 1, channelId: `C${1_000_000_000 + number}`, name: `room-${number}` };
    await this.showChannel(room.channelId, room.name);
    await this.incidents.execute(
      number,
      { type: 'note_channel', fact: { kind: 'channel_made', ...room } },
      { kind: 'clock' },
    );
  }

  private async deliver(refusals: boolean[]): Promise<void> {
    const { deliveries } = this.storage;
    for (;;) {
      const heads = await deliveries.heads([]);
      if (heads.length === 0) return;
      for (const { id, work, kind } of heads) {
        const delivery = await deliveries.delivery(id);
        if (!delivery) continue;
        const now = this.clock.now();
        if (kind === 'runbook_message' && !this.posted.has(work) && refusals.pop()) {
          await deliveries.fail(delivery, 'is_archived', now);
          continue;
        }
        await deliveries.begin(delivery, now);
        if (kind === 'incident_channel') {
          await this.makeRoom(idIn(work));
          if (this.fates.pop() !== 'after') await deliveries.finish(delivery, null, now);
          continue;
        }
        const job = await deliveries.job(delivery.task);
        if (kind === 'runbook_call' || (kind === 'runbook_message' && job?.place.ts !== null)) {
          await deliveries.finish(delivery, null, now);
          continue;
        }
        // One that a kill has cut short is found, and not said again.
        if (kind === 'runbook_message') this.posted.set(work, (this.posted.get(work) ?? 0) + 1);
        if (this.fates.pop() === 'after') continue;
        await deliveries.finish(delivery, { channelId: 'C0000000001', ts: `${1_700_000_000 + id}.000001` }, now);
      }
    }
  }
}

const step = fc.constantFrom<{ action: string; [told: string]: unknown }>(
  { action: 'slack.create_channel', name: 'room-[incident.id]' },
  { action: 'slack.set_topic', topic: 'Busy' },
  { action: 'call_webhook', url: 'https://hooks.example.com/' },
  { action: 'run_action', name: 'fail-over', idempotent: true },
  { action: 'ask', channel: '#incidents', at_most: '20m', default: 'No' },
  { action: 'branch', if: '[incident.service]' },
  { action: 'for_each', of: 'components' },
  { action: 'parallel' },
  { action: 'add_note' },
  { action: 'set_urgency', urgency: 'LOW' },
  { action: 'set_urgency', urgency: 'HIGH' },
  { action: 'slack.send_message', channel: '#incidents' },
  { action: 'slack.create_thread', channel: '#[incident.channel]', thread_updates: true },
  { action: 'wait', at_most: '30m' },
  { action: 'wait', at_most: '1h', until: 'acknowledged' },
);

test('whenever the app is killed, each step has its effect once, and all that can be reached are done', async () => {
  const { storage, world } = await newWorld();
  await world.showChannel('C0000000001', 'incidents');
  let count = 0;
  const fate = fc.constantFrom<Fate>('lives', 'before', 'after');
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(fate, { maxLength: 12 }),
      fc.array(fc.boolean(), { maxLength: 3 }),
      async (kinds, fates, refusals) => {
        count += 1;
        const name = `case ${count}`;
        const steps = kinds.map((one, index) => ({
          ...one,
          ...(one.action === 'add_note' && { text: `note ${count}.${index}` }),
          ...(/message|thread/.test(one.action) && { message: `message ${count}.${index}` }),
          ...(one.action === 'ask' && { question: `question ${count}.${index}` }),
          ...(one.action === 'branch' && {
            is: name,
            // biome-ignore lint/suspicious/noThenProperty: as runbooks are written
            then: [note(count, index)],
            else: [{ action: 'add_note', text: 'never' }],
          }),
          ...(one.action === 'for_each' && {
            steps: [{ action: 'add_note', text: `note ${count}.${index} [each.name]` }],
          }),
          ...(one.action === 'parallel' && { steps: [note(count, index), { action: 'wait', at_most: '5m' }] }),
        }));
        const yaml = JSON.stringify({
          workspace: { default_channel: '#incidents' },
          services: [{ name }],
          runbooks: [{ name, trigger: { on: 'opened', services: [name] }, steps }],
        });
        await applySettings(storage.settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false });
        const service = await storage.settings.serviceByName(name);
        const report = { title: name, description: null, urgency: 'HIGH', serviceId: service?.id ?? null } as const;
        const rest = { components: ['db', 'queue'], source: null, url: null, details: null, dedupKey: name };
        const outcome = await world.incidents.report({ ...report, ...rest }, MONITOR);
        if (outcome.kind !== 'opened') throw new Error('it was not opened');
        const before = new Map(world.posted);
        await world.run(fates, refusals);

        const { number } = outcome.incident;
        const [run] = await storage.runbooks.progress(number);
        const all = run?.steps ?? [];
        expect({ run: run?.state, open: all.filter(({ state }) => !ENDED.has(state)) }).toEqual({
          run: 'done',
          open: [],
        });
        const notes = (await storage.incidents.timeline(number)).flatMap(({ fact }) =>
          fact.kind === 'note_added' ? [fact.text] : [],
        );
        expect(notes).toEqual(kinds.flatMap(({ action }, index) => notesOf(action, `note ${count}.${index}`)));
        const outermost = all.filter(({ place }) => !place.includes('.'));
        const done = (...actions: string[]) =>
          outermost.filter(({ action, state }) => state === 'done' && actions.includes(action));
        expect(world.posted.size - before.size).toBe(done('slack.send_message', 'slack.create_thread', 'ask').length);
        expect(world.rooms.has(number)).toBe(done('slack.create_channel').length > 0);
        const times = (action: string) =>
          outermost.filter((one) => one.action === action).map(({ id }) => world.called.get(`runbook-step-${id}`) ?? 0);
        expect(times('call_webhook').filter((count) => count > 1)).toEqual([]);
        expect(done('run_action').filter(({ id }) => !world.called.has(`runbook-step-${id}`))).toEqual([]);
      },
    ),
    runs(25),
  );
});

function note(count: number, index: number) {
  return { action: 'add_note', text: `note ${count}.${index}` };
}

/** What a step of a kind writes down, once each. */
function notesOf(action: string, text: string): string[] {
  if (action === 'for_each') return [`${text} db`, `${text} queue`];
  return action === 'add_note' || action === 'branch' || action === 'parallel' ? [text] : [];
}

async function newWorld() {
  const clock = new HandTurnedClock(Date.UTC(2026, 10, 27));
  const storage = await tempStorage(clock);
  await storage.connections.primary();
  return { storage, world: new World(storage, clock) };
}

/** How the first run of each incident stands. */
async function statesOf({ runbooks }: Pick<Storage, 'runbooks'>, numbers: readonly number[]) {
  return (await Promise.all(numbers.map((number) => runbooks.progress(number)))).map(([run]) => run?.state);
}

/** Opens an incident for each title. @returns their numbers */
async function open({ incidents }: World, titles: readonly string[]): Promise<number[]> {
  const numbers: number[] = [];
  for (const title of titles) {
    const rest = { description: null, serviceId: null, components: [], source: null, url: null, details: null };
    const outcome = await incidents.report({ title, urgency: 'HIGH', dedupKey: title, ...rest }, MONITOR);
    if (outcome.kind === 'opened') numbers.push(outcome.incident.number);
  }
  return numbers;
}

const ENDED: ReadonlySet<StepState> = new Set(['done', 'failed', 'skipped']);

test('as many of one runbook run at once as may; the others wait, and none is forgotten', async () => {
  const { storage, world } = await newWorld();
  const yaml = JSON.stringify({
    workspace: { default_channel: '#incidents' },
    runbooks: [
      {
        name: 'busy',
        trigger: { on: 'opened' },
        max_concurrent: 2,
        steps: [
          { action: 'wait', at_most: '30m' },
          { action: 'add_note', text: 'done' },
        ],
      },
    ],
  });
  await applySettings(storage.settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false });
  const numbers = await open(world, ['a', 'b', 'c', 'd', 'e']);
  const states = () => statesOf(storage, numbers);
  expect(await states()).toEqual(['running', 'running', 'waiting', 'waiting', 'waiting']);
  await world.incidents.execute(numbers[2] ?? 0, { type: 'resolve', note: null }, MONITOR);
  world.clock.turn(HOUR);
  await world.run([], []);
  expect(await states()).toEqual(['done', 'done', 'cancelled', 'done', 'done']);
});

test('what runs in a workspace that has been disconnected keeps no place', async () => {
  const { storage, world } = await newWorld();
  const settings = (isConnected: boolean) =>
    JSON.stringify({
      workspace: { default_channel: '#incidents' },
      connections: isConnected ? [{ name: 'others', bot_token_env: 'A_TOKEN', app_token_env: 'B_TOKEN' }] : [],
      services: [{ name: 'Theirs', ...(isConnected && { connection: 'others' }) }, { name: 'Ours' }],
      runbooks: [
        { name: 'busy', trigger: { on: 'opened' }, max_concurrent: 1, steps: [{ action: 'wait', at_most: '30m' }] },
      ],
    });
  const apply = (isConnected: boolean) =>
    applySettings(storage.settingsWriter, settings(isConnected), { by: OPERATOR, prune: true, dryRun: false });
  await apply(true);
  const numbers: number[] = [];
  for (const name of ['Theirs', 'Ours']) {
    const serviceId = (await storage.settings.serviceByName(name))?.id ?? null;
    const rest = { description: null, components: [], source: null, url: null, details: null, dedupKey: name };
    const outcome = await world.incidents.report({ title: name, urgency: 'HIGH', serviceId, ...rest }, MONITOR);
    if (outcome.kind === 'opened') numbers.push(outcome.incident.number);
  }
  const states = () => statesOf(storage, numbers);
  expect(await states()).toEqual(['running', 'waiting']);
  await apply(false);
  expect(await states()).toEqual(['running', 'running']);
});

test('of a storm that all begins the same runbook, as many run at once as may, each says how it is, and all get their turn', async () => {
  const { storage, world } = await newWorld();
  const yaml = JSON.stringify({
    workspace: { default_channel: '#incidents' },
    runbooks: [
      {
        name: 'storm',
        trigger: { on: 'opened' },
        max_concurrent: 5,
        steps: [
          { action: 'wait', at_most: '10m' },
          { action: 'slack.send_message', channel: '#incidents', message: '[incident.id]' },
        ],
      },
    ],
  });
  await applySettings(storage.settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false });
  const racks = Array.from({ length: 200 }, (_, index) => `rack ${index}`);
  const numbers = await open(world, racks);
  const states = () => statesOf(storage, numbers);
  const count = async (state: string) => (await states()).filter((one) => one === state).length;
  expect([await count('running'), await count('waiting')]).toEqual([5, 195]);
  await world.run([], []);
  expect(await count('done')).toBe(200);
  expect([...world.posted.values()].filter((times) => times > 1)).toEqual([]);
  expect(world.posted.size).toBe(200);
});

test('a runbook runs over the connection that it names, for an incident that belongs there', async () => {
  const { storage, world } = await newWorld();
  const yaml = JSON.stringify({
    workspace: { default_channel: '#incidents' },
    connections: [{ name: 'others', bot_token_env: 'A_TOKEN', app_token_env: 'B_TOKEN' }],
    services: [{ name: 'Shared', shared_with: ['others'] }, { name: 'Ours' }],
    runbooks: [
      { name: 'there', connection: 'Others', trigger: { on: 'opened' }, steps: [{ action: 'add_note', text: 'Hi' }] },
    ],
  });
  await applySettings(storage.settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false });
  for (const title of ['Shared', 'Ours']) {
    const serviceId = (await storage.settings.serviceByName(title))?.id ?? null;
    const rest = { description: null, components: [], source: null, url: null, details: null, dedupKey: title };
    await world.incidents.report({ title, urgency: 'HIGH', serviceId, ...rest }, MONITOR);
  }
  const due = await storage.runbooks.due(world.clock.now(), 10);
  const [own, others] = await storage.connections.all();
  expect(due.map(({ connectionId }) => connectionId)).toEqual([others?.id, own?.id]);
});
