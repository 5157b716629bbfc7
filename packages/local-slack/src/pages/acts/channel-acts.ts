import * as onChannels from '../../people/on-channels.ts';
import * as onMessages from '../../people/on-messages.ts';
import type { Channel } from '../../workspace/channels.ts';
import type { Member } from '../../workspace/members.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Act, Doing } from './acts.ts';
import { surfaceNamed } from './target.ts';

const CHANGED = 'That has changed in the meantime. Look again.';

type InChannel = (workspace: Workspace, member: Member, channel: Channel, form: URLSearchParams) => string | undefined;

/** Something done to a channel that the person sees. */
const inChannel =
  (run: InChannel): Act =>
  ({ viewer, form }: Doing) => {
    const { workspace, member } = viewer;
    const channel = workspace.channels.byId(form.get('channel') ?? '');
    return channel && workspace.canSee(member.id, channel) ? run(workspace, member, channel, form) : CHANGED;
  };

const topic = inChannel((workspace, member, channel, form) =>
  onChannels.setTopic(workspace, member, channel, (form.get('topic') ?? '').trim()),
);

const invite = inChannel((workspace, member, channel, form) => {
  const other = workspace.members.byId(form.get('member') ?? '');
  return other ? onChannels.invite(workspace, member, channel, other) : CHANGED;
});

const removeMember = inChannel((workspace, member, channel, form) => {
  const other = workspace.members.byId(form.get('id') ?? '');
  return other ? onChannels.remove(workspace, member, channel, other) : CHANGED;
});

const bookmark = inChannel((workspace, member, channel, form) => {
  const content = { title: form.get('title') ?? '', link: (form.get('link') ?? '').trim(), emoji: undefined };
  return onChannels.addBookmark(workspace, member, channel, content);
});

const unbookmark = inChannel((workspace, member, channel, form) =>
  onChannels.removeBookmark(workspace, member, channel, form.get('id') ?? ''),
);

const pin: Act = ({ viewer, form }) => {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  if (!surface || !('message' in surface)) return CHANGED;
  return onMessages.togglePin(viewer.workspace, viewer.member, surface.message);
};

/** Answers with the address of the conversation, where the window then goes. */
const direct: Act = ({ viewer, form }) => {
  const { workspace, member } = viewer;
  const others = form.getAll('member').flatMap((id) => workspace.members.byId(id) ?? []);
  const [first, second] = others;
  if (!first) return 'Choose somebody to write to.';
  if (others.length > 8) return 'A group message has nine people at most.';
  if (!second) return viewer.addressOf(workspace.channels.dmBetween(member.id, first.id));
  return viewer.addressOf(onChannels.openGroup(workspace, member, others));
};

/** What people do with channels, pins and bookmarks. */
export const CHANNEL_ACTS: readonly [string, Act][] = [
  ['topic', topic],
  ['invite', invite],
  ['remove-member', removeMember],
  ['bookmark', bookmark],
  ['unbookmark', unbookmark],
  ['join', inChannel(onChannels.join)],
  ['leave', inChannel(onChannels.leave)],
  ['archive', inChannel(onChannels.archive)],
  ['unarchive', inChannel(onChannels.unarchive)],
  ['pin', pin],
  ['direct', direct],
];
