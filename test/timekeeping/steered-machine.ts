import { type Machine, type MachineTime, thisMachine } from '../../src/timekeeping/machine.ts';

/** This machine, on which time goes on by itself, and can be hurried. */
export class SteeredMachine implements Machine {
  private readonly machine = thisMachine();
  readonly boot = this.machine.boot;
  private ahead: MachineTime = { wall: 0, running: 0 };

  read(): MachineTime {
    const { wall, running } = this.machine.read();
    return { wall: wall + this.ahead.wall, running: running + this.ahead.running };
  }

  slept(): number {
    return this.machine.slept();
  }

  /** So much time passes at once. */
  passes(ms: number): void {
    this.ahead = { wall: this.ahead.wall + ms, running: this.ahead.running + ms };
  }

  /** Somebody, or NTP, sets the wall clock. */
  isSet(by: number): void {
    this.ahead = { ...this.ahead, wall: this.ahead.wall + by };
  }
}
