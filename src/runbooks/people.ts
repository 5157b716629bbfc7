import type { UtcMs } from '../lib/clock.ts';
import { callTo, type OnCallDirectory } from '../oncall/call.ts';
import { isSameName } from '../oncall/targets.ts';
import type { EscalationPolicy, Target } from '../oncall/types.ts';
import { personTarget } from '../people/page-target.ts';

/** Who is on call for a service: whom the first step of its policy would call, people by people. */
export function onCallTargets(policy: EscalationPolicy | null): Target[] {
  return policy?.steps[0]?.targets.filter(({ kind }) => kind !== 'channel') ?? [];
}

export interface NamedPeople {
  /** As cards name them. */
  targets: string[];
  /** As people know them. */
  names: string[];
  /** Whom nothing is known of, or nobody is on call in, as it is written. */
  unmet: string[];
}

/** Whom `add_users` names at one moment. */
export function namedPeople(
  written: readonly string[],
  policy: EscalationPolicy | null,
  directory: OnCallDirectory,
  at: UtcMs,
): NamedPeople {
  const found = written.map((one): NamedPeople => {
    const targets = targetsOf(one, policy, directory);
    if (targets === null) {
      return one.includes('@', 1)
        ? { targets: [personTarget({ email: one.toLowerCase() })], names: [one], unmet: [] }
        : { targets: [], names: [], unmet: [one] };
    }
    const { paged } = callTo(targets, directory, at);
    return {
      targets: paged.map(({ target }) => target),
      names: paged.map(({ name }) => name),
      unmet: paged.length === 0 ? [one] : [],
    };
  });
  return {
    targets: [...new Set(found.flatMap(({ targets }) => targets))],
    names: [...new Set(found.flatMap(({ names }) => names))],
    unmet: found.flatMap(({ unmet }) => unmet),
  };
}

/** Null for an address or a name that no user has. */
function targetsOf(one: string, policy: EscalationPolicy | null, { users }: OnCallDirectory): Target[] | null {
  if (one.toLowerCase() === '@oncall') return onCallTargets(policy);
  if (one.startsWith('@')) return [{ kind: 'usergroup', name: one.slice(1) }];
  const [, schedule] = /^schedule:(.+)$/.exec(one) ?? [];
  if (schedule !== undefined) return [{ kind: 'schedule', name: schedule.trim() }];
  const user = users.find(({ name, email }) => isSameName(email, one) || isSameName(name, one));
  return user ? [{ kind: 'user', name: user.email }] : null;
}
