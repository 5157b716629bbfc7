import { type ApiKey, isInUse } from '../keys/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import { isMissing } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import { oneLine } from '../words/text.ts';
import { type Finding, note, wrong } from './finding.ts';

/** So many are named; the others are counted. */
const NAMED = 20;

/** Keys whose routing rules are gone: what they send is taken in as it comes, which nobody may have meant. */
export function examineKeys(keys: readonly ApiKey[], rules: readonly RoutingRule[], now: UtcMs): Finding[] {
  const lost = keys.filter((key) => isInUse(key, now) && isMissing(key.ruleSet, rules));
  return [
    ...lost.slice(0, NAMED).map(withoutRules),
    ...(lost.length > NAMED ? [note(`${lost.length - NAMED} more keys have lost their routing rules`)] : []),
  ];
}

function withoutRules({ name, prefix, ruleSet }: ApiKey): Finding {
  return wrong(
    `Key ${oneLine(name)} (${prefix}…): no routing rule is of its rule set "${oneLine(ruleSet ?? '')}", so what it sends is taken in without any`,
    `Give rules \`rule_set: ${oneLine(ruleSet ?? '')}\` in opsknight.yml, or make another key for its sender and revoke this one.`,
  );
}
