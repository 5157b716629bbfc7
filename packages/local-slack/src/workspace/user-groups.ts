import type { ChangeFeed } from '../changes.ts';
import { slackId } from '../ids.ts';

export interface UserGroup {
  readonly id: string;
  handle: string;
  name: string;
  users: string[];
  updated: number;
}

export class UserGroups {
  readonly #byId = new Map<string, UserGroup>();

  constructor(private readonly feed: ChangeFeed) {}

  /** As they were in an earlier run. */
  restore(groups: readonly UserGroup[]): void {
    for (const group of groups) this.#byId.set(group.id, group);
  }

  get all(): UserGroup[] {
    return [...this.#byId.values()];
  }

  byId(id: string): UserGroup | undefined {
    return this.#byId.get(id);
  }

  add(handle: string, name: string, users: string[]): UserGroup {
    const group: UserGroup = { id: slackId('S'), handle, name, users, updated: Date.now() };
    this.#byId.set(group.id, group);
    return group;
  }

  setUsers(group: UserGroup, users: string[]): void {
    group.users = users;
    group.updated = Date.now();
    this.feed.notify();
  }
}
