import { type ApiKey, isInUse } from '../keys/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import { isMissing } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import type { SenderEntry } from '../settings/schema/senders.ts';
import { oneLine } from '../words/text.ts';
import { type Finding, note, wrong } from './finding.ts';

/** So many are named; the others are counted. */
const NAMED = 20;

/** What has to come with a key besides can't be found out without the secret; and without the key nothing has to. */
export function examineSenders(
  senders: readonly SenderEntry[],
  keys: readonly ApiKey[],
  environment: Readonly<Record<string, string | undefined>>,
  now: UtcMs,
): Finding[] {
  const names = keys.filter((key) => isInUse(key, now)).map((key) => key.name.toLowerCase());
  return senders.flatMap(({ name, secret_env }): Finding[] => {
    if (!names.includes(name.toLowerCase())) return [note(`Sender ${oneLine(name)}: no API key in use is called so`)];
    if (secret_env === null || environment[secret_env]?.trim()) return [];
    return [
      wrong(
        `Sender ${oneLine(name)}: ${secret_env} is not set, so nothing of it is taken in`,
        `Set ${secret_env}, where OpsKnight runs, to the secret that the sender signs with.`,
      ),
    ];
  });
}

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
