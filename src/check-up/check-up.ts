import { DAY, type UtcMs } from '../lib/clock.ts';
import { callTo, type Obstacle, type OnCallDirectory, reachesSomebody } from '../oncall/call.ts';
import { isActiveIn } from '../oncall/targets.ts';
import type { EscalationPolicy, Schedule } from '../oncall/types.ts';
import { wholeShifts } from '../oncall/whole-shifts.ts';

/** How far ahead gaps are looked for. */
export const LOOK_AHEAD = 30 * DAY;
/** After so long without use a key, or a channel, is most likely forgotten. */
export const UNUSED_AFTER = 90 * DAY;

/** Something that is allowed, and that nobody may have meant: it comes to light when it is too late. */
export type CheckUpFinding =
  | { kind: 'unused_key'; name: string; prefix: string; lastUsedAt: UtcMs | null }
  | { kind: 'unreachable_person'; name: string; obstacle: Obstacle; hasOtherMethods: boolean }
  /** `first`: `to` is null when it lasts longer than was looked ahead. */
  | { kind: 'gaps'; schedule: string; timezone: string; count: number; first: { from: UtcMs; to: UtcMs | null } }
  /** `from`: the first moment at which none of its steps reaches anybody; of `services`, which go by it. */
  | { kind: 'unused_policy'; policy: string }
  /** The bot is in it, no setting names it, and nothing was posted there for long. With "#". */
  | { kind: 'unused_channel'; channel: string }
  /** `switchesOff`: what does not work without it; null where that is not known. */
  | { kind: 'missing_scope'; scope: string; switchesOff: string | null }
  /** It is granted, and OpsKnight asks for no such thing. */
  | { kind: 'needless_scope'; scope: string }
  /** It is granted and was used, and nothing goes by it any more as things are set. */
  | { kind: 'idle_scope'; scope: string }
  /** There are so many hand-offs that policies were looked at until then only. */
  | { kind: 'policies_in_part'; until: UtcMs }
  | { kind: 'policy_without_people'; policy: string; services: string[]; from: UtcMs };

/** What a check-up looks at, as it is at one moment. */
export interface Examined {
  /** Those in use. */
  keys: readonly { name: string; prefix: string; createdAt: UtcMs; lastUsedAt: UtcMs | null }[];
  services: readonly { name: string; policy: EscalationPolicy | null }[];
  directory: OnCallDirectory;
  /** Names of all escalation policies. */
  policies: readonly string[];
  /** Of the channels that the bot is in, those that nothing uses, with "#". */
  unusedChannels: readonly string[];
  /** What the token may do beyond or below what OpsKnight asks for; null where that is not known. */
  scopes: GrantedScopes | null;
  /** Of the scopes that depend on settings: those in use now, and those that were at an earlier check-up. */
  scopesInUse: { now: readonly string[]; before: readonly string[] };
}

export interface GrantedScopes {
  missing: readonly { scope: string; switchesOff: string | null }[];
  needless: readonly string[];
}

/** All that is to be seen to, what keeps people from being called first: pure. */
export function checkUp(examined: Examined, now: UtcMs): CheckUpFinding[] {
  const { keys, services, directory, scopes } = examined;
  const rosters = directory.schedules.map((schedule): Roster => {
    return { schedule, shifts: wholeShifts(schedule, now, LOOK_AHEAD, isActiveIn(directory)) };
  });
  const handOffs = rosters.flatMap(({ shifts }) => shifts.map(({ from }) => from).filter((from) => from > now));
  const moments = [...new Set([now, ...handOffs])].sort((a, b) => a - b);
  return [
    ...policiesWithoutPeople(services, directory, moments.slice(0, MAX_MOMENTS)),
    ...lookedInPart(moments),
    ...rosters.flatMap(gapFinding),
    ...directory.users.flatMap(({ name, active, obstacle, reach }): CheckUpFinding[] => {
      if (!active || obstacle === null) return [];
      return [{ kind: 'unreachable_person', name, obstacle, hasOtherMethods: reach.methods.length > 0 }];
    }),
    ...keys.flatMap(({ name, prefix, createdAt, lastUsedAt }): CheckUpFinding[] =>
      now - (lastUsedAt ?? createdAt) < UNUSED_AFTER ? [] : [{ kind: 'unused_key', name, prefix, lastUsedAt }],
    ),
    ...(scopes?.missing ?? []).map((missing): CheckUpFinding => ({ kind: 'missing_scope', ...missing })),
    ...(scopes?.needless ?? []).map((scope): CheckUpFinding => ({ kind: 'needless_scope', scope })),
    ...idleScopes(examined),
    ...unusedPolicies(examined),
    ...examined.unusedChannels.map((channel): CheckUpFinding => ({ kind: 'unused_channel', channel })),
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
  const used = new Map(services.flatMap(({ policy }) => (policy ? [[policy.name, policy] as const] : [])));
  return [...used.values()].flatMap((policy): CheckUpFinding[] => {
    const from = moments.find(
      (t) => !policy.steps.some(({ targets }) => reachesSomebody(callTo(targets, directory, t))),
    );
    if (from === undefined) return [];
    const users = services.filter((service) => service.policy?.name === policy.name).map(({ name }) => name);
    return [{ kind: 'policy_without_people', policy: policy.name, services: users, from }];
  });
}

function lookedInPart(moments: readonly UtcMs[]): CheckUpFinding[] {
  const until = moments[MAX_MOMENTS];
  return until === undefined ? [] : [{ kind: 'policies_in_part', until }];
}

function idleScopes({ scopes, scopesInUse: { now, before } }: Examined): CheckUpFinding[] {
  if (!scopes) return []; // Slack does not say what is granted
  const isGranted = (scope: string) => !scopes.missing.some((missing) => missing.scope === scope);
  const idle = before.filter((scope) => !now.includes(scope) && isGranted(scope));
  return idle.map((scope) => ({ kind: 'idle_scope', scope }));
}

function unusedPolicies({ policies, services }: Examined): CheckUpFinding[] {
  const used = new Set(services.map(({ policy }) => policy?.name.toLowerCase()));
  return policies.filter((name) => !used.has(name.toLowerCase())).map((policy) => ({ kind: 'unused_policy', policy }));
}

/** More than a month of hand-offs has; whoever has more of them knows by the first ones. */
const MAX_MOMENTS = 2_000;
