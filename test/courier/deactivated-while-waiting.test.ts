import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE } from '../../src/lib/clock.ts';
import { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const ATTEMPTS = ['job', 'begin', 'post', 'execute'].flatMap((operation) => [
  { operation, when: 'before' as const },
  { operation, when: 'after' as const },
]);

/** Slack is away just when Jane is paged; by the time that it is back, her account has been deactivated. */
async function pageWaits(): Promise<number> {
  world.slack.outage = true;
  const number = await world.trigger('down', 'HIGH', 'Climbed');
  await world.fireDue();
  await world.tick(10);
  world.slack.closed.set('@jane@example.com', 'user_is_deactivated');
  world.slack.outage = false;
  return number;
}

const facts = async (number: number) => (await world.stores.incidents.timeline(number)).map(({ fact }) => fact.kind);
const toBob = () => world.slack.messages.filter(({ channelId }) => channelId === '@bob@example.com');

describe('somebody whose account is deactivated while their page waits for Slack', () => {
  test.each(ATTEMPTS)(
    'is passed by at once, and said so once, whenever the process is killed: $when $operation',
    async (death) => {
      const number = await pageWaits();
      world.deathAt = death;
      await world.settle();
      world.deathAt = null;
      expect((await facts(number)).filter((kind) => kind === 'page_failed')).toHaveLength(1);
      await world.fireDue();
      await world.settle();
      expect(toBob()).toHaveLength(1);
      expect(world.clock.time).toBeLessThan(Date.UTC(2026, 0, 5, 12) + 5 * MINUTE);
    },
  );

  test('is not said of an incident that was acknowledged meanwhile: the page is taken back', async () => {
    const number = await pageWaits();
    await world.command(number, { type: 'acknowledge' });
    await world.settle();
    await world.fireDue();
    await world.settle();
    expect(toBob()).toEqual([]);
    expect((await facts(number)).filter((kind) => kind === 'escalated')).toHaveLength(1);
  });
});
