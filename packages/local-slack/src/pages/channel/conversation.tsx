import { type Channel, isDirect } from '../../workspace/channels.ts';
import { Icon } from '../frame/icon.tsx';
import { Scroller } from '../frame/scroller.tsx';
import { InspectorLink } from '../inspector/link.tsx';
import type { Page } from '../page.ts';
import { MORE_SHOWN, type Place } from '../place.ts';
import { AppTabs } from './app-tabs.tsx';
import { BookmarksBar } from './bookmarks.tsx';
import { Composer } from './composer.tsx';
import { conversation, entries } from './entries.tsx';
import { ICONS, nameOf, titleOf } from './name.ts';

export const listId = ({ id }: Channel) => `entries-${id}`;

/** The rows of the conversation that are shown now. */
export function conversationItems(place: Place) {
  return entries(place, conversation(place).slice(-place.show), '');
}

/** A channel, or direct messages. */
export function Conversation({ page, place, channel }: { page: Page; place: Place; channel: Channel }) {
  return (
    <main id={`conversation-${channel.id}`} class="conversation">
      <ConversationHeader page={page} place={place} channel={channel} />
      <BookmarksBar viewer={place.viewer} channel={channel} />
      <Scroller label="Messages" listId={listId(channel)} items={conversationItems(place)} tellsOfNew>
        <Beginning place={place} channel={channel} />
      </Scroller>
      <ConversationFooter place={place} channel={channel} />
    </main>
  );
}

export function ConversationHeader({ page, place, channel }: { page: Page; place: Place; channel: Channel }) {
  if (place.viewer.workspace.channels.isWithApp(channel))
    return <AppTabs page={page} place={place} current="messages" />;
  const people = [...channel.members].filter((id) => id !== place.viewer.workspace.botUserId).length;
  const details = place.details ? undefined : true;
  return (
    <header id="conversation-header" class="conversation-header">
      <h1>
        <Icon name={ICONS[channel.kind]} />
        {nameOf(place.viewer, channel)}
      </h1>
      {channel.topic.value !== '' && <p class="topic">{channel.topic.value}</p>}
      <a class="quiet people" href={place.viewer.addressOf(channel, { details })} title="Details">
        {people === 1 ? '1 member' : `${people} members`}
      </a>
      <InspectorLink place={place} />
    </header>
  );
}

export function ConversationFooter({ place, channel }: { place: Place; channel: Channel }) {
  return (
    <div id="conversation-footer" class="conversation-footer">
      <Composer viewer={place.viewer} channel={channel} />
    </div>
  );
}

/** What stands above the first message; a link, when there are messages before it. */
export function Beginning({ place, channel }: { place: Place; channel: Channel }) {
  const { viewer, show } = place;
  const hidden = conversation(place).length - show;
  if (hidden > 0) {
    return (
      <p id="beginning" class="earlier">
        <a class="button" data-earlier href={viewer.addressOf(channel, { show: show + MORE_SHOWN })}>
          Show earlier messages ({hidden})
        </a>
      </p>
    );
  }
  const { name } = viewer.workspace.app.manifest.display_information;
  const isApp = viewer.workspace.channels.isWithApp(channel);
  return (
    <div id="beginning" class="beginning">
      <h2>
        {channel.kind === 'private' && <Icon name="lock" />}
        {titleOf(viewer, channel)}
      </h2>
      <p class="quiet">
        {isApp
          ? `This is the very beginning of your messages from ${name}. When it pages you, it does so here.`
          : `This is the very beginning of ${isDirect(channel) ? 'your messages with ' : ''}${titleOf(viewer, channel)}.`}
      </p>
    </div>
  );
}
