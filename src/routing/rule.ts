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
  /** No later rule is looked at. */
  stop: boolean;
}

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

function describeEffect({ set, drop, heartbeat, stop }: RoutingRule): string {
  const { links = [], ...texts } = set ?? {};
  const effects = [
    ...Object.entries(texts).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])),
    ...links.map(({ text }) => `link: ${text}`),
    ...(drop ? ['drop'] : []),
    ...(heartbeat === null ? [] : [`heartbeat: ${heartbeat}`]),
    ...(stop ? ['stop'] : []),
  ];
  return cut(effects.join(', '));
}

function cut(text: string): string {
  return text.length <= MAX_WORDS ? text : `${text.slice(0, MAX_WORDS - 1).replace(/\p{Cs}$/u, '')}…`;
}
