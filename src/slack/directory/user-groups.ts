import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Clock, isFresh, MINUTE, type UtcMs } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import { onCallAt } from '../../oncall/schedule.ts';
import type { KnownUserGroup, UserGroupStore } from '../../oncall/user-group-store.ts';
import { toSlackFailure } from '../api/failures.ts';
import type { PeopleDirectory } from './people.ts';

/** How old the list of groups may be: Slack's own changes of them are not told to us. */
const FRESH_FOR = 10 * MINUTE;

export interface UserGroupDeps {
  connectionId: number;
  /** Whether there need not be any group of a schedule's. */
  isOptional: boolean;
  client: WebClient;
  store: UserGroupStore;
  people: PeopleDirectory;
  clock: Clock;
  logger: Logger;
}

/**
 * Keeps Slack's groups equal to who is on call: written only where they differ, never emptied (Slack refuses that), and
 * what Slack refuses is told to the admins and not tried again before something changes.
 */
export class UserGroups {
  private listedAt: UtcMs | null = null;

  constructor(private readonly deps: UserGroupDeps) {}

  /** @throws SlackFailure when Slack can't be asked now; the next look makes up for it. */
  async follow(directory: OnCallDirectory): Promise<void> {
    const { store, connectionId } = this.deps;
    const wanted = await store.wanted();
    if (wanted.size === 0 && !(await store.areCalled())) return;
    await this.listIfStale();
    const known = await store.known(connectionId);
    for (const [userGroup, schedules] of wanted) {
      const members = await this.membersFor(schedules, directory);
      if (members.length > 0) await this.bringAbout(userGroup, members, known);
    }
  }

  private async listIfStale(): Promise<void> {
    const { client, store, connectionId, clock } = this.deps;
    const now = clock.now();
    if (this.listedAt !== null && isFresh(this.listedAt, now, FRESH_FOR)) return;
    if (this.listedAt === null) await store.forgetFailures(connectionId);
    try {
      const { usergroups = [] } = await client.usergroups.list({ include_users: true });
      await store.replace(
        connectionId,
        usergroups.flatMap(({ id, handle, users = [] }) => (id && handle ? [{ id, handle, members: users }] : [])),
      );
    } catch (error) {
      throw toSlackFailure(error);
    }
    this.listedAt = now;
  }

  /** Everybody who is on call in one of the schedules, as far as Slack knows them. */
  private async membersFor(schedules: string[], directory: OnCallDirectory): Promise<string[]> {
    const now = this.deps.clock.now();
    const active = new Set(directory.users.filter((user) => user.active).map(({ id }) => id));
    const members = new Set<string>();
    for (const schedule of directory.schedules.filter(({ name }) => schedules.includes(name))) {
      const { userId } = onCallAt(schedule, now, (id) => active.has(id));
      const user = directory.users.find(({ id }) => id === userId);
      const slackUserId = user ? await this.deps.people.idByEmail(user.email) : null;
      if (slackUserId !== null) members.add(slackUserId);
    }
    return [...members].sort();
  }

  private async bringAbout(userGroup: string, members: string[], known: KnownUserGroup[]): Promise<void> {
    const { client, store, connectionId, isOptional, logger } = this.deps;
    const handle = userGroup.replace(/^@/, '').toLowerCase();
    const group = known.find((one) => one.handle.toLowerCase() === handle || one.id === userGroup);
    if (group && isSame(group.members, members)) return;
    const failures = await store.failures(connectionId);
    if (!group && isOptional) return; // the group is another workspace's
    const isHopeless = failures.some((failure) => failure.userGroup === userGroup && isSame(failure.members, members));
    if (isHopeless) return;
    try {
      if (!group) throw new SlackFailure('refused', 'no_such_subteam');
      await client.usergroups.users.update({ usergroup: group.id, users: members.join(',') });
      await store.written(connectionId, userGroup, { ...group, members });
      logger.info({ userGroup, members }, 'a Slack group follows who is on call');
    } catch (error) {
      const failure = toSlackFailure(error);
      if (failure.kind !== 'refused' && failure.kind !== 'not_admitted') throw failure;
      logger.error({ userGroup, code: failure.code }, 'a Slack group can not follow who is on call');
      await store.failed(connectionId, { userGroup, members, code: failure.code });
    }
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
