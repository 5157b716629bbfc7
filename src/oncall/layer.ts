import { isAllowed, nextRestrictionEdge } from './restrictions.ts';
import { turnLength } from './rotation.ts';
import type { Covered, IsActive, Layer, UserId } from './types.ts';
import { parseLocalDateTime, type WallTime } from './wallclock.ts';

export type Turn = Pick<Covered, 'userId' | 'turnOf'>;

/** Who is on call by this layer alone; null where it covers nothing. */
export function turnAt(layer: Layer, wall: WallTime, isActive: IsActive): Turn | null {
  const start = parseLocalDateTime(layer.start);
  if (wall < start || !isAllowed(layer.restrictions, wall)) return null;
  return takeTurn(layer.users, turnNumber(layer, start, wall), isActive);
}

/** The next wall time at which `turnAt` may change. */
export function nextLayerEdge(layer: Layer, wall: WallTime): WallTime {
  const start = parseLocalDateTime(layer.start);
  if (wall < start) return start;
  const handOff = start + (turnNumber(layer, start, wall) + 1) * turnLength(layer.rotation);
  return Math.min(handOff, nextRestrictionEdge(layer.restrictions, wall));
}

function turnNumber(layer: Layer, start: WallTime, wall: WallTime): number {
  return Math.floor((wall - start) / turnLength(layer.rotation));
}

/** A disabled person's turn passes to the next one who is active; everybody else's turns stay where they are. */
function takeTurn(users: readonly UserId[], turn: number, isActive: IsActive): Turn | null {
  const first = turn % users.length;
  const inOrder = [...users.slice(first), ...users.slice(0, first)];
  const turnOf = inOrder[0];
  const userId = inOrder.find((user) => isActive(user));
  return turnOf === undefined || userId === undefined ? null : { userId, turnOf };
}
