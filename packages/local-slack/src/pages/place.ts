import type { WorkspaceHandle } from '../people/workspace-handle.ts';
import { type Channel, isDirect } from '../workspace/channels.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { actors, Viewer } from './viewer.ts';

/** What one window shows: all of it is in its address. */
export interface Place {
  readonly viewer: Viewer;
  readonly where: Channel | 'home';
  /** The message whose thread is open at the side. */
  readonly thread: Message | undefined;
  /** How many messages of the conversation are shown; those before it are a link away. */
  readonly show: number;
  /** Messages after this one were new when the window came here. */
  readonly readUpTo: string | undefined;
  /** Whether the channel's details are open at the side. */
  readonly details: boolean;
}

export const MESSAGES_SHOWN = 60;
/** So many more each time that somebody scrolls up to the first of them. */
export const MORE_SHOWN = 100;

export interface Address {
  teamId: string;
  where: string;
  query: (name: string) => string | undefined;
}

/** The person that an address names: `as=jane`; the first one when it names none. */
export function viewerAt(workspaces: readonly WorkspaceHandle[], address: Omit<Address, 'where'>): Viewer | undefined {
  const handle = workspaces.find(({ teamId }) => teamId === address.teamId);
  if (!handle) return undefined;
  const people = actors(handle.model);
  const name = address.query('as');
  const member = name === undefined ? people[0] : people.find((one) => one.name === name);
  return member && new Viewer(handle, member, address.query('inspect') === 'true');
}

/** Undefined when there is nothing at that address, or nothing that this person may see. */
export function placeAt(workspaces: readonly WorkspaceHandle[], address: Address): Place | undefined {
  const viewer = viewerAt(workspaces, address);
  if (!viewer) return undefined;
  const { workspace, member } = viewer;
  const where = address.where === 'home' ? 'home' : workspace.channels.byId(address.where);
  if (!where || (where !== 'home' && !workspace.canSee(member.id, where))) return undefined;
  const ts = address.query('thread');
  const thread = ts === undefined || where === 'home' ? undefined : workspace.messages.find(where.id, ts);
  const show = Number(address.query('show') ?? MESSAGES_SHOWN) || MESSAGES_SHOWN;
  const details = address.query('details') === 'true';
  return { viewer, where, thread, show, readUpTo: address.query('readUpTo'), details };
}

/** The channels in somebody's sidebar, by name. */
export function channelsOf(workspace: Workspace, userId: string): Channel[] {
  return channelsIn(workspace, userId).toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Where a person starts: the first of their channels that the workspace was made with. */
export function firstPlaceOf(viewer: Viewer): Channel | 'home' {
  const { workspace, member } = viewer;
  return channelsIn(workspace, member.id).find((channel) => channel.members.has(member.id)) ?? 'home';
}

/** The group direct messages in somebody's sidebar, newest first. */
export function groupsOf(workspace: Workspace, userId: string): Channel[] {
  return workspace.channels.all.filter(({ kind, members }) => kind === 'mpim' && members.has(userId)).reverse();
}

function channelsIn(workspace: Workspace, userId: string): Channel[] {
  return workspace.channels.all.filter(
    (channel) => !isDirect(channel) && !channel.archived && workspace.canSee(userId, channel),
  );
}
