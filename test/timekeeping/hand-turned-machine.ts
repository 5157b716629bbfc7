import type { UtcMs } from '../../src/lib/clock.ts';
import type { Machine, MachineTime } from '../../src/timekeeping/machine.ts';

/** A machine whose time is turned by hand, and whose wall clock may be set. */
export class HandTurnedMachine implements Machine {
  boot: string | null = 'first boot';
  private running = 5_000;
  private asleep = 0;

  constructor(private wall: UtcMs) {}

  read(): MachineTime {
    return { wall: this.wall, running: this.running };
  }

  slept(): number {
    return this.asleep;
  }

  passes(ms: number): void {
    this.wall += ms;
    this.running += ms;
  }

  sleeps(ms: number): void {
    this.wall += ms;
    this.asleep += ms;
  }

  /** Somebody, or NTP, sets the wall clock. */
  isSet(by: number): void {
    this.wall += by;
  }

  reboots(): void {
    this.boot = `after ${this.boot}`;
    this.running = 0;
    this.asleep = 0;
  }
}
