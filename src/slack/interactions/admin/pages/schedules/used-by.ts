import { isSameName, parseTarget } from '../../../../../oncall/targets.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';

/** Names of the policies that page whoever is on call in a schedule. */
export function usersOfSchedule({ escalation_policies: policies }: CurrentSettings, name: string): string[] {
  const isIt = (target: string) => {
    const { kind, name: named } = parseTarget(target);
    return kind === 'schedule' && isSameName(named, name);
  };
  return policies.filter(({ steps }) => steps.some(({ notify }) => notify.some(isIt))).map((policy) => policy.name);
}
