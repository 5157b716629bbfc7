import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Stopwatch } from '../lib/clock.ts';
import { isGone, lookAt, type ProcessIdentity, type ProcessLook, thisProcess } from './process-identity.ts';
import type { HeldLease } from './store.ts';

/** A holder that shows nothing for this long is dead. Measured by whoever waits, so no clock has to agree with another. */
const EXPIRY = 15 * SECOND;
const LOOK_EVERY = 250;

/** How the holder of a lease is watched. */
export interface Watch {
  stopwatch: Stopwatch;
  process?: ProcessIdentity;
  look?: (pid: number) => ProcessLook;
  pause?: (milliseconds: number) => Promise<void>;
  /** Told once, when the holder can't be seen and a sign of life is waited for. */
  onWait?: (held: HeldLease) => void;
}

/** The lease as it was seen last, and whether its holder lives. */
export type Watched = { isAlive: true; lease: HeldLease } | { isAlive: false; lease: HeldLease | null };

/** A holder that has certainly ended is dead at once; of one that can't be seen it is waited for a sign of life. */
export async function watchHolder(
  current: () => Promise<HeldLease | null>,
  { stopwatch, process = thisProcess(), look = lookAt, pause = (ms) => sleep(ms), onWait = () => {} }: Watch,
): Promise<Watched> {
  const since = stopwatch.elapsed();
  const first = await current();
  const isFree = (seen: HeldLease) => isGone(seen.process, process, look) || stopwatch.elapsed() - since >= EXPIRY;
  if (first && !isFree(first)) onWait(first);
  let seen = first;
  while (seen !== null && !isFree(seen)) {
    await pause(LOOK_EVERY);
    seen = await current();
    if (seen && showsLife(first, seen)) return { isAlive: true, lease: seen };
  }
  return { isAlive: false, lease: seen };
}

export function showsLife(before: HeldLease | null, after: HeldLease): boolean {
  return after.holder !== before?.holder || after.beat !== before.beat;
}
