import { IANAZone } from 'luxon';

const QUARTER_MS = 15 * 60_000;

/** Asking the runtime for an offset takes longer than drawing a message, and offsets change at quarters of an hour only. */
class SteadyZone extends IANAZone {
  readonly #offsets = new Map<number, number>();

  override offset(epochMs: number): number {
    const quarter = Math.floor(epochMs / QUARTER_MS);
    const offset = this.#offsets.get(quarter) ?? super.offset(epochMs);
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

const zones = new Map<string, SteadyZone>();

export function steadyZone(name: string): IANAZone {
  const zone = zones.get(name) ?? new SteadyZone(name);
  zones.set(name, zone);
  return zone;
}
