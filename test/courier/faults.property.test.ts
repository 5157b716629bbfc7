import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/incidents/commands.ts';
import { runs } from '../runs.ts';
import type { Mishap } from './model-slack.ts';
import { World } from './world.ts';

type Step =
  | { kind: 'trigger'; count: number; urgency: 'HIGH' | 'LOW' }
  | { kind: 'command'; pick: number; command: Command }
  | { kind: 'mishaps'; mishaps: (Mishap | null)[] }
  | { kind: 'delete'; pick: number }
  | { kind: 'close' | 'open' }
  | { kind: 'restart' }
  | { kind: 'time'; turns: number; each: number };

const command: fc.Arbitrary<Command> = fc.constantFrom<Command>(
  { type: 'acknowledge' },
  { type: 'resolve', note: null },
  { type: 'reopen' },
);
const mishap = fc.constantFrom<Mishap | null>(
  null,
  'rate_limited',
  'unreachable',
  'lost_before',
  'lost_after',
  'stumbled_after',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('trigger'),
      count: fc.integer({ min: 1, max: 9 }),
      urgency: fc.constantFrom('HIGH', 'LOW'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('command'), pick: fc.nat(50), command }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('mishaps'), mishaps: fc.array(mishap, { maxLength: 15 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), pick: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close', 'open') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time'),
      turns: fc.integer({ min: 1, max: 30 }),
      each: fc.constantFrom(0, 20, 1_000),
    }),
  },
);

/** What has happened to Slack that changes what may be expected. */
interface Past {
  wasDeleted: boolean;
  wasClosed: boolean;
}

/** Does it; the last incident that was opened is the highest number. */
async function perform(world: World, step: Step, opened: number[], past: Past): Promise<void> {
  switch (step.kind) {
    case 'trigger':
      opened.push(...(await world.burst(`alert ${opened.length}`, step.count, step.urgency)));
      return;
    case 'command': {
      const number = opened[step.pick % opened.length];
      if (number !== undefined) await world.command(number, step.command);
      return;
    }
    case 'mishaps':
      world.slack.mishaps.push(...step.mishaps);
      return;
    case 'delete': {
      const roots = world.slack.roots();
      const root = roots[step.pick % roots.length];
      if (root) world.slack.deleteByHand(root.ts);
      past.wasDeleted ||= root !== undefined;
      return;
    }
    case 'close':
      world.slack.closed.set('#web', 'is_archived');
      past.wasClosed = true;
      return;
    case 'open':
      world.slack.closed.clear();
      return;
    case 'restart':
      return world.restart();
    case 'time':
      return world.tick(step.turns, step.each);
  }
}

function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}

/** What has to hold once Slack is well again and nothing is owed to it any more. */
async function check(world: World, opened: number[], { wasDeleted, wasClosed }: Past): Promise<void> {
  const { slack, stores } = world;
  expect((await stores.deliveries.load()).failed).toBe(0);
  for (const number of opened) {
    const incident = await stores.incidents.get(number);
    const cards = await world.cardsOf(number);
    const homes = slack.roots().filter(({ text }) => text.includes(`[INC-${number} `));
    if (!wasDeleted) {
      const places = new Set(cards.map(({ ts }) => ts));
      expect(homes.filter(({ ts }) => places.has(ts))).toHaveLength(places.size);
      // Only a channel that was closed may hold a message that is no card's any more.
      if (!wasClosed) expect(homes).toHaveLength(places.size);
    }
    for (const { ts, text } of homes) {
      if (cards.some((card) => card.ts === ts)) expect(text).toContain(`[INC-${number} v${incident?.version}]`);
    }
    const said = (await stores.incidents.timeline(number)).filter(({ fact }) => fact.kind !== 'triggered');
    for (const { id } of said) {
      const lines = slack.messages.filter(({ text }) => text.includes(`event ${id})`));
      // Once for each card; lines in a thread that somebody deleted are gone with it.
      if (wasDeleted) expect(lines.length).toBeLessThanOrEqual(cards.length);
      else expect(lines).toHaveLength(cards.length);
    }
  }
  for (const root of slack.roots()) {
    const events = slack.repliesTo(root).flatMap(({ text }) => numbersIn(text, /event (\d+)\)/g));
    const byIncident = new Map<number, number[]>();
    for (const { text } of slack.repliesTo(root)) {
      for (const [, number, event] of text.matchAll(/INC-(\d+) event (\d+)/g)) {
        byIncident.set(Number(number), [...(byIncident.get(Number(number)) ?? []), Number(event)]);
      }
    }
    for (const order of byIncident.values()) expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(events).size).toBe(events.length);
  }
}

test('whatever goes wrong, everything arrives: each incident once, each event once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const world = await World.open();
      const opened: number[] = [];
      const past: Past = { wasDeleted: false, wasClosed: false };
      try {
        for (const one of steps) await perform(world, one, opened, past);
        world.slack.closed.clear();
        await world.settle();
        await check(world, opened, past);
      } finally {
        await world.close();
      }
    }),
    runs(15),
  );
});
