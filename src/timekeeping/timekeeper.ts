import { type Clock, SECOND, type UtcMs } from '../lib/clock.ts';
import type { Machine, MachineTime } from './machine.ts';
import type { ClockRecord } from './store.ts';

/** Less than this is how clocks are kept right. */
const SET = SECOND;

/** The wall clock was set, and the timekeeper does not show it yet. */
export interface WallClockSet {
  /** By how many milliseconds; less than 0: back. */
  by: number;
  /** What the timekeeper shows. */
  at: UtcMs;
  /** From now on it shows what the wall clock does. @returns how it goes then. */
  adopt(): ClockRecord;
  /** It goes on as it did before. */
  undo(): void;
}

/**
 * The clock of everything on the database. It shows what the wall clock shows, as long as that goes on evenly. When the
 * wall clock is set, it goes on as if nothing had happened, until whoever has moved along all that counts a span of time
 * has it adopt the new time: so nothing is ever counted partly by one clock and partly by the other. Time for which the
 * machine slept has passed like any other.
 */
export class Timekeeper implements Clock {
  private slept: number;

  private constructor(
    private readonly machine: Machine,
    /** How far it is ahead of what the machine has run. */
    private ahead: number,
  ) {
    this.slept = machine.slept();
  }

  /**
   * Goes on where the clock of the database was, whatever became of the wall clock meanwhile. After a start of the machine
   * nobody can tell how much time has passed; then it believes the wall clock, unless that shows what is long over.
   */
  static from(machine: Machine, last: ClockRecord | null): Timekeeper {
    const { wall, running } = machine.read();
    if (last && machine.boot !== null && last.boot === machine.boot) {
      const slept = machine.slept() - last.slept;
      return new Timekeeper(machine, last.ahead + (slept >= SET ? slept : 0));
    }
    return new Timekeeper(machine, Math.max(wall, last?.seenAt ?? wall) - running);
  }

  now(): UtcMs {
    const time = this.machine.read();
    this.follow(time);
    return Math.round(time.running + this.ahead);
  }

  /** Null as long as the wall clock goes evenly. */
  wallClockSet(): WallClockSet | null {
    const time = this.machine.read();
    if (this.follow(time)) {
      this.slept = this.machine.slept();
      return null;
    }
    const before = this.ahead;
    const after = time.wall - time.running;
    return {
      by: Math.round(after - before),
      at: Math.round(time.running + before),
      adopt: () => {
        this.ahead = after;
        return this.record();
      },
      undo: () => {
        this.ahead = before;
      },
    };
  }

  record(): ClockRecord {
    const seenAt = this.now();
    return { boot: this.machine.boot, ahead: Math.round(this.ahead), slept: Math.round(this.slept), seenAt };
  }

  /** @returns whether the wall clock has gone evenly. */
  private follow(time: MachineTime): boolean {
    if (this.keepUp(time)) return true;
    const slept = this.machine.slept();
    if (slept - this.slept < SET) return false;
    this.ahead += slept - this.slept;
    this.slept = slept;
    return this.keepUp(time);
  }

  private keepUp({ wall, running }: MachineTime): boolean {
    if (Math.abs(wall - running - this.ahead) >= SET) return false;
    this.ahead = wall - running;
    return true;
  }
}
