import { type Channel, isDirect } from '../../workspace/channels.ts';
import type { Viewer } from '../viewer.ts';

/** The sign before it. */
export const ICONS = { public: 'hash', private: 'lock', mpim: 'people', im: 'people' } as const;

/** What a conversation is called: a channel's name, the app's, or those of the other people in it. */
export function nameOf({ workspace, member }: Viewer, channel: Channel): string {
  if (workspace.channels.isWithApp(channel)) return workspace.app.manifest.display_information.name;
  if (!isDirect(channel)) return channel.name;
  const others = [...channel.members].filter((id) => id !== member.id);
  return others.map((id) => workspace.members.byId(id)?.displayName ?? id).join(', ');
}

/** With the mark that belongs before it: `#general`. Private channels have a lock, which only an icon can show. */
export function titleOf(viewer: Viewer, channel: Channel): string {
  return `${channel.kind === 'public' ? '#' : ''}${nameOf(viewer, channel)}`;
}
