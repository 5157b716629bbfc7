import { DAY, type UtcMs } from '../lib/clock.ts';
import { callTo, type Obstacle, type OnCallDirectory, reachesSomebody } from '../oncall/call.ts';
import { isActiveIn } from '../oncall/targets.ts';
import type { EscalationPolicy, Schedule } from '../oncall/types.ts';
import { wholeShifts } from '../oncall/whole-shifts.ts';

/** How far ahead gaps are looked for. */
export const LOOK_AHEAD = 30 * DAY;
/** After so long without use a key is most likely forgotten. */
export const UNUSED_AFTER = 90 * DAY;

/** Something that is allowed, and that nobody may have meant: it comes to light when it is too late. */
export type CheckUpFinding =
  | { kind: 'unused_key'; name: string; prefix: string; lastUsedAt: UtcMs | null }
  | { kind: 'unreachable_person'; name: string; obstacle: Obstacle; hasOtherMethods: boolean }
  /** `first`: `to` is null when it lasts longer than was looked ahead. */
  | { kind: 'gaps'; schedule: string; timezone: string; count: number; first: { from: UtcMs; to: UtcMs | null } }
  /** `from`: the first moment at which none of its steps reaches anybody; of `services`, which go by it. */
  | { kind: 'policy_without_people'; policy: string; services: string[]; from: UtcMs };

/** What a check-up looks at, as it is at one moment. */
export interface Examined {
  /** Those in use. */
  keys: readonly { name: string; prefix: string; createdAt: UtcMs; lastUsedAt: UtcMs | null }[];
  services: readonly { name: string; policy: EscalationPolicy | null }[];
  directory: OnCallDirectory;
}

/** All that is to be seen to, what keeps people from being called first: pure. */
export function checkUp({ keys, services, directory }: Examined, now: UtcMs): CheckUpFinding[] {
  const rosters = directory.schedules.map((schedule): Roster => {
    return { schedule, shifts: wholeShifts(schedule, now, LOOK_AHEAD, isActiveIn(directory)) };
  });
  const handOffs = rosters.flatMap(({ shifts }) => shifts.map(({ from }) => from).filter((from) => from > now));
  return [
    ...policiesWithoutPeople(services, directory, [now, ...handOffs]),
    ...rosters.flatMap(gapFinding),
    ...directory.users.flatMap(({ name, active, obstacle, reach }): CheckUpFinding[] => {
      if (!active || obstacle === null) return [];
      return [{ kind: 'unreachable_person', name, obstacle, hasOtherMethods: reach.methods.length > 0 }];
    }),
    ...keys.flatMap(({ name, prefix, createdAt, lastUsedAt }): CheckUpFinding[] =>
      now - (lastUsedAt ?? createdAt) < UNUSED_AFTER ? [] : [{ kind: 'unused_key', name, prefix, lastUsedAt }],
    ),
  ];
}

/** A schedule, and its shifts for so long as is looked ahead. */
interface Roster {
  schedule: Schedule;
  shifts: ReturnType<typeof wholeShifts>;
}

function gapFinding({ schedule: { name, timezone }, shifts }: Roster): CheckUpFinding[] {
  const gaps = shifts.filter(({ userId }) => userId === null);
  const [first] = gaps;
  if (!first) return [];
  return [{ kind: 'gaps', schedule: name, timezone, count: gaps.length, first: { from: first.from, to: first.to } }];
}

/** Whom policies reach changes with who is on call, whom Slack may reach or not. */
function policiesWithoutPeople(
  services: Examined['services'],
  directory: OnCallDirectory,
  moments: readonly UtcMs[],
): CheckUpFinding[] {
  const inOrder = [...new Set(moments)].sort((a, b) => a - b).slice(0, MAX_MOMENTS);
  const used = new Map(services.flatMap(({ policy }) => (policy ? [[policy.name, policy] as const] : [])));
  return [...used.values()].flatMap((policy): CheckUpFinding[] => {
    const from = inOrder.find(
      (t) => !policy.steps.some(({ targets }) => reachesSomebody(callTo(targets, directory, t))),
    );
    if (from === undefined) return [];
    const users = services.filter((service) => service.policy?.name === policy.name).map(({ name }) => name);
    return [{ kind: 'policy_without_people', policy: policy.name, services: users, from }];
  });
}

/** More than a month of hand-offs has; whoever has more of them knows by the first ones. */
const MAX_MOMENTS = 2_000;
