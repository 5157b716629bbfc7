import type { UtcMs } from '../lib/clock.ts';

/** A time in which work is done on a service: what happens to it is recorded, and nobody is paged. `to` is not included. */
export interface MaintenanceSpan {
  from: UtcMs;
  to: UtcMs;
}

/** When the maintenance of a service is over; null when there is none now. Spans that meet are one. */
export function maintenanceUntil(spans: readonly MaintenanceSpan[], now: UtcMs): UtcMs | null {
  let until = now;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from <= until && to > until) until = to;
  }
  return until > now ? until : null;
}
