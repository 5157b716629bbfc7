import type { RoutingRule } from '../../routing/rule.ts';
import type { Drizzle } from './database.ts';
import { readRows, writeDocument } from './documents.ts';

/** The one document that has all rules: their order counts. */
const NAME = 'routing';

/** Only `apply` writes them, after validating them. */
export function readRouting(db: Drizzle): RoutingRule[] {
  const [row] = readRows(db, 'routing');
  const rules = row ? (row.body as Document).rules : [];
  // An older version has kept none of these.
  return rules.map((rule) => ({ ...{ group: null, flapping: null, rule_set: null }, ...rule }));
}

export function writeRouting(db: Drizzle, rules: RoutingRule[]): void {
  const before = readRows(db, 'routing').length > 0 ? { name: NAME } : null;
  const after: Document = { name: NAME, rules };
  writeDocument(db, 'routing', { before, after });
}

interface Document {
  name: string;
  rules: RoutingRule[];
}
