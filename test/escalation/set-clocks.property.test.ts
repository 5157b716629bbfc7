import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TimerKind } from '../../src/incidents/timers.ts';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { runs } from '../runs.ts';
import { JANE, QuietHouse } from './quiet-house.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  sla: { HIGH: { resolve: 50m } }
  acknowledge_reminder: 15m
users:
  - { name: Jane Doe, email: jane@example.com }
escalation_policies:
  - { name: payments, steps: [{ after: 10m, notify: [user:jane@example.com] }] }
services:
  - { name: Payment API, escalation_policy: payments }
`;
const NOON = '2026-01-07T11:00:00Z';

type Step =
  | { does: 'open' }
  | { does: 'acknowledge' | 'reopen'; which: number }
  | { does: 'pass' | 'sleep'; ms: number }
  | { does: 'set'; by: number; isNoticed: boolean }
  | { does: 'restart'; ms: number; by: number };

// Whole seconds: less is how clocks are kept right, and simply followed.
const seconds = (min: number, max: number) =>
  fc.integer({ min: min / SECOND, max: max / SECOND }).map((s) => s * SECOND);
const span = seconds(0, 20 * MINUTE);
const set = seconds(-3 * HOUR, 3 * HOUR);
const which = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('open' as const) }),
  fc.record({ does: fc.constantFrom('acknowledge' as const, 'reopen' as const), which }),
  fc.record({ does: fc.constant('pass' as const), ms: span }),
  fc.record({ does: fc.constant('sleep' as const), ms: span }),
  fc.record({ does: fc.constant('set' as const), by: set, isNoticed: fc.boolean() }),
  fc.record({ does: fc.constant('restart' as const), ms: span, by: set }),
);

/** What is due when, by the time that has really passed. */
class Expected {
  private readonly due = new Map<string, number>();
  readonly fired: string[] = [];

  set(number: number, kind: TimerKind, at: number): void {
    this.due.set(`${number} ${kind}`, at);
  }

  cancel(number: number, ...kinds: TimerKind[]): void {
    for (const kind of kinds) this.due.delete(`${number} ${kind}`);
  }

  /** Everything that is due by `end` fires at its time; where nothing could fire until `end`, then. */
  until(end: number, couldFire: boolean): void {
    for (;;) {
      const next = [...this.due].filter(([, at]) => at <= end).sort(([, a], [, b]) => a - b)[0];
      if (!next) return;
      const [key, at] = next;
      this.due.delete(key);
      const age = couldFire ? at : end;
      this.fired.push(`${key} ${age}`);
      this.follows(key, age);
    }
  }

  /** What an incident's timer, fired or not, brings about. */
  private follows(key: string, age: number): void {
    const number = Number(key.split(' ')[0]);
    // A deadline that has passed is noted with whatever happens first.
    const deadline = this.due.get(`${number} sla_resolve`);
    if (deadline !== undefined && deadline <= age) this.cancel(number, 'sla_resolve');
    if (key.endsWith('remind')) this.set(number, 'take_back', age + 15 * MINUTE);
    if (key.endsWith('take_back')) this.set(number, 'escalate', age + 10 * MINUTE);
  }
}

test('whatever becomes of the wall clock, whatever waits for a span of time waits for just that, and fires once', async () => {
  const house = await QuietHouse.open(NOON, SETTINGS, { 'jane@example.com': 'jane' });
  let titles = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      house.fired.length = 0;
      const expected = new Expected();
      const numbers: number[] = [];
      const open = async () => {
        const { number } = await house.open(`Incident ${++titles}`);
        numbers.push(number);
        expected.set(number, 'escalate', house.age + 10 * MINUTE);
        expected.set(number, 'sla_resolve', house.age + 50 * MINUTE);
      };
      await open();
      for (const one of steps) {
        switch (one.does) {
          case 'open':
            await open();
            break;
          case 'acknowledge':
          case 'reopen': {
            const number = numbers[one.which % numbers.length] ?? 0;
            const { kind } = await house.does(JANE, number, { type: one.does });
            if (kind !== 'done') break;
            expected.cancel(number, 'escalate', 'remind', 'take_back');
            const follows = one.does === 'reopen' ? (['escalate', 10] as const) : (['remind', 15] as const);
            expected.set(number, follows[0], house.age + follows[1] * MINUTE);
            break;
          }
          case 'pass':
            await house.passes(one.ms);
            expected.until(house.age, true);
            break;
          case 'sleep':
            await house.sleepsFor(one.ms);
            expected.until(house.age, false);
            break;
          case 'set':
            await house.wallClockIsSet(one.by, one.isNoticed);
            break;
          case 'restart':
            await house.isDownFor(one.ms, { setBy: one.by });
            expected.until(house.age, false);
            break;
        }
      }
      for (const number of numbers) await house.does(JANE, number, { type: 'resolve', note: null });
      const fired = house.fired.map(({ number, kind, age }) => `${number} ${kind} ${Math.round(age)}`);
      expect(fired.sort()).toEqual(expected.fired.sort());
    }),
    runs(5),
  );
});
