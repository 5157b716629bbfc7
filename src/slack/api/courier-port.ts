import type { WebClient } from '@slack/web-api';
import { MINUTE } from '../../lib/clock.ts';
import { isChannelClosed, SlackFailure } from '../../notifications/queue/failure.ts';
import type { SlackPort } from '../../notifications/queue/slack-port.ts';
import { readPersonTarget } from '../../people/page-target.ts';
import type { ChannelDirectory } from '../directory/channels.ts';
import { Entering, enterChannel } from '../directory/entering.ts';
import type { PeopleDirectory } from '../directory/people.ts';
import type { AsBot } from './bot-identity.ts';
import { deliveryOf, metadata } from './delivery-metadata.ts';
import { toSlackFailure } from './failures.ts';
import { isInUse } from './in-use.ts';
import { pagesOf } from './pages.ts';
import { retract } from './retraction.ts';

/** The machines of Slack may differ a little; a search for a lost message begins this much earlier. */
const MARGIN = MINUTE;

const PAGE = 200;

/** The courier's calls, on Slack's Web API. */
export function slackPort(
  { prepaid, background }: { prepaid: WebClient; background: WebClient },
  channels: ChannelDirectory,
  people: PeopleDirectory,
  asBot: AsBot,
): SlackPort {
  /** Events may be missed: a channel that turns out to be closed is looked at anew. */
  const reaching = <T>(channelId: string, work: () => Promise<T>): Promise<T> =>
    guarded(work).catch((error: unknown) => {
      const isClosed = error instanceof SlackFailure && isChannelClosed(error);
      if (isClosed && !isOfPerson(channelId)) void channels.lookAgain(channelId);
      throw error;
    });
  const entering = new Entering(channels);
  return {
    channelId: (_connectionId, target) =>
      guarded(async () => {
        const person = readPersonTarget(target);
        if (!person) return channels.idOf(target);
        const id = 'email' in person ? await people.idByEmail(person.email) : person.slackUserId;
        if (id === null) throw new SlackFailure('refused', 'users_not_found');
        return id;
      }),

    enter: (_connectionId, target, wish) => guarded(() => enterChannel(channels, target, wish)),

    post: (to, { isBroadcast = false, ...content }, deliveryUuid) =>
      reaching(to.channelId, async () => {
        const posted = await asBot((identity) =>
          prepaid.chat.postMessage({
            ...identity,
            channel: to.channelId,
            ...(to.threadTs === null ? {} : inThread(to.threadTs, isBroadcast)),
            ...content,
            // Where there are blocks, `text` only stands in for them, and is no markup.
            mrkdwn: content.blocks === undefined,
            metadata: metadata(deliveryUuid),
            unfurl_links: false,
            unfurl_media: false,
          }),
        );
        if (to.threadTs === null && !isOfPerson(to.channelId)) entering.follow(to.channelId);
        if (!posted.ts || !posted.channel) throw new SlackFailure('in_doubt', 'answer_without_ts');
        return { channelId: posted.channel, ts: posted.ts };
      }),

    update: (_connectionId, { channelId, ts }, message, deliveryUuid) =>
      reaching(channelId, async () => {
        await prepaid.chat.update({ channel: channelId, ts, ...message, metadata: metadata(deliveryUuid) });
      }),

    find: (at, deliveryUuid, since) =>
      guarded(async () => {
        const channelId = await conversationOf(background, at.channelId);
        const range = {
          channel: channelId,
          oldest: String(Math.max(0, since - MARGIN) / 1000),
          include_all_metadata: true,
          limit: PAGE,
        };
        const { threadTs } = at;
        const read = (cursor: string | undefined) =>
          threadTs === null
            ? background.conversations.history({ ...range, cursor })
            : background.conversations.replies({ ...range, ts: threadTs, cursor });
        for await (const page of pagesOf(read)) {
          const found = page.messages?.find(({ metadata: carried }) => deliveryOf(carried) === deliveryUuid);
          if (found?.ts) return { channelId, ts: found.ts };
        }
        return null;
      }),

    retract: (_connectionId, thread, what) => guarded(() => retract(background, thread, what)),

    topic: (_connectionId, channelId) =>
      guarded(async () => {
        const { channel } = await background.conversations.info({ channel: channelId });
        if (!channel) throw new SlackFailure('in_doubt', 'answer_without_channel');
        return channel.topic?.value ?? '';
      }),

    setTopic: (_connectionId, channelId, topic) =>
      guarded(async () => {
        await prepaid.conversations.setTopic({ channel: channelId, topic });
      }),

    makeChannel: (_connectionId, name, isPrivate) => guarded(() => channels.create(name, isPrivate)),

    madeChannel: (_connectionId, name, since) =>
      guarded(async () => {
        const { user_id } = await background.auth.test();
        const listing = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE };
        const read = (cursor: string | undefined) => background.conversations.list({ ...listing, cursor });
        for await (const page of pagesOf(read)) {
          const found = page.channels?.find((channel) => channel.name === name);
          // What the app has made before, for another incident of this number, is not this one.
          const isOurs = found?.creator === user_id && (found?.created ?? 0) * 1000 >= since - MARGIN;
          if (found?.id && isOurs) {
            await channels.refreshOne(found.id); // whether it is private has to be known before it is used
            return found.id;
          }
        }
        return null;
      }),

    rename: (_connectionId, channelId, name) =>
      guarded(async () => {
        await background.conversations.rename({ channel: channelId, name });
      }),

    setPurpose: (_connectionId, channelId, purpose) =>
      guarded(async () => {
        await background.conversations.setPurpose({ channel: channelId, purpose });
      }),

    pin: (_connectionId, { channelId, ts }) =>
      guarded(async () => {
        await background.pins.add({ channel: channelId, timestamp: ts });
      }),

    unpin: (_connectionId, { channelId, ts }) =>
      guarded(async () => {
        await background.pins.remove({ channel: channelId, timestamp: ts });
      }),

    bookmarks: (_connectionId, channelId) =>
      guarded(async () => {
        const { user_id } = await background.auth.test();
        const { bookmarks = [] } = await background.bookmarks.list({ channel_id: channelId });
        return bookmarks.flatMap(({ id, title = '', link = '', last_updated_by_user_id }) =>
          id ? [{ id, title, link, isOurs: last_updated_by_user_id === user_id }] : [],
        );
      }),

    removeBookmark: (_connectionId, channelId, bookmarkId) =>
      guarded(async () => {
        await background.bookmarks.remove({ channel_id: channelId, bookmark_id: bookmarkId });
      }),

    addBookmark: (_connectionId, channelId, { title, link }) =>
      guarded(async () => {
        await background.bookmarks.add({ channel_id: channelId, title, type: 'link', link });
      }),

    invite: (_connectionId, channelId, slackUserId) =>
      guarded(async () => {
        await background.conversations.invite({ channel: channelId, users: slackUserId });
      }),

    isInUse: (_connectionId, channelId, since) => guarded(() => isInUse(background, channelId, since)),

    archive: (_connectionId, channelId) =>
      guarded(async () => {
        await background.conversations.archive({ channel: channelId });
        void channels.lookAgain(channelId);
      }),

    join: (_connectionId, channelId) =>
      guarded(async () => {
        await background.conversations.join({ channel: channelId });
      }),
  };
}

/** A person's id, or that of their direct messages. */
function isOfPerson(id: string): boolean {
  return /^[UWD]/.test(id);
}

/** Messages to a person go to their id, and are found in the conversation that they open. */
async function conversationOf(client: WebClient, id: string): Promise<string> {
  if (!/^[UW]/.test(id)) return id;
  const { channel } = await client.conversations.open({ users: id });
  if (!channel?.id) throw new SlackFailure('in_doubt', 'answer_without_channel');
  return channel.id;
}

function inThread(thread_ts: string, isBroadcast: boolean) {
  return isBroadcast ? { thread_ts, reply_broadcast: true as const } : { thread_ts };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toSlackFailure(error);
  }
}
