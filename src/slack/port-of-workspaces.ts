import { SlackFailure } from '../notifications/queue/failure.ts';
import type { SlackPort } from '../notifications/queue/slack-port.ts';

/** The courier's calls, each by the workspace of its connection; none where the app is no longer. */
export function portOfWorkspaces(portOfOne: (connectionId: number) => SlackPort | undefined): SlackPort {
  const by = (connectionId: number): SlackPort => {
    const port = portOfOne(connectionId);
    if (!port) throw new SlackFailure('unreachable', 'workspace_not_connected');
    return port;
  };
  return {
    channelId: async (connectionId, target) => by(connectionId).channelId(connectionId, target),
    enter: async (connectionId, target, asked) => by(connectionId).enter(connectionId, target, asked),
    post: async (to, message, uuid) => by(to.connectionId).post(to, message, uuid),
    update: async (connectionId, at, message, uuid) => by(connectionId).update(connectionId, at, message, uuid),
    find: async (at, uuid, since) => by(at.connectionId).find(at, uuid, since),
    retract: async (connectionId, thread, what) => by(connectionId).retract(connectionId, thread, what),
    topic: async (connectionId, channelId) => by(connectionId).topic(connectionId, channelId),
    setTopic: async (connectionId, channelId, topic) => by(connectionId).setTopic(connectionId, channelId, topic),
    makeChannel: async (connectionId, name, isPrivate) => by(connectionId).makeChannel(connectionId, name, isPrivate),
    madeChannel: async (connectionId, name, since) => by(connectionId).madeChannel(connectionId, name, since),
    setPurpose: async (connectionId, channelId, purpose) =>
      by(connectionId).setPurpose(connectionId, channelId, purpose),
    rename: async (connectionId, channelId, name) => by(connectionId).rename(connectionId, channelId, name),
    pin: async (connectionId, at) => by(connectionId).pin(connectionId, at),
    unpin: async (connectionId, at) => by(connectionId).unpin(connectionId, at),
    bookmarks: async (connectionId, channelId) => by(connectionId).bookmarks(connectionId, channelId),
    removeBookmark: async (connectionId, channelId, bookmarkId) =>
      by(connectionId).removeBookmark(connectionId, channelId, bookmarkId),
    addBookmark: async (connectionId, channelId, bookmark) =>
      by(connectionId).addBookmark(connectionId, channelId, bookmark),
    invite: async (connectionId, channelId, slackUserId) =>
      by(connectionId).invite(connectionId, channelId, slackUserId),
    isInUse: async (connectionId, channelId, since) => by(connectionId).isInUse(connectionId, channelId, since),
    archive: async (connectionId, channelId) => by(connectionId).archive(connectionId, channelId),
    join: async (connectionId, channelId) => by(connectionId).join(connectionId, channelId),
  };
}
