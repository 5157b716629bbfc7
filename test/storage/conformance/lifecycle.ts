import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TimerChange } from '../../../src/incidents/change.ts';
import type { Command } from '../../../src/incidents/commands.ts';
import type { Fact } from '../../../src/incidents/timeline.ts';
import { type Incident, STATUSES } from '../../../src/incidents/types.ts';
import { HOUR, MINUTE, type UtcMs } from '../../../src/lib/clock.ts';
import { URGENCIES } from '../../../src/oncall/urgency.ts';
import { runs } from '../../runs.ts';
import { type Fixture, MONITOR } from './fixture.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents", acknowledge_reminder: 30m }
users: [{ name: Bob, email: bob@example.com }]
escalation_policies: [{ name: bob, repeat: 1, steps: [{ after: 5m, notify: [user:bob@example.com] }] }]
services: [{ name: Payments, escalation_policy: bob, sla: { HIGH: { acknowledge: 20m, resolve: 2h } } }]
`;
const SERVICE = 'Payments';
const FAR = 10_000 * HOUR;

/** `snooze`: for so many minutes from then. */
type Wanted = Exclude<Command, { type: 'snooze' }> | { type: 'snooze'; minutes: number };

interface Step {
  /** Of the incidents there are; one that is not there is opened. */
  which: number;
  /** Minutes after the step before. */
  after: number;
  wanted: Wanted;
  isByMonitor: boolean;
}

const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  fc.constantFrom<Wanted>(
    { type: 'acknowledge' },
    { type: 'reopen' },
    { type: 'wake' },
    { type: 'restart_escalation' },
    { type: 'check_sla' },
    { type: 'remind' },
    { type: 'confirm' },
    { type: 'take_back' },
  ),
  fc.record({ type: fc.constant('resolve' as const), note: fc.option(fc.string({ unit: 'grapheme' })) }),
  fc.record({ type: fc.constant('snooze' as const), minutes: fc.integer({ min: 0, max: 600 }) }),
  fc.record({ type: fc.constant('note' as const), text: fc.string({ unit: 'grapheme' }) }),
  fc.record({
    type: fc.constant('repeat_alert' as const),
    urgency: fc.constantFrom(...URGENCIES),
    title: fc.string({ unit: 'grapheme' }),
  }),
);
const step: fc.Arbitrary<Step> = fc.record({
  which: fc.integer({ min: 1, max: 3 }),
  after: fc.constantFrom(0, 1, 10, 45),
  wanted,
  isByMonitor: fc.boolean(),
});

/** Incidents, timelines and timers in memory, by decisions alone. */
class Model {
  readonly incidents = new Map<number, Incident>();
  readonly facts = new Map<number, Fact['kind'][]>();
  readonly timers = new Map<string, UtcMs>();

  write(incident: Incident, kinds: Fact['kind'][], { set, cancel }: TimerChange): void {
    const { number } = incident;
    this.incidents.set(number, incident);
    const kept = kinds.filter((kind) => kind !== 'alert_repeated');
    this.facts.set(number, [...(this.facts.get(number) ?? []), ...kept]);
    for (const kind of cancel) this.timers.delete(`INC-${number} ${kind}`);
    for (const { kind, dueAt } of set) this.timers.set(`INC-${number} ${kind}`, dueAt);
  }

  /** Another incident that is not over and has the dedup key. */
  holderOf({ number, dedupKey, serviceId, state }: Incident): number | undefined {
    if (state.status === 'RESOLVED') return undefined;
    const others = [...this.incidents.values()].filter((one) => one.number !== number);
    return others.find(
      (one) => one.dedupKey === dedupKey && one.serviceId === serviceId && one.state.status !== 'RESOLVED',
    )?.number;
  }
}

export function lifecycle(fixture: () => Fixture): void {
  test('leaves incidents, timelines and timers as the decisions say', async () => {
    const world = fixture();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await world.reset();
        await world.apply(SETTINGS);
        const model = new Model();
        for (const one of steps) await take(world, model, one);
        await compare(world, model);
      }),
      runs(12),
    );
  });
}

async function take(world: Fixture, model: Model, { which, after, wanted, isByMonitor }: Step): Promise<void> {
  world.passes(after * MINUTE);
  const actor = isByMonitor ? MONITOR : world.person('jane');
  const incident = model.incidents.get(which);
  if (!incident) return openAnother(world, model);
  const command: Command =
    wanted.type === 'snooze' ? { type: 'snooze', until: world.clock.time + wanted.minutes * MINUTE } : wanted;
  const decision = await world.decision(command, incident, actor);
  const result = await world.tryTo(command, which, {}, actor);
  if (!decision.ok) {
    const { rejection } = decision;
    expect(result).toEqual({ ok: false, reason: 'rejected', incident, rejection });
    return;
  }
  const { change } = decision;
  const holder = model.holderOf(change.incident);
  if (holder !== undefined) {
    expect(result).toMatchObject({ ok: false, reason: 'dedup_key_taken', number: holder });
    return;
  }
  expect(result).toEqual({ ok: true, incident: change.incident });
  const kinds = change.events.map(({ fact }) => fact.kind);
  model.write(change.incident, kinds, change.timers);
}

/** All have the same dedup key: one at most is not over. */
async function openAnother(world: Fixture, model: Model): Promise<void> {
  const serviceId = await world.serviceId(SERVICE);
  const report = { dedupKey: 'disk', serviceId };
  const live = [...model.incidents.values()].find(({ state }) => state.status !== 'RESOLVED');
  if (live) {
    expect(await world.storage.incidents.findByDedupKey('disk', serviceId)).toEqual(live);
    return;
  }
  const incident = await world.open(report);
  expect(incident.number).toBe(model.incidents.size + 1);
  const now = world.clock.time;
  const due = { escalate: now + 5 * MINUTE, sla_acknowledge: now + 20 * MINUTE, sla_resolve: now + 2 * HOUR };
  const set = Object.entries(due).map(([kind, dueAt]) => ({ kind: kind as keyof typeof due, dueAt }));
  model.write(incident, ['triggered'], { set, cancel: [] });
}

async function compare(world: Fixture, model: Model): Promise<void> {
  const { incidents, timers } = world.storage;
  const kept = await incidents.list({ statuses: STATUSES, order: 'newest', limit: 100, offset: 0 });
  expect(kept.incidents.reverse()).toEqual([...model.incidents.values()]);
  for (const [number, kinds] of model.facts) expect(await world.story(number)).toEqual(kinds);
  const due = await timers.due(world.clock.time + FAR, 100);
  expect(new Map(due.map(({ incidentNumber, kind, dueAt }) => [`INC-${incidentNumber} ${kind}`, dueAt]))).toEqual(
    model.timers,
  );
  const live = await incidents.findByDedupKey('disk', await world.serviceId(SERVICE));
  expect(live).toEqual([...model.incidents.values()].find(({ state }) => state.status !== 'RESOLVED') ?? null);
}
