import type { ChangeFeed } from '../changes.ts';
import { slackId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { EventSink } from './events.ts';

export interface UserGroup {
  readonly id: string;
  handle: string;
  name: string;
  description: string;
  users: string[];
  readonly created: number;
  readonly creator: string;
  updated: number;
  updatedBy: string;
  /** When it was disabled; undefined while it is in use. */
  disabled: number | undefined;
}

export type UserGroupContent = Pick<UserGroup, 'handle' | 'name' | 'description'>;

const seconds = (ms: number) => Math.floor(ms / 1000);

/** https://docs.slack.dev/reference/objects/usergroup-object */
export function userGroupObject(teamId: string, group: UserGroup, withUsers: boolean): JsonObject {
  return {
    id: group.id,
    team_id: teamId,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: group.description,
    handle: group.handle,
    is_external: false,
    date_create: seconds(group.created),
    date_update: seconds(group.updated),
    date_delete: group.disabled === undefined ? 0 : seconds(group.disabled),
    auto_type: null,
    auto_provision: false,
    created_by: group.creator,
    updated_by: group.updatedBy,
    deleted_by: group.disabled === undefined ? null : group.updatedBy,
    prefs: { channels: [], groups: [] },
    users: withUsers ? group.users : undefined,
    user_count: group.users.length,
  };
}

/** The user groups of a workspace, and the events that tell of their changes. */
export class UserGroups {
  readonly #byId = new Map<string, UserGroup>();

  constructor(
    private readonly teamId: string,
    private readonly feed: ChangeFeed,
    private readonly events: EventSink,
  ) {}

  /** As they were in an earlier run; what earlier versions did not remember is as in a group nobody changed. */
  restore(
    groups: readonly (Partial<UserGroup> & Pick<UserGroup, 'id' | 'handle' | 'name' | 'users' | 'updated'>)[],
  ): void {
    for (const group of groups) {
      const { description = '', created = group.updated, creator = '', updatedBy = '', disabled } = group;
      this.#byId.set(group.id, { ...group, description, created, creator, updatedBy, disabled });
    }
  }

  get all(): UserGroup[] {
    return [...this.#byId.values()];
  }

  /** Those that can be mentioned. */
  get enabled(): UserGroup[] {
    return this.all.filter(({ disabled }) => disabled === undefined);
  }

  byId(id: string): UserGroup | undefined {
    return this.#byId.get(id);
  }

  /** One that the workspace was made with. */
  add(content: UserGroupContent, users: string[], creator: string): UserGroup {
    const now = Date.now();
    const history = { created: now, creator, updated: now, updatedBy: creator, disabled: undefined };
    const group: UserGroup = { id: slackId('S'), ...content, users, ...history };
    this.#byId.set(group.id, group);
    this.feed.notify();
    return group;
  }

  /** https://docs.slack.dev/reference/events/subteam_created */
  create(content: UserGroupContent, creator: string): UserGroup {
    const group = this.add(content, [], creator);
    this.#announce('subteam_created', group);
    return group;
  }

  /** https://docs.slack.dev/reference/events/subteam_updated, which also tells of groups that are disabled or enabled */
  change(group: UserGroup, change: Partial<UserGroupContent & Pick<UserGroup, 'disabled'>>, actor: string): void {
    Object.assign(group, change, { updated: Date.now(), updatedBy: actor });
    this.feed.notify();
    this.#announce('subteam_updated', group);
  }

  /** https://docs.slack.dev/reference/events/subteam_members_changed */
  setUsers(group: UserGroup, users: string[], actor: string): void {
    const before = group.users;
    const previousUpdate = group.updated;
    Object.assign(group, { users, updated: Date.now(), updatedBy: actor });
    this.feed.notify();
    const added = users.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !users.includes(id));
    if (added.length + removed.length === 0) return;
    this.#emit('subteam_members_changed', {
      subteam_id: group.id,
      team_id: this.teamId,
      date_previous_update: seconds(previousUpdate),
      date_update: seconds(group.updated),
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
    });
    this.#announce('subteam_updated', group);
  }

  #announce(type: string, group: UserGroup): void {
    this.#emit(type, { subteam: userGroupObject(this.teamId, group, true) });
  }

  #emit(type: string, body: JsonObject): void {
    this.events.emit({ type, scope: 'usergroups:read', body: () => body });
  }
}
