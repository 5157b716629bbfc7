import type { Urgency } from '../oncall/urgency.ts';
import type { AlertFields } from './alert-fields.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import {
  type AppliedRule,
  describeRule,
  type FlappingEntry,
  type GroupingEntry,
  type RoutingRule,
  type RuleSet,
} from './rule.ts';
import { fill, fillAddress } from './template.ts';

/** What the rules make of an alert. */
export interface Routed {
  /** `open`: it goes on as an alert. */
  end: 'open' | 'drop' | { heartbeat: string };
  changes: AlertChanges;
  /** The alert as they have left it. */
  fields: AlertFields;
  /** What each rule that was looked at came to. */
  looks: RuleLook[];
}

/** What an alert says instead of what it said. */
export interface AlertChanges {
  service?: string;
  urgency?: Urgency;
  title?: string;
  description?: string;
  dedupKey?: string;
  links: { text: string; url: string }[];
  group?: GroupingEntry;
  flapping?: FlappingEntry;
}

export interface RuleLook {
  rule: AppliedRule;
  /** Null when it applied. */
  mismatch: Mismatch | null;
}

/** The first condition that does not hold. */
export interface Mismatch {
  name: string;
  pattern: string;
  values: string[];
}

/** Rules that are kept with their incident. */
const MAX_KEPT = 20;

export function appliedRules({ looks }: Routed): AppliedRule[] {
  return looks.flatMap(({ rule, mismatch }) => (mismatch === null ? [rule] : [])).slice(0, MAX_KEPT);
}

/**
 * What the rules, in their order, make of an alert. Each that matches has its effect, and later ones see the alert as it is then,
 * until one says that it is the last, or that it is no alert. Pure.
 * @param ruleSet The set of those that count; null for those that are in none.
 * @param mayBeat Whether the sender may have a heartbeat beat; for whoever may not, there is no such rule.
 */
export function route(
  rules: readonly RoutingRule[],
  alert: AlertFields,
  ruleSet: string | null,
  mayBeat: (heartbeat: string) => boolean,
): Routed {
  const changes: AlertChanges = { links: [] };
  const seen = withChanges(alert, changes);
  const routed: Routed = { end: 'open', changes, fields: seen, looks: [] };
  for (const { rule, words, conditions } of compiled(rules)) {
    if (!isOfSet(rule, ruleSet)) continue;
    if (rule.heartbeat !== null && !mayBeat(rule.heartbeat)) continue;
    const mismatch = firstMismatch(conditions, seen);
    routed.looks.push({ rule: words, mismatch });
    if (mismatch) continue;
    if (rule.drop) return { ...routed, end: 'drop' };
    if (rule.heartbeat !== null) return { ...routed, end: { heartbeat: rule.heartbeat } };
    if (rule.set) apply(rule.set, seen, routed.changes);
    if (rule.group !== null) changes.group = rule.group;
    if (rule.flapping !== null) changes.flapping = rule.flapping;
    if (rule.stop) break;
  }
  return routed;
}

/** Names mean the same in any case. */
export function isOfSet({ rule_set }: Pick<RoutingRule, 'rule_set'>, ruleSet: string | null): boolean {
  return (rule_set?.toLowerCase() ?? null) === (ruleSet?.toLowerCase() ?? null);
}

/** Whether a key's set of rules is gone: nothing is run then for what it sends. */
export function isMissing(ruleSet: string | null, rules: readonly RoutingRule[]): boolean {
  return ruleSet !== null && !rules.some((rule) => isOfSet(rule, ruleSet));
}

/** The sets that rules are in, each as it is first written. */
export function ruleSetsOf(rules: readonly RoutingRule[]): string[] {
  const names = new Map<string, string>();
  for (const { rule_set: name } of rules) {
    if (name !== null && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

interface Condition {
  name: string;
  source: string;
  pattern: Pattern;
}

interface CompiledRule {
  rule: RoutingRule;
  words: AppliedRule;
  conditions: Condition[];
}

/** Rules stay as they are until they are applied anew. */
const known = new WeakMap<readonly RoutingRule[], CompiledRule[]>();

function compiled(rules: readonly RoutingRule[]): CompiledRule[] {
  const before = known.get(rules);
  if (before) return before;
  const made = rules.map((rule, index) => ({
    rule,
    words: describeRule(rule, index + 1),
    conditions: Object.entries(rule.match).map(([name, source]) => ({ name, source, pattern: compilePattern(source) })),
  }));
  known.set(rules, made);
  return made;
}

/** What an alert does not have is as the empty text. */
function firstMismatch(conditions: Condition[], alert: AlertFields): Mismatch | null {
  for (const { name, source, pattern } of conditions) {
    const values = alert.values(name);
    const matches = values.length > 0 ? values.some((value) => pattern.matches(value)) : pattern.matches('');
    if (!matches) return { name, pattern: source, values };
  }
  return null;
}

/** The alert as the rules have left it so far. */
function withChanges(alert: AlertFields, changes: AlertChanges): AlertFields {
  return {
    values(name) {
      const changed = CHANGED[name]?.(changes);
      return changed === undefined ? alert.values(name) : [changed];
    },
  };
}

/** By the names that rules have for them. */
const CHANGED: Readonly<Record<string, ((changes: AlertChanges) => string | undefined) | undefined>> = {
  __proto__: null as never,
  service: ({ service }) => service,
  urgency: ({ urgency }) => urgency,
  title: ({ title }) => title,
  description: ({ description }) => description,
  dedup_key: ({ dedupKey }) => dedupKey,
};

function apply(set: RuleSet, alert: AlertFields, changes: AlertChanges): void {
  const filled = (template: string | null) => (template === null ? null : fill(template, alert)?.trim() || null);
  const title = filled(set.title);
  const description = filled(set.description);
  const dedupKey = filled(set.dedup_key);
  const links = set.links.flatMap(({ text, url }) => {
    const address = fillAddress(url, alert);
    return address === null ? [] : [{ text: fill(text, alert) ?? text, url: address }];
  });
  // Together, so that none of them sees what another one has just set.
  if (set.service !== null) changes.service = set.service;
  if (set.urgency !== null) changes.urgency = set.urgency;
  if (title !== null) changes.title = title;
  if (description !== null) changes.description = description;
  if (dedupKey !== null) changes.dedupKey = dedupKey;
  changes.links.push(...links);
}
