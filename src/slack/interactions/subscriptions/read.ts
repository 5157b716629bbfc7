import { URGENCIES } from '../../../oncall/urgency.ts';
import { literalPattern } from '../../../routing/pattern.ts';
import type { SubscriptionFilter } from '../../../settings/subscriptions.ts';

/** What cannot be read: no urgency, no label, no service. */
export interface Unread {
  unknown: string;
}

/** `key=value`, with or without quotes around the value; a quoted name; or a word. */
const PART = /^(?:([^\s=,"“”„]+)=(?:["“”„]([^"“”„]*)["“”„]|([^\s,"“”„]+))|["“”„]([^"“”„]*)["“”„]|[^\s,"“”„]+)/u;
/** They say what follows, for those who like to. */
const KEYWORDS = /^(?:services?|urgenc(?:y|ies)|labels?|and|all)$/i;

/**
 * `"Payment API" HIGH team=payments`, in any order: several services or urgencies widen it, each label narrows it. Values are
 * matched as they stand: people in Slack write no regular expressions.
 * @param names of the services there are
 */
export function readFilter(text: string, names: readonly string[]): SubscriptionFilter | Unread {
  const services: string[] = [];
  const urgencies = new Set<string>();
  const labels = new Map<string, string>();
  for (let rest = start(text); rest !== ''; ) {
    const service = beginning(rest, names);
    const [part = '', key, quotedValue, plainValue, quoted] = PART.exec(rest) ?? [];
    if (part === '') return { unknown: rest };
    const value = quotedValue ?? plainValue;
    const named = key?.toLowerCase() === 'service' ? value : quoted;
    const urgency = key?.toLowerCase() === 'urgency' ? value : part;
    let read = part;
    if (named !== undefined) {
      const known = find(named, names);
      if (known === undefined) return { unknown: named };
      services.push(known);
    } else if (isUrgency(urgency)) urgencies.add(urgency?.toUpperCase() ?? '');
    else if (key !== undefined && value !== undefined) labels.set(key, literalPattern(value));
    else if (service !== undefined) {
      services.push(service);
      read = rest.slice(0, service.length);
    } else if (!KEYWORDS.test(part)) return { unknown: part };
    rest = start(rest.slice(rest.indexOf(read) + read.length));
  }
  return {
    urgencies: urgencies.size === 0 ? null : URGENCIES.filter((one) => urgencies.has(one)),
    services: services.length === 0 ? null : [...new Set(services)],
    labels: labels.size === 0 ? null : Object.fromEntries(labels),
  };
}

function start(text: string): string {
  return text.replace(/^[\s,]+/, '');
}

function isUrgency(word: string | undefined): boolean {
  return URGENCIES.some((one) => one === word?.toUpperCase());
}

function find(name: string, names: readonly string[]): string | undefined {
  return names.find((one) => one.toLowerCase() === name.trim().toLowerCase());
}

/** The longest name that the text begins with. */
function beginning(text: string, names: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const matching = names.filter((name) => {
    const wanted = name.toLowerCase();
    return lower.startsWith(wanted) && /^(?:[\s,]|$)/.test(lower.slice(wanted.length));
  });
  return matching.sort((a, b) => b.length - a.length)[0];
}
