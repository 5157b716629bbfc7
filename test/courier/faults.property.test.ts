import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AskedCommand } from '../../src/incidents/commands.ts';
import { DAY, HOUR } from '../../src/lib/clock.ts';
import type { StorageTrouble } from '../../src/lib/storage-failure.ts';
import { runs } from '../runs.ts';
import type { Mishap } from './model-slack.ts';
import { World } from './world.ts';

/** What the process may be in the middle of when it is killed. */
const OPERATIONS = [
  'heads',
  'delivery',
  'job',
  'gather',
  'begin',
  'settledAsUnsent',
  'finish',
  'postpone',
  'channelClosed',
  'reroute',
  'repost',
  'editRefused',
  'channelId',
  'post',
  'update',
  'find',
  'card',
  'line',
  'storm',
  'stormLines',
  'stormEnd',
] as const;

type Step =
  | { kind: 'trigger'; count: number; urgency: 'HIGH' | 'LOW' }
  | { kind: 'repeat'; pick: number }
  | { kind: 'command'; pick: number; command: AskedCommand }
  | { kind: 'mishaps'; mishaps: (Mishap | null)[] }
  | { kind: 'storage'; troubles: (StorageTrouble | null)[] }
  | { kind: 'delete'; pick: number }
  | { kind: 'close' | 'open' | 'kick' }
  | { kind: 'edits'; refused: 'no' | 'yes' }
  | { kind: 'poison'; pick: number; how: 'filtered' | 'undrawable' }
  | { kind: 'restart' }
  | { kind: 'die'; operation: (typeof OPERATIONS)[number]; when: 'before' | 'after' }
  | { kind: 'clock'; by: number }
  | { kind: 'time'; turns: number; each: number };

const command: fc.Arbitrary<AskedCommand> = fc.constantFrom<AskedCommand>(
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
  'stumbled_before',
  'stumbled_after',
);
const trouble = fc.constantFrom<StorageTrouble | null>(null, 'full', 'busy');
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
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat'), pick: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('storage'), troubles: fc.array(trouble, { maxLength: 12 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), pick: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close', 'open', 'kick') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edits'), refused: fc.constantFrom('no', 'yes') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('poison'),
      pick: fc.nat(50),
      how: fc.constantFrom('filtered', 'undrawable'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('die'),
      operation: fc.constantFrom(...OPERATIONS),
      when: fc.constantFrom('before', 'after'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock'), by: fc.constantFrom(-3 * HOUR, -HOUR, HOUR, DAY) }) },
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

/** What has happened that changes what may be expected. */
interface Past {
  wasDeleted: boolean;
  wasClosed: boolean;
  wasKicked: boolean;
  wasFixed: boolean;
  wasPoisoned: boolean;
}

/** Does it; the last incident that was opened is the highest number. */
async function perform(world: World, step: Step, opened: number[], past: Past): Promise<void> {
  const picked = 'pick' in step ? opened[step.pick % opened.length] : undefined;
  switch (step.kind) {
    case 'trigger':
      opened.push(...(await world.burst(`alert ${opened.length}`, step.count, step.urgency)));
      return;
    case 'repeat': {
      const incident = picked === undefined ? null : await world.stores.incidents.get(picked);
      if (!incident) return;
      const number = await world.trigger(incident.title);
      if (!opened.includes(number)) opened.push(number);
      return;
    }
    case 'command':
      if (picked !== undefined) await world.command(picked, step.command);
      return;
    case 'mishaps':
      world.slack.mishaps.push(...step.mishaps);
      return;
    case 'storage':
      world.storageTroubles.push(...step.troubles);
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
    case 'kick':
      // Put out again as soon as it has joined, the app takes the channel for closed.
      past.wasClosed ||= past.wasKicked;
      past.wasKicked = true;
      world.slack.kickedFrom.add('#web');
      return;
    case 'edits':
      world.slack.editsRefused = step.refused;
      past.wasFixed ||= step.refused === 'yes';
      return;
    case 'poison':
      if (picked === undefined) return;
      if (step.how === 'filtered') world.slack.poison = `INC-${picked} `;
      else world.undrawable = `INC-${picked} `;
      past.wasPoisoned = true;
      return;
    case 'restart':
      return world.restart();
    case 'die':
      world.deathAt = step;
      return;
    case 'clock':
      world.clock.time += step.by;
      return;
    case 'time':
      return world.tick(step.turns, step.each);
  }
}

/** All is well again: what is owed arrives now. */
function heal(world: World): void {
  world.slack.closed.clear();
  world.slack.mishaps = [];
  world.slack.editsRefused = 'no';
  world.slack.poison = null;
  world.undrawable = null;
  world.deathAt = null;
  world.storageTroubles = [];
}

/** Incidents of which something was set aside. */
async function setAside(world: World, { wasPoisoned }: Past): Promise<Set<number>> {
  const { deliveries, storms } = world.stores;
  const numbers = new Set<number>();
  for (const { task, error } of await deliveries.failed(1_000)) {
    if (!wasPoisoned) throw new Error(`a delivery failed: ${error} ${JSON.stringify(task)}`);
    expect(error).toMatch(/^set_aside:|^card_not_posted$/);
    const job = await deliveries.job(task);
    if (job?.about?.kind === 'card') numbers.add(job.about.place.incidentNumber);
    if (job?.about?.kind === 'storm') {
      const members = await storms.members(job.about.place.id, { order: 'opened', limit: 10_000, offset: 0 });
      for (const { number } of members) numbers.add(number);
    }
  }
  return numbers;
}

function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}

/** What has to hold once Slack is well again and nothing is owed to it any more. */
async function check(world: World, opened: number[], past: Past): Promise<void> {
  const { slack, stores } = world;
  const excused = await setAside(world, past);
  const known = slack.messages.filter(({ isUnknown }) => !isUnknown);
  for (const number of opened) {
    if (excused.has(number)) continue;
    const incident = await stores.incidents.get(number);
    const cards = await world.cardsOf(number);
    const places = new Set(cards.map(({ ts }) => ts));
    const homes = known.filter(({ threadTs, text }) => threadTs === null && text.includes(`[INC-${number} `));
    if (!past.wasDeleted) {
      expect(homes.filter(({ ts }) => places.has(ts))).toHaveLength(places.size);
      // Only a channel that was closed, or a message that could not be changed, may be no card's any more. Posted anew once, an
      // incident may come into a storm, whose message can't be changed either and is posted anew once as well.
      if (past.wasFixed || past.wasClosed)
        expect(homes.length).toBeLessThanOrEqual(places.size * (past.wasClosed ? 4 : 3));
      else expect(homes).toHaveLength(places.size);
    }
    for (const { ts, text } of homes) {
      const isCurrent = cards.some((card) => card.ts === ts);
      if (isCurrent && !past.wasFixed) expect(text).toContain(`[INC-${number} v${incident?.version}]`);
    }
    const said = (await stores.incidents.timeline(number)).filter(({ fact }) => fact.kind !== 'triggered');
    for (const { id } of said) {
      const lines = known.filter(({ text }) => text.includes(`event ${id})`));
      // Once for each card; lines in a thread that somebody deleted are gone with it.
      if (past.wasDeleted) expect(lines.length).toBeLessThanOrEqual(cards.length);
      else expect(lines).toHaveLength(cards.length);
    }
  }
  for (const root of slack.roots()) {
    const replies = slack.repliesTo(root).filter(({ isUnknown }) => !isUnknown);
    const events = replies.flatMap(({ text }) => numbersIn(text, /event (\d+)\)/g));
    const byIncident = new Map<number, number[]>();
    for (const { text } of replies) {
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
    fc.asyncProperty(fc.nat(), fc.array(step, { minLength: 5, maxLength: 40 }), async (seed, steps) => {
      const world = await World.open({ seed });
      const opened: number[] = [];
      const past: Past = {
        wasDeleted: false,
        wasClosed: false,
        wasKicked: false,
        wasFixed: false,
        wasPoisoned: false,
      };
      try {
        for (const one of steps) await perform(world, one, opened, past);
        heal(world);
        await world.settle();
        await check(world, opened, past);
      } finally {
        await world.close();
      }
    }),
    runs(15),
  );
});
