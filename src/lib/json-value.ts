/** An object as JSON has them: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The most that is kept of a value of any size. */
export interface Bounds {
  /** Lists and objects inside each other. */
  depth: number;
  /** Lists, objects and what is in them, all counted. */
  values: number;
}

/** Whether a value read from JSON keeps to the bounds; looks no further than they reach. */
export function isWithin(value: unknown, { depth, values }: Bounds): boolean {
  const open = [{ value, level: 0 }];
  let counted = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    if (++counted > values) return false;
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.level === depth) return false;
    const inside = Object.values(next.value);
    if (counted + open.length + inside.length > values) return false;
    for (const one of inside) open.push({ value: one, level: next.level + 1 });
  }
  return true;
}
