import type { Urgency } from '../oncall/urgency.ts';

/** What becomes of alerts that match, as the operator has written it. */
export interface RoutingRule {
  /** A name, and the regular expression that all of its value matches; all of them have to. */
  match: Readonly<Record<string, string>>;
  set: RuleSet | null;
  /** Nobody hears of it. */
  drop: boolean;
  /** It is no alert: this heartbeat beats. */
  heartbeat: string | null;
  /** Which alerts it is one incident with; null for what its service says. */
  group: GroupingEntry | null;
  /** When it is flapping; null for what its service says. */
  flapping: FlappingEntry | null;
  /** It counts for the keys that are bound to this set, and for no other; null: for all keys that are bound to none. */
  rule_set: string | null;
  /** No later rule is looked at. */
  stop: boolean;
}

/** Alerts of one service with the same values in these fields, within so long; durations as opsknight.yml has them. */
export type GroupingEntry = 'never' | { by: string[]; within: string };

/** It comes and goes so often within so long, until it has been calm for so long. */
export type FlappingEntry = 'never' | { times: number; within: string; calm: string };

/** What the alert is to say instead; null for what stays as it is. Texts may name fields: "{cluster}". */
export interface RuleSet {
  service: string | null;
  urgency: Urgency | null;
  title: string | null;
  description: string | null;
  dedup_key: string | null;
  links: readonly { text: string; url: string }[];
}

/** A rule that did something to an alert, as it is kept with its incident; short, and in the words of opsknight.yml. */
export interface AppliedRule {
  /** Its place, counted from 1. */
  rule: number;
  /** `team=payments, severity=critical|page` */
  match: string;
  /** `service: Payment API, urgency: HIGH` */
  effect: string;
}

/** Of each part, in characters. */
const MAX_WORDS = 300;

export function describeRule(rule: RoutingRule, position: number): AppliedRule {
  return { rule: position, match: describeMatch(rule), effect: describeEffect(rule) };
}

function describeMatch({ match }: RoutingRule): string {
  const conditions = Object.entries(match).map(([name, pattern]) => `${name}=${pattern}`);
  return cut(conditions.join(', ') || 'every alert');
}

function describeEffect({ set, drop, heartbeat, group, flapping, stop }: RoutingRule): string {
  const { links = [], ...texts } = set ?? {};
  const effects = [
    ...Object.entries(texts).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])),
    ...links.map(({ text }) => `link: ${text}`),
    ...(drop ? ['drop'] : []),
    ...(heartbeat === null ? [] : [`heartbeat: ${heartbeat}`]),
    ...(group ? [`group: ${describeGrouping(group)}`] : []),
    ...(flapping ? [`flapping: ${describeFlapping(flapping)}`] : []),
    ...(stop ? ['stop'] : []),
  ];
  return cut(effects.join(', '));
}

function describeGrouping(entry: GroupingEntry): string {
  if (entry === 'never') return entry;
  return `${entry.by.length > 0 ? `by ${entry.by.join(' and ')}` : 'all of the service'} within ${entry.within}`;
}

function describeFlapping(entry: FlappingEntry): string {
  return entry === 'never' ? entry : `${entry.times} times within ${entry.within}, until calm for ${entry.calm}`;
}

function cut(text: string): string {
  return text.length <= MAX_WORDS ? text : `${text.slice(0, MAX_WORDS - 1).replace(/\p{Cs}$/u, '')}…`;
}
