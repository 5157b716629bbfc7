import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IncidentService } from '../../src/incidents/service.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
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

/** What Slack has been given, however often the app was killed meanwhile. */
class World {
  readonly posted = new Map<string, number>();
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
    this.incidents = new IncidentService(incidentStore, this.clock, () => {}, EVERYBODY);
    const execute: IncidentService['execute'] = fated((...args) => this.incidents.execute(...args));
    this.service = new RunbookService({
      store: {
        ...runbooks,
        send: fated(runbooks.send),
        end: fated(runbooks.end),
        awaitChannel: fated(runbooks.awaitChannel),
      },
      incidents: { execute },
      incidentStore,
      settings,
      onCall,
      compose: ({ message }) => ({ text: message }),
      pageUrl: (number) => `https://opsknight.example.com/incidents/${number}`,
      clock: this.clock,
      onChanged: () => {},
    });
  }

  async run(fates: Fate[], refusals: boolean[]): Promise<void> {
    this.fates = [...fates];
    const left = [...refusals];
    for (let round = 0; round < 60; round++) {
      for (const step of await this.storage.runbooks.due(this.clock.now(), 100)) {
        await this.service.fire(step).catch((error: unknown) => {
          if (!(error instanceof Kill)) throw error;
        });
      }
      await this.deliver(left);
      this.clock.turn(10 * MINUTE);
    }
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
        // One that a kill has cut short is found, and not said again.
        if (kind === 'runbook_message') this.posted.set(work, (this.posted.get(work) ?? 0) + 1);
        if (this.fates.pop() === 'after') continue;
        await deliveries.finish(delivery, { channelId: 'C0000000001', ts: `${1_700_000_000 + id}.000001` }, now);
      }
    }
  }
}

const step = fc.constantFrom(
  { action: 'add_note' },
  { action: 'set_urgency', urgency: 'LOW' },
  { action: 'set_urgency', urgency: 'HIGH' },
  { action: 'slack.send_message', channel: '#incidents' },
  { action: 'slack.create_thread', channel: '#[incident.channel]', thread_updates: true },
  { action: 'wait', at_most: '30m' },
  { action: 'wait', at_most: '1h', until: 'acknowledged' },
);

test('whenever the app is killed, each step has its effect once, and all that can be reached are done', async () => {
  const clock = new HandTurnedClock(Date.UTC(2026, 10, 27));
  const storage = await tempStorage(clock);
  await storage.connections.primary();
  const world = new World(storage, clock);
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
          ...(one.action.startsWith('slack') && { message: `message ${count}.${index}` }),
        }));
        const yaml = JSON.stringify({
          workspace: { default_channel: '#incidents' },
          services: [{ name }],
          runbooks: [{ name, trigger: { on: 'opened', services: [name] }, steps }],
        });
        await applySettings(storage.settingsWriter, yaml, { by: OPERATOR, prune: false, dryRun: false });
        const service = await storage.settings.serviceByName(name);
        const report = { title: name, description: null, urgency: 'HIGH', serviceId: service?.id ?? null } as const;
        const rest = { components: [], source: null, url: null, details: null, dedupKey: name };
        const outcome = await world.incidents.report({ ...report, ...rest }, MONITOR);
        if (outcome.kind !== 'opened') throw new Error('it was not opened');
        const before = new Map(world.posted);
        await world.run(fates, refusals);

        const { number } = outcome.incident;
        const [run] = await storage.runbooks.progress(number);
        const states = run?.steps.map(({ state }) => state) ?? [];
        expect({ run: run?.state, open: states.filter((state) => !ENDED.has(state)) }).toEqual({
          run: 'done',
          open: [],
        });
        const notes = (await storage.incidents.timeline(number)).flatMap(({ fact }) =>
          fact.kind === 'note_added' ? [fact.text] : [],
        );
        const expected = steps.flatMap((one) => ('text' in one ? [one.text] : []));
        expect(notes).toEqual(expected);
        const said = states.filter((state, index) => state === 'done' && kinds[index]?.action.startsWith('slack'));
        expect(world.posted.size - before.size).toBe(said.length);
      },
    ),
    runs(25),
  );
});

const ENDED: ReadonlySet<StepState> = new Set(['done', 'failed', 'skipped']);

test('as many of one runbook run at once as may; the others wait, and none is forgotten', async () => {
  const clock = new HandTurnedClock(Date.UTC(2026, 10, 27));
  const storage = await tempStorage(clock);
  await storage.connections.primary();
  const world = new World(storage, clock);
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
  const numbers: number[] = [];
  for (const title of ['a', 'b', 'c', 'd', 'e']) {
    const rest = { description: null, serviceId: null, components: [], source: null, url: null, details: null };
    const outcome = await world.incidents.report({ title, urgency: 'HIGH', dedupKey: title, ...rest }, MONITOR);
    if (outcome.kind === 'opened') numbers.push(outcome.incident.number);
  }
  const states = async () =>
    (await Promise.all(numbers.map((number) => storage.runbooks.progress(number)))).map(([run]) => run?.state);
  expect(await states()).toEqual(['running', 'running', 'waiting', 'waiting', 'waiting']);
  await world.incidents.execute(numbers[2] ?? 0, { type: 'resolve', note: null }, MONITOR);
  world.clock.turn(HOUR);
  await world.run([], []);
  expect(await states()).toEqual(['done', 'done', 'cancelled', 'done', 'done']);
});
