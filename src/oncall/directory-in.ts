import { type Call, type DirectoryEntry, type OnCallDirectory, type Page, pageTo } from './call.ts';

/**
 * The directory for an incident of these connections, its own first: whoever has an account in the workspace of one of them is
 * called there, and sees it; others where they are called anyway.
 */
export function directoryIn(directory: OnCallDirectory, connectionIds: readonly number[]): OnCallDirectory {
  if (!directory.users.some(({ elsewhere }) => elsewhere)) return directory;
  const users = directory.users.map((user) => entryIn(user, connectionIds));
  const there = pageIn(users);
  return {
    ...directory,
    users,
    slackUserGroups: directory.slackUserGroups.map((group) => ({ ...group, members: group.members.map(there) })),
  };
}

/** A call as the directory of an incident has it, whichever workspace it was asked for in. */
export function callIn({ users }: Pick<OnCallDirectory, 'users'>, call: Call): Call {
  const there = pageIn(users);
  return { ...call, paged: call.paged.map(there), ...(call.contacted && { contacted: call.contacted.map(there) }) };
}

/** Whoever is one of these is called where they are called by that. */
function pageIn(users: readonly DirectoryEntry[]): (page: Page) => Page {
  const pages = new Map(users.map((user) => [pageTo(user).target, pageTo(user)]));
  return (page) => ({ ...page, ...pages.get(page.target) });
}

function entryIn(user: DirectoryEntry, connectionIds: readonly number[]): DirectoryEntry {
  if (connectionIds.includes(user.connectionId)) return user;
  const account = connectionIds.flatMap(
    (id) => user.elsewhere?.find(({ connectionId }) => connectionId === id) ?? [],
  )[0];
  return account ? { ...user, ...account, obstacle: null } : user;
}
