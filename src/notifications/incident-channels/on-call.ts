import type { UtcMs } from '../../lib/clock.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import { callTo } from '../../oncall/call.ts';
import type { EscalationPolicy } from '../../oncall/types.ts';

/** Who is on call at `t` by the schedules that a policy calls, as cards name them in one workspace, whether they are called or not. */
export function onCallBy(
  policy: EscalationPolicy,
  directory: OnCallDirectory,
  { connectionId, t }: { connectionId: number; t: UtcMs },
): string[] {
  const schedules = policy.steps.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'schedule'));
  const { paged } = callTo(schedules, directory, t);
  return [...new Set(paged.filter((page) => page.connectionId === connectionId).map(({ target }) => target))];
}
