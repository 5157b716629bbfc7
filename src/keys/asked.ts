import type { KeyReach } from '../people/key-reach.ts';
import { ruleSetsOf } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import { type Called, connectionCalled } from '../settings/connection-called.ts';

/*
 * What people say of a new key, on the command line or in a form, read by one rule. Each place has its own words for what is not
 * understood.
 */

const MAX_LIMIT = 1_000_000;

/** Requests a minute; null for what is no such number. */
export function readLimit(text: string): number | null {
  const limit = Number(text);
  return Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_LIMIT ? limit : null;
}

/** A set of routing rules by its name, in any case; null where no rule is in one. */
export function findRuleSet(name: string, rules: readonly RoutingRule[]): string | null {
  const wanted = name.trim().toLowerCase();
  return ruleSetsOf(rules).find((set) => set.toLowerCase() === wanted) ?? null;
}

export interface AskedReach {
  /** By the name of a connection, or of a workspace; undefined for none. */
  connection: string | undefined;
  isEverything: boolean;
  /** The key is a service's, which says all of it. */
  isOfService: boolean;
}

/** Whose incidents the key may know of. In doubt, those of the organisation alone. */
export function findReach<C extends Called & { id: number }>(
  { connection, isEverything, isOfService }: AskedReach,
  connections: readonly C[],
): { reach: KeyReach } | { flaw: 'several' | 'unknown' } {
  const said = [connection !== undefined, isEverything, isOfService].filter(Boolean);
  if (said.length > 1) return { flaw: 'several' };
  if (isEverything) return { reach: 'everything' };
  if (connection === undefined) return { reach: 'organisation' };
  const found = connectionCalled(connection, connections);
  return found ? { reach: found.id } : { flaw: 'unknown' };
}
