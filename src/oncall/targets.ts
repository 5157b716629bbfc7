import type { UtcMs } from '../lib/clock.ts';
import type { User } from '../people/types.ts';
import { onCallAt } from './schedule.ts';
import { type IsActive, type Schedule, TARGET_KINDS, type Target, type UserId } from './types.ts';

/** The people, groups and schedules that targets are looked up in. */
export interface Directory {
  users: readonly Pick<User, 'id' | 'email' | 'active'>[];
  groups: readonly { name: string; users: readonly UserId[] }[];
  schedules: readonly Schedule[];
}

/** Whom the targets of a step come down to at one instant, everything once, in the order of the targets. */
export interface Recipients {
  /** Active people, to be paged. */
  people: UserId[];
  /** As the operator wrote them. */
  channels: string[];
  slackUserGroups: string[];
  /** Names of schedules with nobody on call. */
  gaps: string[];
  /** Disabled people whom a user or group target names. */
  skipped: UserId[];
  /** Targets that the directory does not have, such as "schedule:payments": removed since the policy was written. */
  unknown: string[];
}

/** "user:bob@example.com" → target. Throws a RangeError for anything else. */
export function parseTarget(text: string): Target {
  const [, prefix, rest] = /^([a-z]+):(.*)$/.exec(text.trim()) ?? [];
  const kind = TARGET_KINDS.find((known) => known === prefix);
  const name = rest?.trim();
  if (!kind || !name) {
    const forms = 'user:EMAIL, schedule:NAME, group:NAME, usergroup:NAME or channel:#NAME';
    throw new RangeError(`"${text}" is not a target: write ${forms}`);
  }
  return { kind, name: kind === 'user' ? name.toLowerCase() : name };
}

/** The inverse of `parseTarget`. */
export function formatTarget({ kind, name }: Target): string {
  return `${kind}:${name}`;
}

/** Looks targets up as of `t`. Throws a RangeError for a schedule that `onCallAt` can't read. */
export function resolveTargets(targets: readonly Target[], directory: Directory, t: UtcMs): Recipients {
  const isActive = isActiveIn(directory);
  const found = targets.map((target) => resolveTarget(target, directory, t, isActive));
  return {
    people: unique(found.flatMap(({ people = [] }) => people)),
    channels: unique(found.flatMap(({ channels = [] }) => channels)),
    slackUserGroups: unique(found.flatMap(({ slackUserGroups = [] }) => slackUserGroups)),
    gaps: unique(found.flatMap(({ gaps = [] }) => gaps)),
    skipped: unique(found.flatMap(({ skipped = [] }) => skipped)),
    unknown: unique(found.flatMap(({ unknown = [] }) => unknown)),
  };
}

/** Who is not disabled. */
export function isActiveIn({ users }: Pick<Directory, 'users'>): IsActive {
  const active = new Set(users.filter((user) => user.active).map(({ id }) => id));
  return (userId) => active.has(userId);
}

function resolveTarget(target: Target, directory: Directory, t: UtcMs, isActive: IsActive): Partial<Recipients> {
  const { kind, name } = target;
  switch (kind) {
    case 'channel':
      return { channels: [name] };
    case 'usergroup':
      return { slackUserGroups: [name] };
    case 'user': {
      const user = directory.users.find(({ email }) => email === name);
      return user ? partition([user.id], isActive) : { unknown: [formatTarget(target)] };
    }
    case 'group': {
      const group = directory.groups.find((candidate) => isSameName(candidate.name, name));
      return group ? partition(group.users, isActive) : { unknown: [formatTarget(target)] };
    }
    case 'schedule': {
      const schedule = directory.schedules.find((candidate) => isSameName(candidate.name, name));
      if (!schedule) return { unknown: [formatTarget(target)] };
      const { userId } = onCallAt(schedule, t, isActive);
      return userId === null ? { gaps: [schedule.name] } : { people: [userId] };
    }
  }
}

/** Names mean the same in any case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function partition(users: readonly UserId[], isActive: IsActive): Pick<Recipients, 'people' | 'skipped'> {
  return { people: users.filter((user) => isActive(user)), skipped: users.filter((user) => !isActive(user)) };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
