import { readFileSync, readlinkSync } from 'node:fs';
import { bootId } from '../lib/boot-id.ts';
import { SECOND, type UtcMs } from '../lib/clock.ts';

/** What the machine shows at one moment. */
export interface MachineTime {
  /** The wall clock, which may be set at any time. */
  wall: UtcMs;
  /** For how many milliseconds the machine has run, the same for every process on it. Stands still while it sleeps. */
  running: number;
}

/** How the machine counts time. */
export interface Machine {
  /** Which start of the machine this is; null where it does not tell, and `running` then is only this process's. */
  readonly boot: string | null;
  read(): MachineTime;
  /** For how long the machine has slept, up to a constant; always 0 where `running` counts it or nobody tells. */
  slept(): number;
}

export function thisMachine(): Machine {
  return { boot: boot(), read: () => ({ wall: Date.now(), running: running() }), slept };
}

/** CLOCK_MONOTONIC on Linux. */
function running(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Linux tells in /proc/uptime how long ago the machine started, sleep included. */
function slept(): number {
  try {
    const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ');
    const sinceBoot = Number(uptime) * SECOND;
    return Number.isFinite(sinceBoot) ? sinceBoot - running() : 0;
  } catch {
    return 0;
  }
}

/** Containers may be given a time of their own. https://man7.org/linux/man-pages/man7/time_namespaces.7.html */
function boot(): string | null {
  const id = bootId();
  if (id === null) return null;
  try {
    return `${id} ${readlinkSync('/proc/self/ns/time')}`;
  } catch {
    return id; // Linux before 5.6 knows of none
  }
}
