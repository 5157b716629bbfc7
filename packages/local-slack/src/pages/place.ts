import type { WorkspaceHandle } from '../people/workspace-handle.ts';
import { type Channel, isDirect } from '../workspace/channels.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { surfaceId, THREAD_PANE } from './blocks/spot.ts';
import { topLevel } from './read-marks.ts';
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

/** The person that an address names: `as=jane`; the first one when it names none. A window without a name gets one. */
export function viewerAt(workspaces: readonly WorkspaceHandle[], address: Omit<Address, 'where'>): Viewer | undefined {
  const handle = workspaces.find(({ teamId }) => teamId === address.teamId);
  if (!handle) return undefined;
  const people = actors(handle.model);
  const name = address.query('as');
  const member = name === undefined ? people[0] : people.find((one) => one.name === name);
  const windowId = address.query('window') ?? crypto.randomUUID();
  return member && new Viewer(handle, member, address.query('inspect') === 'true', windowId);
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

/** Where a permalink leads: to the message among those around it, in its thread if it is a reply. */
export function placeOfMessage(viewer: Viewer, channelId: string, ts: string): string | undefined {
  const { workspace } = viewer;
  const channel = workspace.channels.byId(channelId);
  const message = workspace.messages.find(channelId, ts);
  if (!channel || !message || message.onlyFor || !workspace.canSee(viewer.member.id, channel)) return undefined;
  const inChannel = topLevel(workspace, channel);
  const root = message.threadTs ?? ts;
  const after = inChannel.length - inChannel.findIndex((one) => one.ts === root);
  const show = after > MESSAGES_SHOWN ? after + MORE_SHOWN : undefined;
  const pane = message.threadTs === undefined ? '' : THREAD_PANE;
  return `${viewer.addressOf(channel, { thread: message.threadTs, show })}#${pane}${surfaceId({ message })}`;
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

/** The direct messages with other people in somebody's sidebar, newest first. */
export function directsOf({ channels }: Workspace, userId: string): Channel[] {
  return channels.all
    .filter((channel) => isDirect(channel) && channel.members.has(userId) && !channels.isWithApp(channel))
    .reverse();
}

function channelsIn(workspace: Workspace, userId: string): Channel[] {
  return workspace.channels.all.filter(
    (channel) => !isDirect(channel) && !channel.archived && workspace.canSee(userId, channel),
  );
}
