import type { Head } from '../types.ts';

/** Of so many calls, one goes to whoever has waited longest. */
export const ONE_IN = 10;

/** What shares a budget: the calls of one method in one workspace. */
type Call = Pick<Head, 'connectionId' | 'method'>;

/**
 * The most urgent go first, but not for ever: of ten calls, one is for the delivery that has waited longest, whatever its
 * priority. So whatever waits moves up, call by call, until its turn comes. It is counted in calls and in the order of the
 * table, and not in minutes: a clock that is set changes nothing, nor does a restart. Whoever is more urgent, a new HIGH
 * incident or a person, waits at most for one call more in ten.
 */
export class Turns {
  /** By workspace and method: calls of the most urgent since the last of the longest waiting. */
  private readonly urgent = new Map<string, number>();

  /** Those whose turn it is: of each call that is for the longest waiting, the first that may go. `oldest`: oldest first. */
  pick(oldest: Head[], mayGo: (head: Head) => boolean): Head[] {
    const picked = new Map<string, Head>();
    for (const head of oldest) {
      if (!picked.has(keyOf(head)) && this.isForOldest(head) && mayGo(head)) picked.set(keyOf(head), head);
    }
    return [...picked.values()];
  }

  /** Whether the next call is for whoever has waited longest. */
  isForOldest(call: Call): boolean {
    return this.countOf(call) >= ONE_IN - 1;
  }

  /** The most urgent have their turn. */
  gaveUrgent(call: Call): void {
    this.urgent.set(keyOf(call), this.countOf(call) + 1);
  }

  /** Whoever has waited longest has its turn. */
  gaveOldest(call: Call): void {
    this.urgent.set(keyOf(call), 0);
  }

  /** It had no use for it: the next who has waited longest has it. */
  oldestGaveBack(call: Call): void {
    this.urgent.set(keyOf(call), ONE_IN - 1);
  }

  private countOf(call: Call): number {
    return this.urgent.get(keyOf(call)) ?? 0;
  }
}

function keyOf({ connectionId, method }: Call): string {
  return `${connectionId} ${method}`;
}
