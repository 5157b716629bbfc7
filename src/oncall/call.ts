import type { UtcMs } from '../lib/clock.ts';
import type { AccountFlaw } from '../people/accounts.ts';
import type { Reach } from '../people/contact.ts';
import { personTarget } from '../people/page-target.ts';
import type { User } from '../people/types.ts';
import { type Directory, formatTarget, resolveTargets } from './targets.ts';
import type { Target, UserId } from './types.ts';

/** Somebody who is to get a direct message. */
export interface Page {
  /** The workspace to find them in. */
  connectionId: number;
  /** Whom the message is for, see people/page-target.ts. */
  target: string;
  /** As people know them, without "@". */
  name: string;
  /** What has led to them, such as the schedule they are on call in; left out for somebody who was named by hand. */
  via?: Target;
}

/** A user as the on-call directory has them: `name` is the one that people see in Slack, where the account is known. */
export interface DirectoryEntry extends Pick<User, 'id' | 'name' | 'email' | 'active'> {
  connectionId: number;
  /** Why no message reaches them; null when one does, or when that is still to be found out. */
  obstacle: Obstacle | null;
  /** Their accounts in other workspaces, for what belongs there; left out for none. */
  elsewhere?: readonly Pick<Page, 'connectionId' | 'name'>[];
  /** How they are called besides. */
  reach: Reach;
}

/** Why somebody can't be reached in Slack. */
export type Obstacle = AccountFlaw | 'ambiguous' | 'no_account';

/** Somebody who was due to be called, and could not be. */
export interface Unreachable {
  name: string;
  obstacle: Obstacle;
}

/** A group that Slack keeps, by handle or id. */
export interface SlackUserGroup {
  id: string;
  handle: string;
  members: readonly Page[];
}

/** Everything that is looked up to know whom to call. */
export interface OnCallDirectory extends Directory {
  users: readonly DirectoryEntry[];
  slackUserGroups: readonly SlackUserGroup[];
}

/** Nobody can be called: for decisions that call nobody. */
export const EMPTY_DIRECTORY: OnCallDirectory = { users: [], groups: [], schedules: [], slackUserGroups: [] };

/** Who is called, and whom or what could not be, everything once and in the words of people. */
export interface Call {
  paged: Page[];
  /** People whom Slack can't reach, but something else can; nothing in what was kept before there was anything else. */
  contacted?: Page[];
  /** As the operator wrote them. */
  channels: string[];
  /** Names of schedules with nobody on call. */
  gaps: string[];
  /** Names of disabled people. */
  skipped: string[];
  /** People whom no message reaches. */
  unreachable: Unreachable[];
  /** Targets that lead to nobody, such as "usergroup:payments": gone since the policy was written, or empty. */
  unknown: string[];
}

/** Whom the targets come down to at `t`. Throws a RangeError for a schedule that `onCallAt` can't read. */
export function callTo(targets: readonly Target[], directory: OnCallDirectory, t: UtcMs): Call {
  const { people, channels, slackUserGroups, gaps, skipped, unknown } = resolveTargets(targets, directory, t);
  const groups = slackUserGroups.map((name) => ({ name, members: membersOf(name, directory) }));
  const called = people.flatMap((id) => directory.users.find((user) => user.id === id) ?? []);
  const reached = called.filter(({ obstacle }) => obstacle === null);
  const missed = called.filter(({ obstacle }) => obstacle !== null);
  const contacted = missed.filter(({ reach }) => reach.methods.length > 0);
  const leadsTo = (id: UserId) => targets.find((target) => resolveTargets([target], directory, t).people.includes(id));
  return {
    paged: uniquePages([
      ...reached.map((entry) => ({ ...pageTo(entry), via: leadsTo(entry.id) })),
      ...groups.flatMap(({ name, members }) =>
        members.map((member) => ({ ...member, via: { kind: 'usergroup', name } as const })),
      ),
    ]),
    channels,
    gaps,
    contacted: contacted.map((entry) => ({ ...pageTo(entry), via: leadsTo(entry.id) })),
    unreachable: missed.flatMap(({ name, obstacle, reach }) =>
      obstacle === null || reach.methods.length > 0 ? [] : [{ name, obstacle }],
    ),
    skipped: skipped.map((id) => directory.users.find((user) => user.id === id)?.name ?? `user ${id}`),
    unknown: [
      ...unknown,
      ...groups.flatMap(({ name, members }) =>
        members.length === 0 ? [formatTarget({ kind: 'usergroup', name })] : [],
      ),
    ],
  };
}

/** Whether anybody hears of it. */
export function reachesSomebody({ paged, contacted = [], channels }: Call): boolean {
  return paged.length + contacted.length + channels.length > 0;
}

/** How a user of the on-call directory is paged. */
export function pageTo({ connectionId, email, name }: DirectoryEntry): Page {
  return { connectionId, target: personTarget({ email }), name };
}

/** How a Slack account is paged: as the user it belongs to, so that nobody gets two messages. */
export function pageToAccount(
  { connectionId, slackUserId, userId, name }: Pick<Page, 'connectionId' | 'name'> & Account,
  { users }: Pick<OnCallDirectory, 'users'>,
): Page {
  const user = users.find(({ id }) => id === userId);
  return user ? pageTo(user) : { connectionId, target: personTarget({ slackUserId }), name };
}

interface Account {
  slackUserId: string;
  userId: User['id'] | null;
}

function membersOf(name: string, { slackUserGroups }: OnCallDirectory): readonly Page[] {
  const handle = name.replace(/^@/, '').toLowerCase();
  return slackUserGroups.find((group) => group.handle.toLowerCase() === handle || group.id === name)?.members ?? [];
}

/** Whoever is led to twice is called once, for the first reason. */
function uniquePages(pages: readonly Page[]): Page[] {
  const called = new Map<string, Page>();
  for (const page of pages) {
    const whom = `${page.connectionId} ${page.target}`;
    if (!called.has(whom)) called.set(whom, page);
  }
  return [...called.values()];
}
