import type { Message } from '../../workspace/messages.ts';
import { surfaceId, THREAD_PANE } from '../blocks/spot.ts';
import { Icon } from '../frame/icon.tsx';
import { Scroller } from '../frame/scroller.tsx';
import type { Place } from '../place.ts';
import { Composer } from './composer.tsx';
import { entries, replies } from './entries.tsx';
import { titleOf } from './name.ts';

export const threadListId = (thread: Message) => `${THREAD_PANE}entries-${surfaceId({ message: thread })}`;

/** The message and its replies, as one list. */
export function threadItems(place: Place, thread: Message) {
  return entries(place, [thread, ...replies(place)], THREAD_PANE);
}

/** The thread at the side. */
export function Thread({ place, thread }: { place: Place; thread: Message }) {
  const { viewer } = place;
  const channel = viewer.workspace.channels.byId(thread.channelId);
  if (!channel) return null;
  return (
    <aside id={`${THREAD_PANE}${surfaceId({ message: thread })}-pane`} class="side thread" aria-label="Thread">
      <header class="side-header">
        <h2>Thread</h2>
        <span class="quiet">{titleOf(viewer, channel)}</span>
        <a
          class="tool close"
          href={viewer.addressOf(channel)}
          aria-label="Close thread"
          title="Close thread"
          data-escape
        >
          <Icon name="close" />
        </a>
      </header>
      <Scroller label="Replies" listId={threadListId(thread)} items={threadItems(place, thread)} tellsOfNew />
      <div class="conversation-footer">
        <Composer viewer={viewer} channel={channel} thread={thread.ts} />
      </div>
    </aside>
  );
}
