import type { UtcMs } from '../lib/clock.ts';
import { nextLayerEdge, turnAt } from './layer.ts';
import type { Covered, IsActive, OnCall, Override, Schedule } from './types.ts';
import { type WallTime, wallReached, whenReached } from './wallclock.ts';

/**
 * Who is on call at `t`: the one answer behind every page and every display.
 *
 * The last layer that covers `t` wins. A layer all of whose people are disabled covers nothing. Then the overrides
 * speak, in the order they were made; one whose person is disabled is passed over.
 * Throws a RangeError for an unknown zone, start, rotation or time of day.
 */
export function onCallAt(schedule: Schedule, t: UtcMs, isActive: IsActive): OnCall {
  const wall = wallReached(schedule.timezone, t);
  const inForce = schedule.overrides.filter((override) => override.from <= t && t < override.to);
  return (
    inForce
      .filter((override) => isActive(override.userId))
      .reduce(applyOverride, coveredByLayers(schedule, wall, isActive)) ?? { userId: null }
  );
}

/**
 * The next instant after `t` at which somebody else may be on call; Infinity when that never happens.
 * Until then `onCallAt` gives the same answer. Errors as there.
 */
export function nextChange(schedule: Schedule, t: UtcMs): UtcMs {
  const wall = wallReached(schedule.timezone, t);
  const layerEdge = Math.min(...schedule.layers.map((layer) => nextLayerEdge(layer, wall)));
  const overrideEdges = schedule.overrides.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > t);
  const layerChange = Number.isFinite(layerEdge) ? whenReached(schedule.timezone, layerEdge) : Infinity;
  return Math.min(layerChange, ...overrideEdges);
}

function coveredByLayers({ layers }: Schedule, wall: WallTime, isActive: IsActive): Covered | null {
  for (const [index, layer] of [...layers.entries()].reverse()) {
    const turn = turnAt(layer, wall, isActive);
    if (turn) return { ...turn, source: { kind: 'layer', index } };
  }
  return null;
}

/** "B replaces C" takes C's turns, also those that somebody else has taken over already, and what C has taken over. */
function applyOverride(covered: Covered | null, override: Override): Covered | null {
  const { userId, replaces } = override;
  const source = { kind: 'override', override } as const;
  if (replaces === null) return { userId, turnOf: userId, source };
  const isTheirs = covered !== null && (covered.userId === replaces || covered.turnOf === replaces);
  return isTheirs ? { userId, turnOf: covered.turnOf, source } : covered;
}
