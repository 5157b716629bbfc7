import { parseTarget } from '../oncall/targets.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import { parseDuration } from './duration.ts';
import type { EscalationPolicyEntry } from './schema/escalation-policies.ts';

/** An escalation policy, from the operator's words to the domain's. */
export function toEscalationPolicy({ name, repeat, steps }: EscalationPolicyEntry): EscalationPolicy {
  return {
    name,
    repeat,
    steps: steps.map(({ after, notify }) => ({ after: parseDuration(after) ?? 0, targets: notify.map(parseTarget) })),
  };
}
