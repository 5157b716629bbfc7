import { formatTarget, parseTarget } from '../oncall/targets.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import { formatDuration, parseDuration } from './duration.ts';
import type { EscalationPolicyEntry } from './schema/escalation-policies.ts';

/** An escalation policy, from the operator's words to the domain's. */
export function toEscalationPolicy(entry: EscalationPolicyEntry): EscalationPolicy {
  const { name, repeat, repeat_after: repeatAfter, urgencies, steps } = entry;
  return {
    name,
    repeat,
    repeatAfter: repeatAfter === null ? null : parseDuration(repeatAfter),
    urgencies,
    steps: steps.map(({ after, notify }) => ({ after: parseDuration(after) ?? 0, targets: notify.map(parseTarget) })),
  };
}

/** The inverse of `toEscalationPolicy`. */
export function toEscalationPolicyEntry(policy: EscalationPolicy): EscalationPolicyEntry {
  const { name, repeat, repeatAfter, urgencies, steps } = policy;
  return {
    name,
    repeat,
    repeat_after: repeatAfter === null ? null : formatDuration(repeatAfter),
    urgencies: urgencies && [...urgencies],
    steps: steps.map(({ after, targets }) => ({ after: formatDuration(after), notify: targets.map(formatTarget) })),
  };
}
